/** What an amount is made of, level by level, as `GET …/explain` tells it. */
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { ask, type Query } from './ask.ts'
import type { AskError } from './problem.ts'
import { useCompanyId } from './session.tsx'

export type Source = {
  kind: 'clearing_file' | 'bank_file'
  of: string
  file: number
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
    queryKey: [company, pathname, query],
    queryFn: ({ pageParam, signal }) =>
      ask<Told>(pathname, { company, query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
}
