import { useState } from 'react'
import type { FoundKind } from '../data/filters.ts'
import { useRead } from '../data/queries.ts'
import { useRested } from '../data/rested.ts'
import { useMay } from '../data/session.tsx'
import { isId } from '../page.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import type { ComboOption } from './combobox.tsx'
import { CompanyFilter } from './company-filter.tsx'
import { ContactPicker, type NamedContact } from './contact-picker.tsx'
import { Select } from './field.tsx'
import { FoundCombobox } from './found-combobox.tsx'
import type { FoundProps } from './found-props.ts'
import { ThingFilter } from './thing-filter.tsx'

/** A filter by something that has an id: chosen by name, e-mail or last digits, as people know it. */
export function FoundFilter({ of, ...props }: FoundProps & { of: FoundKind }) {
  if (of === 'contact') return <ContactFilter {...props} />
  if (of === 'token') return <TokenFilter {...props} />
  if (of === 'thing') return <ThingFilter {...props} />
  return of === 'company' ? <CompanyFilter {...props} /> : <ByDigits of={of} {...props} />
}

/** Of one that is deleted, or that the user may not read, the id stands for the name. */
function ContactFilter({ label, value, onChange }: FoundProps) {
  const may = useMay()('contacts:read')
  const { data } = useRead<NamedContact>(
    `/contact/${value}`,
    {},
    { enabled: may && value !== undefined && isId(value) },
  )
  const chosen = value === undefined ? null : (data ?? { identifier: value, name: value, email: '' })
  return <ContactPicker label={label} value={chosen} onChange={(contact) => onChange(contact?.identifier)} />
}

/** Of few, all are listed. */
function TokenFilter({ label, value, onChange }: FoundProps) {
  const say = useWords(partWords)
  const may = useMay()('tokens:read')
  const { data } = useRead<{ data: { identifier: string; name: string }[] }>(
    '/api_token',
    { limit: 100 },
    { enabled: may },
  )
  const known = (data?.data ?? []).map(({ identifier, name }) => ({ value: identifier, label: name }))
  const lacks = value !== undefined && !known.some((one) => one.value === value)
  return (
    <Select
      label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value || undefined)}
      options={[{ value: '', label: say.any(label) }, ...(lacks ? [{ value, label: value }] : []), ...known]}
    />
  )
}

type Found = { kind: string; identifier: string; title: string; detail: string | null }
/** What `GET /search` takes for the end of a card's or an account's number, or for an id. */
const isSought = (text: string) => /^(?:\d{4}|[\da-f]{8}[\da-f-]*)$/i.test(text)

/** A card or an account by its last four digits. */
function ByDigits({ of, label, value, onChange }: FoundProps & { of: FoundKind }) {
  const [typed, setTyped] = useState('')
  const rested = useRested(typed.trim())
  const search = (q: string) => [{ q }, { enabled: isSought(q) }] as const
  const asked = useRead<{ data: Found[] }>('/search', ...search(rested))
  const known = useRead<{ data: Found[] }>('/search', ...search(value ?? ''))
  const optionOf = ({ identifier, title, detail }: Found): ComboOption => ({
    value: identifier,
    label: [title, detail].filter(Boolean).join(', '),
  })
  const ofKind = (found: { data: Found[] } | undefined) =>
    (found?.data ?? []).filter(({ kind }) => kind === of).map(optionOf)
  const found = isSought(rested) ? ofKind(asked.data) : []
  const chosen =
    value === undefined
      ? undefined
      : (ofKind(known.data).find((one) => one.value === value) ?? { value, label: value })
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
