/**
 * Follows the company's events, and has what they concern asked anew. A lost connection is taken up behind
 * the last event that came, so nothing is missed; while it is lost the page says so. A tab that nobody looks
 * at follows nothing until somebody does.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { concernedBy } from './concerned.ts'
import {
  useCompanyId,
  useIsElsewhere,
  useIsShut,
  useMay,
  useMember,
  useNewestEventId,
  useSession,
} from './session.tsx'
import { followShared } from './shared-stream.ts'
import type { Heard } from './stream.ts'

export type Live = 'connecting' | 'live' | 'reconnecting'

/** Many events at once are one question. */
const GATHER_MS = 300

const context = createContext<Live>('connecting')
export const useLive = () => useContext(context)

/** Asks anew for what is shown of these paths, once for many events. */
function refresher(client: QueryClient, company: string) {
  const concerned = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const refresh = () => {
    timer = undefined
    const paths = [...concerned]
    concerned.clear()
    void client.invalidateQueries({
      predicate: ({ queryKey: [of, path] }) =>
        of === company && paths.some((one) => String(path).startsWith(one)),
    })
  }
  return (type: string) => {
    for (const path of concernedBy(type)) concerned.add(path)
    if (timer === undefined) timer = setTimeout(refresh, GATHER_MS)
  }
}

const answeredBefore =
  (company: string, at: number) =>
  ({ queryKey: [of], state }: { queryKey: readonly unknown[]; state: { dataUpdatedAt: number } }) =>
    of === company && state.dataUpdatedAt < at

/**
 * What this tab does with what is heard. `since` is the event up to which what it shows was asked; undefined
 * where that is not known.
 */
function listener(
  client: QueryClient,
  company: string,
  since: number | undefined,
  show: (live: Live) => void,
) {
  const refresh = refresher(client, company)
  let last = since
  /** When what was answered before may have missed what nobody tells; null: nothing has. */
  let missedBefore: number | null = null
  return {
    behind: () => last,
    signedOut: () => void client.invalidateQueries({ queryKey: ['session'] }),
    tell(heard: Heard): void {
      if (heard.heard === 'opened') {
        // The first one may have been long in coming.
        if (last === undefined || heard.behind === undefined || heard.behind > last) missedBefore = Date.now()
      } else if (heard.heard === 'event') {
        last = heard.id
        refresh(heard.type)
        // The session says whether its company goes on.
        if (heard.type === 'company.updated') void client.invalidateQueries({ queryKey: ['session'] })
      } else if (heard.heard === 'lost') show('reconnecting')
      else if (heard.heard === 'caught_up') {
        show('live')
        last = heard.newest < heard.id ? heard.newest : heard.id
        // The log was restored to before what is shown: all of it is asked anew, and followed from its end.
        if (heard.newest < heard.id) void client.invalidateQueries({ queryKey: [company] })
        else if (missedBefore !== null)
          void client.invalidateQueries({ predicate: answeredBefore(company, missedBefore) })
        missedBefore = null
      }
    },
  }
}

/** Once the page is looked at, or `signal` says not to wait. */
const shown = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (!document.hidden || signal.aborted) return resolve()
    document.addEventListener('visibilitychange', () => resolve(), { once: true, signal })
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** An operator who looks at a company that is not theirs follows it too: the API has it read to them. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const company = useCompanyId()
  const client = useQueryClient()
  const { operator, user } = useSession()
  const { email } = user
  const isMember = useMember() !== undefined
  const isThere = useIsElsewhere() === false
  const visits = !useIsShut() && isThere && operator && !isMember
  const may = useMay()('events:read') || visits
  const newest = useNewestEventId()
  const [live, setLive] = useState<Live>('connecting')
  useEffect(() => {
    if (company === null || !may) return
    const stop = new AbortController()
    const listening = listener(client, company, newest(company), setLive)
    const run = async () => {
      while (!stop.signal.aborted) {
        await shown(stop.signal)
        const away = new AbortController()
        const signal = AbortSignal.any([stop.signal, away.signal])
        const leave = () => {
          if (document.hidden) away.abort()
        }
        document.addEventListener('visibilitychange', leave, { signal })
        leave()
        await followShared({ company, user: email }, listening, signal)
        away.abort()
      }
    }
    void run()
    return () => stop.abort()
  }, [company, client, may, email, newest])
  return <context.Provider value={live}>{children}</context.Provider>
}
