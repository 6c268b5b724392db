import { Problem } from '../ground/errors.ts'
import type { Context } from '../process/context.ts'
import type { Caller } from './authenticate.ts'
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
  let all = 0
  const ofCompany = new Map<string, number>()
  const lines = new Map<string, Line>()

  /** Resolves when it is this request's turn. */
  async function lineUp(load: Load, company: string): Promise<Leave> {
    const key = `${load} ${company}`
    const { running, waiting } = loads[load]
    const line = lines.get(key) ?? openLine(loads[load])
    lines.set(key, line)
    const leave = await line.enter()
    if (!leave) throw tooManyAtOnce(running + waiting, 'requests of this kind')
    return () => {
      leave()
      if (line.isEmpty()) lines.delete(key)
    }
  }

  return {
    /** Waits for a slot, where it may. Who has it gives it back: only the first call does. */
    async take(endpoint: Costly, { company_id: company }: Caller): Promise<Leave> {
      const own = ofCompany.get(company) ?? 0
      if (all >= requestsAtOnceMax) throw overloaded()
      if (own >= companyRequestsAtOnceMax) throw tooManyAtOnce(companyRequestsAtOnceMax, 'requests')
      all += 1
      ofCompany.set(company, own + 1)
      const leaveAll = () => {
        all -= 1
        const left = ofCompany.get(company)! - 1
        if (left === 0) ofCompany.delete(company)
        else ofCompany.set(company, left)
      }
      const load = loadOf(endpoint)
      try {
        const leaveLine = load && (await lineUp(load, company))
        return once(() => {
          leaveLine?.()
          leaveAll()
        })
      } catch (error) {
        leaveAll()
        throw error
      }
    },
  }
}

const once = (leave: Leave): Leave => {
  let left = false
  return () => {
    if (!left) leave()
    left = true
  }
}

const tooManyAtOnce = (max: number, what: string) =>
  new Problem(
    'rate_limited',
    `Your company has ${max} ${what} running; wait for one to end, then try again.`,
    {
      headers: { 'retry-after': '1' },
    },
  )

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
