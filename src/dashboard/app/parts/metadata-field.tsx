import { metadataWords } from '../words/metadata-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { Input } from './field.tsx'

/** A pair as it is typed; `id` stays with its row while rows come and go. */
export type Pair = { id: number; key: string; value: string }

let pairs = 0
export const pairsOf = (metadata: Readonly<Record<string, string>>): Pair[] =>
  Object.entries(metadata).map(([key, value]) => ({ id: ++pairs, key, value }))
/** Rows without a key are left out. */
export const metadataOf = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.filter(({ key }) => key !== '').map(({ key, value }) => [key, value]))

/** What an API takes at most (`src/http/metadata.ts`). */
const PAIRS_MAX = 20

type Props = {
  value: readonly Pair[]
  onChange(value: Pair[]): void
  /** What is wrong with a pair, by its key. */
  errorOf: (key: string) => string | undefined
}

/** Pairs of texts, a row each. */
export function MetadataField({ value, onChange, errorOf }: Props) {
  const say = useWords(metadataWords)
  const change = (id: number, changed: Partial<Pair>) =>
    onChange(value.map((pair) => (pair.id === id ? { ...pair, ...changed } : pair)))
  return (
    <fieldset className="metadata">
      <legend>{say.metadata}</legend>
      <p className="hint">{say.hint}</p>
      {value.map(({ id, key, value: said }) => (
        <div key={id} className="metadata-pair">
          <Input
            label={say.key}
            value={key}
            maxLength={40}
            error={errorOf(key)}
            onChange={({ target }) => change(id, { key: target.value })}
          />
          <Input
            label={say.value}
            value={said}
            maxLength={500}
            onChange={({ target }) => change(id, { value: target.value })}
          />
          <Button
            look="plain"
            icon="close"
            iconOnly
            onClick={() => onChange(value.filter((pair) => pair.id !== id))}
          >
            {say.remove(key)}
          </Button>
        </div>
      ))}
      {value.length < PAIRS_MAX && (
        <div>
          <Button icon="plus" onClick={() => onChange([...value, { id: ++pairs, key: '', value: '' }])}>
            {say.add}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
