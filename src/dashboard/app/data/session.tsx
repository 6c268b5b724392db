/**
 * Who is signed in, and for which company they look. The server checks every request by itself: this is for
 * showing what is possible.
 */
import { type QueryClient, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Page } from '../page.ts'
import { ask } from './ask.ts'
import { takeEarlySession } from './early-session.ts'
import type { AskError } from './problem.ts'
import { noteSignedIn } from './signed-out.ts'
import { isUuid } from './uuid.ts'

export type SessionCompany = {
  identifier: string
  name: string
  role: string
  scopes: readonly string[]
  /** It demands a second factor, and this session has been shown none: it answers nothing. */
  second_factor_missing: boolean
  /** Whether its operator has stopped it, since when, and what they tell of why. */
  state: 'active' | 'suspended' | 'closing'
  state_since: string | null
  state_reason: string | null
  /** When it was asked who is signed in: what is asked after that has all up to this event. */
  newest_event_id: number
}
export type Session = {
  user: { name: string; email: string; language: 'en' | 'fr'; has_totp: boolean; passkeys: number }
  companies: readonly SessionCompany[]
  /** Whether they are an operator of the platform. */
  operator: boolean
  /** The installation demands a second factor of them, and this session has been shown none. */
  operator_second_factor_missing: boolean
  /** In the demo no real money moves, and there are pages for it (`demoOnly`). */
  environment: 'demo' | 'live'
  /**
   * How far the platform's time is ahead of the browser's, in milliseconds: the demo's clock can be moved.
   */
  aheadMs: number
}

/** How soon a page of the demo knows that its clock was moved. */
const DEMO_CLOCK_MS = 20_000

const sessionQuery = {
  queryKey: ['session'],
  queryFn: async (): Promise<Session> => {
    const askedAt = Date.now()
    const early = await takeEarlySession()
    const said = await ask<Session & { now: string }>('/session', {
      company: null,
      early: early?.response,
    })
    noteSignedIn()
    // By when it was asked: by when it was answered the platform would be behind by the way of the answer,
    // and what has happened just now would be told as the future.
    return { ...said, aheadMs: Date.parse(said.now) - (early?.askedAt ?? askedAt) }
  },
  staleTime: Number.POSITIVE_INFINITY,
  // In another tab, or by a command, the demo's clock may have been moved meanwhile.
  refetchInterval: ({ state }: { state: { data: Session | undefined } }) =>
    state.data?.environment === 'demo' ? DEMO_CLOCK_MS : false,
  refetchOnWindowFocus: ({ state }: { state: { data: Session | undefined } }) =>
    state.data?.environment === 'demo' ? ('always' as const) : false,
}

/**
 * Asks who is signed in before anything is drawn that needs it. Nothing then waits while it is shown (React
 * shows what has waited 300 ms after its stand-in at the earliest). What went wrong `useSession` tells.
 */
export const loadSession = (client: QueryClient) => client.prefetchQuery(sessionQuery)

/** What is known of it by now. */
export const readSession = (client: QueryClient) => client.getQueryData<Session>(sessionQuery.queryKey)

/** Longer ago more may have happened than is worth being told one by one. */
const JUST_NOW_MS = 10_000

/**
 * Up to which event all is known that this page has asked: the newest when it was opened, since nothing was
 * asked before. Undefined where that was too long ago, or who is signed in was asked again since.
 */
export function useNewestEventId(): (company: string) => number | undefined {
  const client = useQueryClient()
  return useCallback(
    (company) => {
      const asked = client.getQueryState<Session>(sessionQuery.queryKey)
      if (asked?.dataUpdateCount !== 1 || Date.now() - asked.dataUpdatedAt > JUST_NOW_MS) return undefined
      return asked.data?.companies.find(({ identifier }) => identifier === company)?.newest_event_id
    },
    [client],
  )
}

/** Asks anew who is signed in and what time it is, for instance once the demo's clock was moved. */
export function useSessionAnew(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
}

export const useSession = (): Session => useSuspenseQuery(sessionQuery).data

/** The company of the address; null on the operator's pages and outside. */
export function useCompanyId(): string | null {
  const { company } = useParams({ strict: false }) as { company?: string }
  return company ?? null
}

export function useMember(): SessionCompany | undefined {
  const id = useCompanyId()
  return useSession().companies.find(({ identifier }) => identifier === id)
}

/** Whether all of what is shown is shut to a session without a second factor. */
export function useIsShut(): boolean {
  const { operator_second_factor_missing: ofOperator } = useSession()
  return useMember()?.second_factor_missing ?? ofOperator
}

/**
 * Whether the address names a company that is nobody's for the user: one that is not there and one that they
 * are no member of are the same. Operators may look at every company (docs/users.md), so of them it is asked
 * whether there is one; null until that is known.
 */
export function useIsElsewhere(): boolean | null {
  const id = useCompanyId()
  const member = useMember()
  const asks = useSession().operator && id !== null && !member
  const { status, error } = useQuery<unknown, AskError>({
    queryKey: ['operated', id],
    queryFn: () => ask(`/operator/companies/${encodeURIComponent(id!)}`, { company: null }),
    enabled: asks && isUuid(id),
    // What is not there is not asked for again and again.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!asks) return id !== null && !member
  if (!isUuid(id) || error?.problem.status === 404) return true
  return status === 'pending' ? null : false
}

/** What an operator's session has beside what it has of a company (docs/operator.md). */
const operatorScopes = ['operator:read', 'operator:write']
const none: readonly string[] = []

/**
 * Whether the user may do what needs this scope (of several one is enough), for the company that is shown.
 */
export function useMay(): (scope: string | readonly string[] | undefined) => boolean {
  const ofCompany = useMember()?.scopes ?? none
  const { operator } = useSession()
  const scopes = operator ? [...ofCompany, ...operatorScopes] : ofCompany
  return (scope) => scope === undefined || [scope].flat().some((one) => scopes.includes(one))
}

/**
 * Whether the user sees a page from where they are: a company's only while a company is shown, the operator's
 * from everywhere, if they are one.
 */
export function useSees(): (page: Page) => boolean {
  const may = useMay()
  const { operator } = useSession()
  const inside = useMember() !== undefined
  return ({ area = 'company', scope, outsideCompany }) =>
    may(scope) &&
    !(outsideCompany && inside) &&
    (area === 'operator' ? operator : area === 'outside' || inside)
}
