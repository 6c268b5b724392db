import { useQuery } from '@tanstack/react-query'
import { ask } from '../data/ask.ts'
import { contactsSaid } from '../data/contact-names.ts'
import { useRested } from '../data/rested.ts'
import { useCompanyId, useMay } from '../data/session.tsx'
import type { IconName } from '../parts/icon.tsx'

type Found = {
  id: string
  text: string
  more: string
  icon: IconName
  path: string
  search?: Record<string, string>
}
/** As `GET /search` tells it. */
type Sought = {
  kind: 'transaction' | 'contact' | 'credit_card' | 'bank_account' | 'payout'
  identifier: string
  title: string
  detail: string | null
  contact_id: string | null
}
type Contact = { identifier: string; name: string; email: string }
type Transaction = {
  identifier: string
  statement: string | null
  amount: string
  currency: string
  state: string
}
type Page<T> = { data: T[] }

/** Fewer letters find too much. */
const LETTERS_MIN = 2
/** Of each kind, so that the list stays one that is read. */
const SHOWN = 5
/**
 * What a bank, a network or another page gave somebody, in one word with a digit in it: an identifier or its
 * beginning, a reference, an authorization code, an RRN, the end of a number. `GET /search` knows them all.
 */
const code = /^(?=.*\d)\S{4,254}$/
const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

/**
 * What the user may look for, and how what they typed asks for it. A kind that cannot be asked gives nothing.
 */
async function find(company: string, typed: string, may: (scope: string) => boolean, signal: AbortSignal) {
  const of = async <T>(path: string, query: Record<string, string>) =>
    (await ask<Page<T>>(path, { company, query: { limit: SHOWN, ...query }, signal })).data
  const one = async <T>(path: string) => [await ask<T>(path, { company, signal })]
  const isId = uuid.test(typed)
  const said = contactsSaid(typed)
  const contacts = !may('contacts:read')
    ? []
    : isId
      ? one<Contact>(`/contact/${typed}`)
      : said
        ? of<Contact>('/contact', said)
        : []
  const transactions = !may('debits:read')
    ? []
    : isId
      ? one<Transaction>(`/transaction/${typed}`)
      : typed.includes('@')
        ? []
        : of<Transaction>('/transaction', { statement: typed })
  const sought =
    code.test(typed) && ['debits:read', 'credits:read', 'contacts:read'].some(may)
      ? ask<Page<Sought>>('/search', { company, query: { q: typed }, signal }).then(({ data }) => data)
      : []
  const [people, money, named] = await Promise.allSettled([contacts, transactions, sought])
  const found: Found[] = []
  if (people.status === 'fulfilled')
    for (const { identifier, name, email } of people.value)
      found.push({ id: identifier, text: name, more: email, icon: 'person', path: `contacts/${identifier}` })
  if (money.status === 'fulfilled')
    for (const { identifier, statement, amount, currency, state } of money.value)
      found.push({
        id: identifier,
        text: statement || identifier,
        more: `${amount} ${currency} · ${state}`,
        icon: 'swap',
        path: `transactions/${identifier}`,
      })
  if (named.status === 'fulfilled')
    for (const one of named.value)
      if (!found.some(({ id }) => id === one.identifier)) found.push(showSought(one))
  return found
}

/** Where it is shown; a card and an account are shown on the page of their contact. */
function showSought({ kind, identifier: id, title, detail, contact_id }: Sought): Found {
  const said = { id, text: title || id, more: detail ?? '' }
  const ofContact = { path: `contacts/${contact_id}` }
  if (kind === 'transaction') return { ...said, icon: 'swap', path: `transactions/${id}` }
  if (kind === 'contact') return { ...said, icon: 'person', path: `contacts/${id}` }
  if (kind === 'payout') return { id, text: id, more: title, icon: 'bank', path: `payouts/${id}` }
  if (kind === 'credit_card') return { ...said, icon: 'card', ...ofContact, search: { view: 'cards' } }
  return contact_id === null
    ? { ...said, icon: 'bank', path: 'bank-accounts' }
    : { ...said, icon: 'bank', ...ofContact, search: { view: 'accounts' } }
}

const none: Found[] = []

export function useFound(typed: string): readonly Found[] {
  const company = useCompanyId()
  const may = useMay()
  const rested = useRested(typed)
  const { data } = useQuery({
    queryKey: [company, 'palette', rested],
    queryFn: ({ signal }) => find(company!, rested, may, signal),
    enabled: company !== null && rested.length >= LETTERS_MIN,
  })
  return rested.length < LETTERS_MIN ? none : (data ?? none)
}
