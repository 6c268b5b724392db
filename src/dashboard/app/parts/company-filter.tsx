import { useState } from 'react'
import { useRead } from '../data/queries.ts'
import { useRested } from '../data/rested.ts'
import { isId } from '../page.ts'
import { Combobox } from './combobox.tsx'
import type { FoundProps } from './found-props.ts'

type Company = { identifier: string; name: string }

/** A company by a part of its name, for the operator of all. */
export function CompanyFilter({ label, value, onChange }: FoundProps) {
  const [typed, setTyped] = useState('')
  const known = useRead<Company>(
    `/operator/companies/${value}`,
    {},
    { enabled: value !== undefined && isId(value) },
  )
  const chosen = value && { value, label: known.data?.name ?? value }
  const rested = useRested(typed.trim())
  const { data } = useRead<{ data: Company[] }>('/operator/companies', {
    limit: 20,
    ...(rested && rested !== known.data?.name && { search: rested }),
  })
  const found = (data?.data ?? []).map(({ identifier, name }) => ({ value: identifier, label: name }))
  return (
    <Combobox
      label={label}
      options={chosen ? [chosen, ...found.filter((one) => one.value !== value)] : found}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      onType={setTyped}
    />
  )
}
