import { counted } from '../ground/counted.ts'
import { Problem } from '../ground/errors.ts'
import type { Context } from '../process/context.ts'
import type { Caller } from './authenticate.ts'
import { openHeadCount } from './head-count.ts'
import { type Leave, type Line, openLine } from './line.ts'

/**
 * What is costly, and how much of it one company has at a time in one process; so many more wait in line, and
 * the next is a 429. Searches hold a connection each, of the ten that a process has for them by default
 * (`Context.searches`): one company's leave half of them to the others.
 */
const loads = {
  /** Reads that may go through many rows: lists, and all that is filtered. */
  search: { running: 5, waiting: 45 },
  /** Files that are made of a month's rows. */
  export: { running: 2, waiting: 0 },
  /** What waits for a server of somebody else: up to 15 seconds. */
  call: { running: 5, waiting: 0 },
  /** Bodies of up to 3 MiB in memory. */
  upload: { running: 5, waiting: 0 },
  /** Reads of the event log; 20 of them may wait for an event that is to come (events/long-poll.ts). */
  events: { running: 40, waiting: 0 },
} as const
export type Load = keyof typeof loads

/** Who has stood in line this long is told to come back: clients wait no longer than that for a list. */
const LINE_MS = 3_000

/** A read that takes a query is a search, unless its endpoint says otherwise. */
const loadOf = ({ load, method, querySchema }: Costly): Load | undefined =>
  load ?? (method === 'GET' && querySchema ? 'search' : undefined)

/** It may read many rows, so it runs beside all else (`Context.searches`). */
export const isSearch = (endpoint: Costly): boolean => {
  const load = loadOf(endpoint)
  return load === 'search' || load === 'export'
}

/** What of an endpoint says what it costs. */
type Costly = { method: string; querySchema?: unknown; load?: Load }

/**
 * The slots of one api process, taken by authenticated callers only: `requestsAtOnceMax` in all (503 after),
 * `companyRequestsAtOnceMax` for one company and those above for what is costly (429 after). So one company
 * leaves room for the others.
 */
export function openSlots({
  requestsAtOnceMax,
  companyRequestsAtOnceMax,
}: Pick<Context['config'], 'requestsAtOnceMax' | 'companyRequestsAtOnceMax'>) {
  const taken = openHeadCount()
  const lines = new Map<string, Line>()

  /** Resolves when it is this request's turn. */
  async function lineUp(load: Load, company: string): Promise<Leave> {
    const key = `${load} ${company}`
    const { running, waiting } = loads[load]
    const line = lines.get(key) ?? openLine({ ...loads[load], waitMs: LINE_MS })
    lines.set(key, line)
    const leave = await line.enter()
    if (!leave)
      throw tooManyAtOnce(
        `${counted(running, 'request')} of this kind running${waiting > 0 ? ' and others in line' : ''}`,
      )
    return () => {
      leave()
      if (line.isEmpty() && lines.get(key) === line) lines.delete(key)
    }
  }

  /** Throws where there is none for this company. */
  function requireRoom(company: string): void {
    if (taken.all() >= requestsAtOnceMax) throw overloaded()
    if (taken.of(company) >= companyRequestsAtOnceMax)
      throw tooManyAtOnce(`${counted(companyRequestsAtOnceMax, 'request')} running`)
  }

  return {
    requireRoom,
    /** Waits for a slot, where it may. Who has it gives it back: only the first call does. */
    async take(endpoint: Costly, { company_id: company }: Caller): Promise<Leave> {
      requireRoom(company)
      const leaveAll = taken.enter(company)
      const load = loadOf(endpoint)
      try {
        const leaveLine = load && (await lineUp(load, company))
        return () => {
          leaveLine?.()
          leaveAll()
        }
      } catch (error) {
        leaveAll()
        throw error
      }
    },
  }
}

const tooManyAtOnce = (what: string) =>
  new Problem('rate_limited', `Your company has ${what}; wait for one to end, then try again.`, {
    headers: { 'retry-after': '1' },
  })

const overloaded = () =>
  new Problem('service_unavailable', 'Too many requests are running; nothing was changed. Try again.', {
    headers: { 'retry-after': '1' },
  })

/**
 * Runs at most so many at a time of what anybody may ask for without a token; the next is a 503, so that
 * strangers hold only so many statements in front of those who have one.
 */
export function atMost(max: number) {
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= max) throw overloaded()
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
    }
  }
}
