import { useEffect, useState } from 'react'
import { FIRST_DAY } from '../data/filters.ts'
import { Input } from './field.tsx'

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
        if (target.value === '' || target.value >= FIRST_DAY) onChange(target.value || undefined)
      }}
    />
  )
}
