import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'

/** Of each that is longer its beginning says which it is. */
const SHOWN_MAX = 60

const shortened = (said: string) => (said.length > SHOWN_MAX ? `${said.slice(0, SHOWN_MAX)}…` : said)

/** What the address asks for and no filter of the page knows. `labels`: what has a field is called so. */
export function UnknownFilters({
  bound: { unknown, dismiss },
  labels,
}: {
  bound: { unknown: readonly string[]; dismiss(): void }
  labels: { readonly [name: string]: string }
}) {
  const say = useWords(partWords)
  if (unknown.length === 0) return null
  const named = (said: string) => {
    const at = said.indexOf('=')
    const name = said.slice(0, at)
    // What every object has (`constructor`) is no label.
    const label = Object.hasOwn(labels, name) ? labels[name] : undefined
    return label === undefined ? shortened(said) : `${label}${say.colon} ${shortened(said.slice(at + 1))}`
  }
  return (
    <div className="alert row" role="alert">
      <p className="break">
        {say.unknownFilters} <code>{unknown.map(named).join(' · ')}</code>
      </p>
      <Button onClick={dismiss}>{say.dismissUnknown}</Button>
    </div>
  )
}
