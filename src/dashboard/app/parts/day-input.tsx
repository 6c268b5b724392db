import { useEffect, useState } from 'react'
import { Input } from './field.tsx'

/** A year that is being typed is 2, 20, 202 on its way; nothing here is as old as this. */
const FIRST = '1990-01-01'

type Props = {
  label: string
  /** `2026-12-31`. */
  value: string | undefined
  onChange(day: string | undefined): void
  min?: string | undefined
  max?: string | undefined
}

/** A day to filter by: told once it is whole, so that nothing is asked for with half a year. */
export function DayInput({ label, value = '', onChange, min, max }: Props) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  return (
    <Input
      label={label}
      type="date"
      value={typed}
      min={min}
      max={max}
      onChange={({ target }) => {
        setTyped(target.value)
        if (target.value === '' || target.value >= FIRST) onChange(target.value || undefined)
      }}
    />
  )
}
