import { useState } from 'react'
import { useRead } from '../data/queries.ts'
import { Combobox } from './combobox.tsx'

type Named = { identifier: string; name: string; email: string }
const labelOf = ({ name, email }: Named) => `${name} · ${email}`

type Props = {
  label: string
  hint?: string
  error?: string | undefined
  value: Named | null
  onChange(contact: Named | null): void
}

/** A contact, found by a part of its name, or by its whole address. */
export function ContactPicker({ label, hint, error, value, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const said = typed === (value && labelOf(value)) ? (value?.email ?? '') : typed.trim()
  const { data } = useRead<{ data: Named[] }>('/contact', {
    limit: 20,
    ...(said.includes('@') ? { email: said } : { name: said }),
  })
  const found = data?.data ?? []
  const known = value && !found.some(({ identifier }) => identifier === value.identifier)
  const all = known ? [value, ...found] : found
  return (
    <Combobox
      label={label}
      {...(hint !== undefined && { hint })}
      error={error}
      options={all.map((contact) => ({ value: contact.identifier, label: labelOf(contact) }))}
      value={value?.identifier ?? null}
      onChange={(id) => onChange(all.find(({ identifier }) => identifier === id) ?? null)}
      onType={setTyped}
    />
  )
}
