import { Select } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { operatorWords } from './operator-words.ts'

type Props<As extends string> = {
  label: string
  takes: readonly As[]
  words: Readonly<Record<NoInfer<As>, string>>
  value: NoInfer<As> | ''
  onChange(as: NoInfer<As> | ''): void
  error: string | undefined
}

/**
 * What it is resolved as. Nothing is chosen beforehand: what cannot be taken back is nobody's default.
 */
export function ResolveAs<As extends string>({ label, takes, words, value, onChange, error }: Props<As>) {
  const say = useWords(operatorWords)
  return (
    <Select
      label={label}
      required
      error={error}
      options={[{ value: '', label: say.choose }, ...takes.map((value) => ({ value, label: words[value] }))]}
      value={value}
      onChange={({ target }) => onChange(target.value as As | '')}
    />
  )
}

/** What the question lacks while nothing is chosen. */
export function useLacksChoice(value: string) {
  const { choiceMissing: words } = useWords(operatorWords)
  return value === '' ? { field: 'as', words } : undefined
}
