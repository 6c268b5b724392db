import { useRead } from '../data/queries.ts'
import { useMay } from '../data/session.tsx'
import { accountName } from './card-name.ts'
import { CopyButton } from './copy-button.tsx'

type Account = Parameters<typeof accountName>[0] & { identifier: string }

/**
 * A bank account by its name, the company's own or one of `contact`'s; its identifier where it is deleted, or
 * the user may not read it.
 */
export function AccountByName({ id, contact, label }: { id: string; contact?: string; label: string }) {
  const may = useMay()(contact ? 'contacts:read' : 'company:read')
  const accounts = useRead<{ data: Account[] }>(
    contact ? `/contact/${contact}/bank_accounts` : '/bank_account',
    { limit: 100 },
    { enabled: may },
  )
  const known = accounts.data?.data.find(({ identifier }) => identifier === id)
  return (
    <span className="row">
      {known ? <span>{accountName(known)}</span> : <code>{id}</code>}
      <CopyButton text={id} name={label} />
    </span>
  )
}
