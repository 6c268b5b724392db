/**
 * What an address says behind its question mark, and what of it a list is asked for: one text for both, as
 * the API takes it (`?state=paid,failed`), so that a link to a page holds its filters.
 */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { isAmount } from './decimal.ts'
import { LEVELS } from './opened-levels.ts'
import { isUuid } from './uuid.ts'
import { isWholeAddress } from './whole-address.ts'

export type Filter =
  | { kind: 'text' }
  /** As people write one in either language: `12,50`. */
  | { kind: 'amount' }
  /** A whole one: the API finds nobody by a part of it. */
  | { kind: 'email' }
  | { kind: 'choice'; of: readonly string[] }
  | { kind: 'choices'; of: readonly string[] }
  /** A day, `2026-11-29`. */
  | { kind: 'day' }
  /** The id of one of these, found by what people call it (`parts/found-filter.tsx`). */
  | { kind: 'found'; of: FoundKind }
  /** One of those that the page lists, by what people call it: of ids, or of words. */
  | { kind: 'among'; of: 'ids' | 'words' }
export type FoundKind = 'contact' | 'credit_card' | 'bank_account' | 'token' | 'thing' | 'company'
export type Filters = Readonly<Record<string, Filter>>

export const text = { kind: 'text' } as const satisfies Filter
export const amount = { kind: 'amount' } as const satisfies Filter
export const email = { kind: 'email' } as const satisfies Filter
export const day = { kind: 'day' } as const satisfies Filter
export const found = <const Of extends FoundKind>(of: Of) => ({ kind: 'found', of }) as const
export const among = <const Of extends 'ids' | 'words'>(of: Of) => ({ kind: 'among', of }) as const
/** One of these. */
export const choice = <const Of extends readonly string[]>(of: Of) => ({ kind: 'choice', of }) as const
/** Any of these. */
export const choices = <const Of extends readonly string[]>(of: Of) => ({ kind: 'choices', of }) as const

type ValueOf<One extends Filter> = One extends { kind: 'choices'; of: readonly (infer Each)[] }
  ? readonly Each[]
  : One extends { kind: 'choice'; of: readonly (infer Each)[] }
    ? Each
    : string
export type FilterValues<F extends Filters> = { readonly [Name in keyof F]?: ValueOf<F[Name]> | undefined }

/** A year that is being typed is 2, 20, 202 on its way; nothing here is as old as this. */
export const FIRST_DAY = '1990-01-01'

/** One that the calendar has: `2026-02-30` is none. */
const isDay = (text: string) =>
  text >= FIRST_DAY &&
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  (new Date(`${text}T00:00Z`).toJSON() ?? '').startsWith(text)

/** Whether an address may say so: what the API would refuse is not asked for. */
function fits(filter: Filter, value: string): boolean {
  if (filter.kind === 'choice') return filter.of.includes(value)
  if (filter.kind === 'day') return isDay(value)
  if (filter.kind === 'amount') return isAmount(value)
  if (filter.kind === 'email') return isWholeAddress(value)
  const isOfIds = filter.kind === 'found' || (filter.kind === 'among' && filter.of === 'ids')
  // Several with commas: of more than one card that ends in the same digits.
  return !isOfIds || value.split(',').every(isUuid)
}

/**
 * What fits of the text of an address; what does not is left out, and the page shows what it can. The router
 * leaves the text as it is, so that `unknownOf` can say what that was.
 */
export function readFilters<F extends Filters>(filters: F, said: Record<string, unknown>): FilterValues<F> {
  const values: Record<string, string | readonly string[]> = {}
  for (const [name, filter] of Object.entries(filters)) {
    const value = said[name]
    if (typeof value !== 'string' || value === '') continue
    if (filter.kind === 'choices') {
      const known = value.split(',').filter((one) => filter.of.includes(one))
      if (known.length > 0) values[name] = known
    } else if (fits(filter, value)) values[name] = value
  }
  return values as FilterValues<F>
}

/**
 * What is said and is no filter, `amount_min=100`, or no value of one, `state=payed`: it filters nothing, and
 * whoever reads the list has to know.
 */
export function unknownOf(filters: Filters, said: Record<string, string>): string[] {
  const known: Record<string, unknown> = readFilters(filters, said)
  return Object.entries(said).flatMap(([name, value]) => {
    const read = [known[name] ?? []].flat()
    const wrong = filters[name]?.kind === 'choices' ? value.split(',') : [value]
    return wrong.filter((one) => one !== '' && !read.includes(one)).map((one) => `${name}=${one}`)
  })
}

/**
 * How the router reads and writes what stands behind the question mark: plain text, nothing encoded twice.
 */
export function parseSearch(search: string): Record<string, string> {
  const said = new URLSearchParams(search)
  // Said twice it is several, as a list of them is: none is left out without a word.
  return Object.fromEntries([...said.keys()].map((name) => [name, said.getAll(name).join(',')]))
}
export function writeSearch(values: Record<string, unknown>): string {
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.join(',') : value === undefined ? '' : String(value)
    if (text !== '') said.set(name, text)
  }
  const text = said.toString()
  return text && `?${text.replaceAll('%2C', ',')}`
}

/**
 * The filters of this page as its address has them, typed, and how to change them. A change replaces the
 * entry in the browser's history: Back leaves the page.
 */
export function useFilters<F extends Filters>(filters: F) {
  // Levels of an explanation are no filter, and of what is filtered otherwise they are those of another
  // amount.
  const { [LEVELS]: _, ...said } = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const written = writeSearch(said)
  const values = useMemo(() => readFilters(filters, parseSearch(written)), [filters, written])
  const unknown = useMemo(() => unknownOf(filters, parseSearch(written)), [filters, written])
  const set = useCallback(
    (changed: FilterValues<F>) =>
      navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, ...changed, [LEVELS]: undefined }),
        replace: true,
      } as never),
    [navigate],
  )
  const clear = useCallback(() => navigate({ to: '.', search: {}, replace: true } as never), [navigate])
  const dismiss = useCallback(
    () => navigate({ to: '.', search: values, replace: true } as never),
    [navigate, values],
  )
  return { values, set, clear, unknown, dismiss, any: Object.keys(values).length > 0 }
}
