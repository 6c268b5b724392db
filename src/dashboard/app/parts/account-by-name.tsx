import { useAccountNames } from './account-names.ts'
import { CopyButton } from './copy-button.tsx'

/**
 * A bank account by its name, the company's own or one of `contact`'s; its identifier where it is deleted, or
 * the user may not read it.
 */
export function AccountByName({ id, contact, label }: { id: string; contact?: string; label: string }) {
  const name = useAccountNames(contact).nameOf(id)
  return (
    <span className="row">
      {name ? <span>{name}</span> : <code>{id}</code>}
      <CopyButton text={id} name={label} />
    </span>
  )
}
