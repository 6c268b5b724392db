import { useQuery } from '@tanstack/react-query'
import { ask } from '../data/ask.ts'
import { useRested } from '../data/rested.ts'
import { useCompanyId, useMay } from '../data/session.tsx'
import type { IconName } from '../parts/icon.tsx'

type Found = { id: string; text: string; more: string; icon: IconName; path: string }
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
const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

/**
 * What the user may look for, and how what they typed asks for it. A kind that cannot be asked gives nothing.
 */
async function find(company: string, typed: string, may: (scope: string) => boolean, signal: AbortSignal) {
  const of = async <T>(path: string, query: Record<string, string>) =>
    (await ask<Page<T>>(path, { company, query: { limit: SHOWN, ...query }, signal })).data
  const one = async <T>(path: string) => [await ask<T>(path, { company, signal })]
  const isId = uuid.test(typed)
  const contacts = !may('contacts:read')
    ? []
    : isId
      ? one<Contact>(`/contact/${typed}`)
      : of<Contact>('/contact', typed.includes('@') ? { email: typed } : { name: typed })
  const transactions = !may('debits:read')
    ? []
    : isId
      ? one<Transaction>(`/transaction/${typed}`)
      : typed.includes('@')
        ? []
        : of<Transaction>('/transaction', { statement: typed })
  const [people, money] = await Promise.allSettled([contacts, transactions])
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
  return found
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
