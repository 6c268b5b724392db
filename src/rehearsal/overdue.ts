/** What a shop has not done when its scenario goes on. Only what it never does is a mistake of its. */
import { setTimeout as delay } from 'node:timers/promises'
import { counted } from '../ground/counted.ts'
import type { Order } from './checkout.ts'
import type { Belief, Door } from './door.ts'
import { type Late, raise, seenBy } from './late.ts'
import { type Limits, LOOK_MS } from './limits.ts'
import type { MistakeCode } from './mistakes.ts'

type Tell = (code: MistakeCode, seen: string, order?: Order) => void

/** What a shop is to believe of an order. */
export type Expected = {
  scenario: string
  order: Order
  code: MistakeCode
  /** When its webhook had confirmed what says so, on the clock of `performance.now()`. */
  since: number
  fits(belief: Belief): boolean
  /** What is wrong where it does not fit; undefined where that costs nothing. */
  wrong(belief: Belief): string | undefined
  tell: Tell
}

/** What came in the end, and after how long. */
export type Belated = { scenario: string; lateMs: number }

export type Backlog = { overdue: Expected[]; belated: Belated[] }

export const nothingKnown = (order: Order): Belief => ({ order: order.name, state: 'waiting', shipped: 0 })

/** Takes from what is overdue all that the shop believes by now. */
export function catchUp({ overdue, belated }: Backlog, beliefs: Belief[]): void {
  const now = performance.now()
  for (const one of [...overdue]) {
    const belief = beliefs.find(({ order }) => order === one.order.name)
    if (!one.order.spoiled && !(belief && one.fits(belief))) continue
    overdue.splice(overdue.indexOf(one), 1)
    if (!one.order.spoiled) belated.push({ scenario: one.scenario, lateMs: now - one.since })
  }
}

type Ending = {
  door: Door
  backlog: Backlog
  late: Late[]
  lags: number[]
  limits: Limits
  stop: AbortSignal | undefined
}

/** Why it is not known of a scenario what the shop does in the end. */
export const STOPPED = 'it was stopped before what your shop does late could be seen'

/**
 * Waits until the shop has done all that it had to, and time was enough for what it should not do. Each
 * change that the shop says of any order gives it more time; where nothing changes any more, what is missing
 * is told. Answers why, where that could not be seen: then nothing is told of what is missing.
 */
export async function waitForShop({
  door,
  backlog,
  late,
  lags,
  limits,
  stop,
}: Ending): Promise<string | undefined> {
  const began = performance.now()
  let changed = began
  let last = ''
  const lateSeen = () => performance.now() >= seenBy(late, [...lags, ...lagsOf(backlog)], limits)
  if (backlog.overdue.length === 0 && lateSeen()) return undefined
  for (;;) {
    if (stop?.aborted) return STOPPED
    const beliefs = await door.all()
    const now = performance.now()
    const text = JSON.stringify(beliefs)
    if (text !== last) changed = now
    last = text
    catchUp(backlog, beliefs)
    raise(late, beliefs)
    // Who was late by so long may be at other things for as long.
    const isStill = now - changed >= Math.max(limits.stillMs, ...lags, ...lagsOf(backlog))
    if ((backlog.overdue.length === 0 || isStill) && lateSeen()) break
    if (now - began >= limits.drainMs && backlog.overdue.length > 0)
      return `your shop was still at it ${limits.drainMs / 1000} s after all was delivered`
    await delay(LOOK_MS, undefined, stop && { signal: stop }).catch(() => undefined)
  }
  const beliefs = await door.all()
  catchUp(backlog, beliefs)
  for (const { order, code, wrong, tell } of backlog.overdue) {
    const seen = wrong(beliefs.find((one) => one.order === order.name) ?? nothingKnown(order))
    if (seen !== undefined) tell(code, seen, order)
  }
  return undefined
}

const lagsOf = ({ belated }: Backlog) => belated.map(({ lateMs }) => lateMs)

/** What is said of a shop that was late, and right in the end. */
export function belatedNote({ belated }: Backlog): string[] {
  if (belated.length === 0) return []
  const longest = Math.ceil(Math.max(...belated.map(({ lateMs }) => lateMs)) / 1000)
  const scenarios = [...new Set(belated.map(({ scenario }) => scenario))].join(', ')
  return [
    `your shop is late, and right in the end: ${counted(belated.length, 'order')} (${scenarios}), up to ${longest} s after your webhook had confirmed what happened`,
  ]
}
