/** What an amount is made of, level by level, as `GET …/explain` tells it. */
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import type { Query } from './ask.ts'
import type { AskError } from './problem.ts'
import { listQuestion } from './queries.ts'
import { useCompanyId } from './session.tsx'

export type Source = {
  kind: 'clearing_file' | 'bank_file'
  of: string
  file: number
  bank_file_id: string | null
  line: number
  on: string
  reference: string
  amount: string
  says: string
}
export type Part = {
  key: string
  amount: string
  count: number
  at: string | null
  subject: {
    kind: string
    identifier: string
    transaction_id: string | null
    statement: string | null
  } | null
  sources: readonly Source[]
  explain: string | null
}
export type Explanation = {
  currency: string
  amount: string
  time_zone: string
  level: 'figures' | 'moves' | 'days' | 'entries' | 'parts' | 'items' | 'records'
  data: readonly Part[]
  next_cursor: string | null
  sum: string
  adds_up: boolean | null
}

/**
 * `path` is one of the API's own, with its query: `/payout/<id>/explain?part=fees`; `Told` what it tells
 * beside.
 */
export function useExplanation<Told extends Explanation = Explanation>(path: string) {
  const company = useCompanyId()
  const { pathname, searchParams } = new URL(path, 'https://api.invalid')
  const query: Query = Object.fromEntries(searchParams)
  return useInfiniteQuery<Told, AskError, InfiniteData<Told>, unknown[], string | undefined>({
    ...listQuestion<Told>(company, pathname, query, null),
  })
}
