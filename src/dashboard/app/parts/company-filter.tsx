import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { useRead } from '../data/queries.ts'
import { useRested } from '../data/rested.ts'
import { isId } from '../page.ts'
import { FoundCombobox } from './found-combobox.tsx'
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
  const chosen = value === undefined ? undefined : { value, label: known.data?.name ?? value }
  const said = typed.trim() === known.data?.name ? '' : typed.trim()
  const rested = useRested(said)
  // While it is asked anew, those of before that fit: the first of them is where Enter goes.
  const { data, isPlaceholderData } = useRead<{ data: Company[] }>(
    '/operator/companies',
    { limit: 20, ...(rested && { search: rested }) },
    { placeholderData: keepPreviousData },
  )
  const fits = ({ name }: Company) => name.toLowerCase().includes(said.toLowerCase())
  const found = (data?.data ?? [])
    .filter((company) => (said === rested && !isPlaceholderData) || fits(company))
    .map(({ identifier, name }) => ({ value: identifier, label: name }))
  return (
    <FoundCombobox
      label={label}
      value={value}
      chosen={chosen}
      found={found}
      onChange={onChange}
      onType={setTyped}
    />
  )
}
