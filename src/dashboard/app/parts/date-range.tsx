import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { DayInput } from './day-input.tsx'

type Range = { from: string | undefined; to: string | undefined }

/** Two days, each as the browser lets one be chosen; neither beyond the other. */
export function DateRange({
  legend,
  value,
  onChange,
}: {
  legend: string
  value: Range
  onChange(value: Range): void
}) {
  const say = useWords(partWords)
  return (
    <fieldset className="range">
      <legend>{legend}</legend>
      <DayInput
        label={say.from}
        value={value.from}
        max={value.to}
        onChange={(from) => onChange({ ...value, from })}
      />
      <DayInput
        label={say.to}
        value={value.to}
        min={value.from}
        onChange={(to) => onChange({ ...value, to })}
      />
    </fieldset>
  )
}
