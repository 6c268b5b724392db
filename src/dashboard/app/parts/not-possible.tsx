import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'

/** What cannot be done now, each with why not; open where nothing else can. */
export function NotPossible({
  items,
  open,
}: {
  items: readonly (readonly [name: string, why: string | null])[]
  open: boolean
}) {
  const say = useWords(partWords)
  if (items.length === 0) return null
  return (
    <details open={open}>
      <summary>{say.notPossible}</summary>
      <dl className="descriptions">
        {items.map(([name, why]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
