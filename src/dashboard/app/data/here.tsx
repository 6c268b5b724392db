/**
 * Where and when it is for what is shown: its company, the time zone of that, and the platform's time. Found
 * out once for the whole page: a list tells a hundred times, and each would follow both by itself.
 */
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react'
import { useRead } from './queries.ts'
import { useCompanyId, useSession } from './session.tsx'

/** Where a company has not said another: the eastern one, in which Canada's banks keep their days. */
const TIME_ZONE = 'America/Toronto'

type Here = {
  timeZone: string
  /** How far the platform's time is ahead of the browser's. */
  aheadMs: number
  /** Whose pages are shown; null on the operator's, and outside. */
  company: string | null
}
/** The browser's, where nobody is signed in and on pages of no company. */
const browsers: Here = {
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  aheadMs: 0,
  company: null,
}
const context = createContext<Here>(browsers)

/** Around what is shown of a company, or of none. */
export function HereProvider({ ofCompany, children }: { ofCompany: boolean; children: ReactNode }) {
  const { aheadMs } = useSession()
  const company = useCompanyId()
  const { data } = useRead<{ time_zone?: string }>('/company', {}, { enabled: ofCompany })
  const timeZone = ofCompany ? (data?.time_zone ?? TIME_ZONE) : browsers.timeZone
  const here = useMemo(() => ({ timeZone, aheadMs, company }), [timeZone, aheadMs, company])
  return <context.Provider value={here}>{children}</context.Provider>
}

/** The company's; the browser's on pages of no company. */
export const useTimeZone = (): string => useContext(context).timeZone

/** The company that is shown: what each link on a page is below. */
export const useShownCompany = (): string | null => useContext(context).company

/** The demo's clock is ahead by minutes at least once it was moved; less is how clocks differ. */
const MOVED_MS = 60_000

/**
 * A time of the real clock by the platform's, beside which it is shown: invitations and sessions last by the
 * real one, also in a demo whose clock is days ahead. In a live installation both are the same.
 */
export function useOnPlatformClock(): (at: string) => string {
  const { aheadMs } = useContext(context)
  return useCallback(
    (at) => (aheadMs < MOVED_MS ? at : new Date(Date.parse(at) + aheadMs).toISOString()),
    [aheadMs],
  )
}

/** The platform's time; the browser's where nobody is signed in. */
export const usePlatformNow = (): Date => new Date(Date.now() + useContext(context).aheadMs)
