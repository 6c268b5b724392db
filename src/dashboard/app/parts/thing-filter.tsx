import { useState } from 'react'
import { useRead } from '../data/queries.ts'
import { useRested } from '../data/rested.ts'
import { useMay } from '../data/session.tsx'
import { isUuid } from '../data/uuid.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import type { ComboOption } from './combobox.tsx'
import { FoundCombobox } from './found-combobox.tsx'
import type { FoundProps } from './found-props.ts'

type Found = { identifier: string; title: string; detail: string | null }
type Named = { identifier: string; name?: string; email?: string; callback_url?: string }

/** As many of a company's webhooks, tokens and people as one page of the API has. */
const LISTED_MAX = 100

/**
 * Anything of a company that has a name: what `GET /search` finds, and its webhooks, tokens and people. An
 * id is taken as it is: of what is gone there is no name.
 */
export function ThingFilter({ label, value, onChange, company }: FoundProps) {
  const say = useWords(partWords)
  const [typed, setTyped] = useState('')
  const rested = useRested(typed.trim())
  const may = useMay()
  // While no company is chosen, nothing is looked for.
  const of = (enabled: boolean) => ({
    enabled: enabled && company !== null,
    company: company ?? undefined,
  })
  const listed = (path: string, scope: string) =>
    [path, { limit: LISTED_MAX }, of(company === undefined ? may(scope) : true)] as const
  const lists = [
    useRead<{ data: Named[] }>(...listed('/webhooks', 'webhooks:read')),
    useRead<{ data: Named[] }>(...listed('/api_token', 'tokens:read')),
    useRead<{ data: Named[] }>(...listed('/team', 'team:read')),
  ]
  const few = lists.flatMap(({ data }) => data?.data ?? []).map(optionOfNamed)
  const known = useRead<{ data: Found[] }>('/search', { q: value ?? '' }, of(value !== undefined))
  const asked = useRead<{ data: Found[] }>('/search', { q: rested }, of(rested.length > 2))
  const nameOf = (id: string): ComboOption =>
    [...few, ...foundIn(known.data)].find((one) => one.value === id) ?? { value: id, label: id }
  const chosen = value === undefined ? undefined : nameOf(value)
  const isChosen = chosen?.label === typed
  const said = isChosen ? '' : typed.trim().toLowerCase()
  const found = [
    ...few.filter((one) => one.label.toLowerCase().includes(said)),
    ...(isChosen ? [] : foundIn(asked.data)),
    ...(isUuid(said) ? [nameOf(said)] : []),
  ]
  return (
    <FoundCombobox
      label={label}
      none={company === null ? say.chooseCompany : undefined}
      value={value}
      chosen={chosen}
      found={found}
      onChange={onChange}
      onType={setTyped}
    />
  )
}

const foundIn = (found: { data: Found[] } | undefined): ComboOption[] =>
  (found?.data ?? []).map(({ identifier, title, detail }) => ({
    value: identifier,
    label: [title, detail].filter(Boolean).join(', '),
  }))

const optionOfNamed = ({ identifier, name, email, callback_url }: Named): ComboOption => ({
  value: identifier,
  label: [name, email, callback_url].filter(Boolean).join(' · '),
})
