import { useRef, useState } from 'react'
import { withoutAccents } from '../../../ground/without-accents.ts'
import { contactsSaid } from '../data/contact-names.ts'
import { useRead } from '../data/queries.ts'
import { useRested } from '../data/rested.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Combobox } from './combobox.tsx'

export type NamedContact = { identifier: string; name: string; email: string }
const labelOf = ({ name, email }: NamedContact) => (email ? `${name} · ${email}` : name)
const plain = (text: string) => withoutAccents(text.toLowerCase())
const holds = (contact: NamedContact, said: string) => plain(labelOf(contact)).includes(plain(said))

type Props = {
  label: string
  hint?: string
  error?: string | undefined
  required?: boolean
  value: NamedContact | null
  onChange(contact: NamedContact | null): void
}

/** A contact, found by a part of its name, or by its whole address. */
export function ContactPicker({ label, hint, error, required, value, onChange }: Props) {
  const [typed, setTyped] = useState('')
  // One that is pressed may be of the list before: while it is asked anew there is none.
  const seen = useRef(new Map<string, NamedContact>())
  // What is chosen stands in the field as its label, which is no name and no address.
  const shown = [value, ...seen.current.values()].find((one) => one && labelOf(one) === typed)
  const said = shown ? shown.email : typed.trim()
  const rested = useRested(said)
  const query = contactsSaid(rested)
  const say = useWords(partWords)
  const { data } = useRead<{ data: NamedContact[] }>(
    '/contact',
    { limit: 20, ...query },
    { enabled: query !== null },
  )
  // While it is still typed, what was found for less of it.
  const found = (data?.data ?? []).filter((contact) => said === rested || holds(contact, said))
  const known = value && !found.some(({ identifier }) => identifier === value.identifier)
  const all = known ? [value, ...found] : found
  for (const contact of all) seen.current.set(contact.identifier, contact)
  return (
    <Combobox
      label={label}
      {...(hint !== undefined && { hint })}
      error={error}
      {...(required && { required })}
      {...(contactsSaid(said) === null && { none: say.wholeAddress })}
      options={all.map((contact) => ({ value: contact.identifier, label: labelOf(contact) }))}
      value={value?.identifier ?? null}
      onChange={(id) => onChange((id !== null && seen.current.get(id)) || null)}
      onType={setTyped}
    />
  )
}
