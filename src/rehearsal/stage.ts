/** What every scenario has at hand: orders, the truth about them, what the shop believes, what it is told. */

import { setTimeout as delay } from 'node:timers/promises'
import type { EventRow } from '../events/event.ts'
import { counted } from '../ground/counted.ts'
import { type CheckoutOptions, type Order, openCheckout } from './checkout.ts'
import type { Deliveries } from './deliveries.ts'
import type { Belief } from './door.ts'
import { judgeUnpaid, type Late, type Unpaid } from './late.ts'
import { type Limits, LOOK_MS } from './limits.ts'
import type { MistakeCode } from './mistakes.ts'
import { EndOfRehearsal, NotReached } from './outcome.ts'
import { type Backlog, catchUp, type Expected, nothingKnown } from './overdue.ts'
import { atOnce, held, type RehearsedWebhook } from './rehearsed-webhook.ts'

export type Told = { code: MistakeCode; scenario: string; seen: string; order?: string; inTheEnd?: true }

export type StageOptions = CheckoutOptions & {
  deliveries: Deliveries
  webhook: RehearsedWebhook
  /** How long the demo’s charges wait for the network. */
  networkTimeoutMs: number
  /** The newest event when the rehearsal began. */
  since: number
  limits: Limits
  /** Mistakes that were told so far, in any scenario: they are not waited for again. */
  toldCodes: Set<MistakeCode>
  /** How long after a confirmed delivery the shop believed what it said, in milliseconds, each time. */
  lags: number[]
  /** What the shop is late with. */
  backlog: Backlog
  /** Ends every wait: the scenario's time is over. */
  signal: AbortSignal
  /** Says what is under way, for the line of progress. */
  doing: (what: string) => void
}

/** A delivery of the platform's own, and how it went. */
type Attempt = { delivered: boolean; status: number | null; error: string | null }

export function openStage(options: StageOptions, scenario: string) {
  const { demo, deliveries, door, webhook, limits, signal, doing } = options
  const path = `/webhooks/${webhook.identifier}`
  const told: Told[] = []
  const notes: string[] = []
  const unpaid: Unpaid[] = []
  const late: Late[] = []
  const checkout = openCheckout(options, scenario, doing)
  const { call } = demo
  const pause = (ms: number) => delay(ms, undefined, { signal })

  /** What happened to the order's debits so far, as deliveries have it. */
  const eventsOf = ({ contactId }: Order): Promise<EventRow[]> =>
    deliveries.debitEvents(contactId, options.since)

  /** `spoils`: whether nothing more is told of the order. */
  function tell(code: MistakeCode, seen: string, order?: Order, spoils = true): void {
    if (spoils && order?.spoiled) return
    if (spoils && order) order.spoiled = true
    options.toldCodes.add(code)
    told.push({ code, scenario, seen, ...(order && { order: order.name }) })
  }

  /** Waits until the webhook has confirmed all that has happened so far. */
  async function confirmed(): Promise<void> {
    doing('your webhook is to confirm what happened')
    const newest = await demo.newestEventId()
    let refusals = 0
    for (
      const deadline = performance.now() + limits.confirmedMs;
      performance.now() < deadline;
      await pause(LOOK_MS)
    ) {
      const { last_sent_event_id, state } = await call('GET', path)
      if ((last_sent_event_id as number) >= newest) return
      if (state !== 'backing_off' && state !== 'failed') continue
      const pauseMs = limits.resumeMs[refusals++]
      if (pauseMs === undefined) break
      await pause(pauseMs)
      // The platform would try again within seconds; this has it do so now.
      await demo.ask('POST', `${path}/resume`, {})
    }
    // One refusal may be an accident; none, and the webhook or this machine is merely slow.
    if (refusals < 2)
      throw new NotReached(
        `your webhook has not confirmed what happened within ${limits.confirmedMs / 1000} s`,
      )
    const attempts = (await call('GET', `${path}/deliveries?limit=${refusals}`)).data as Attempt[]
    const why = attempts[0]?.error ?? 'it was not answered in time'
    // A connection that fails says nothing of the shop, whose answer may have been lost on its way.
    const refused = attempts.filter(({ delivered, status }) => !delivered && status !== null)
    if (refused.length > 1)
      tell('refuses_genuine', `deliveries of the platform are not taken: ${refused[0]!.error}`)
    throw new EndOfRehearsal(why)
  }

  /** Waits for one of these events of the order's; answers which. */
  async function came(order: Order, ...types: string[]): Promise<string> {
    doing(`the order's debit is to be ${types.join(' or ')}`)
    for (
      const deadline = performance.now() + limits.happensMs;
      performance.now() < deadline;
      await pause(LOOK_MS)
    ) {
      const seen = (await eventsOf(order)).map(({ type }) => type.slice('transactions.debits.'.length))
      const found = types.find((type) => seen.includes(type))
      if (found) return found
    }
    throw new NotReached(
      `no debit of the order became ${types.join(' or ')} within ${limits.happensMs / 1000} s`,
    )
  }

  /** What the shop believes once it fits or there was time enough; undefined without a door. */
  async function beliefOf(
    order: Order,
    fits: (belief: Belief) => boolean,
    withinMs: number,
  ): Promise<Belief | undefined> {
    if (!door) return undefined
    doing('what does the shop believe?')
    let last: Belief | undefined
    const began = performance.now()
    for (const deadline = performance.now() + withinMs; ; await pause(LOOK_MS)) {
      last = await door.beliefOf(order.name)
      if (last && fits(last)) {
        if (withinMs > 0) options.lags.push(performance.now() - began)
        break
      }
      if (performance.now() >= deadline) break
    }
    return last ?? nothingKnown(order)
  }

  /** How long a scenario waits for what the shop is to believe: not long where it is late with others. */
  async function beliefMs(): Promise<number> {
    const { backlog } = options
    if (door && backlog.overdue.length > 0) catchUp(backlog, await door.all())
    return backlog.overdue.length > 0 ? limits.beliefAgainMs : limits.beliefMs
  }

  /**
   * Waits for what the shop is to believe. What it does not by then it may still: that is seen in the end.
   */
  async function expect(order: Order, expected: Pick<Expected, 'code' | 'fits' | 'wrong'>): Promise<void> {
    const since = performance.now()
    const belief = await beliefOf(order, expected.fits, await beliefMs())
    if (belief && !expected.fits(belief))
      options.backlog.overdue.push({ ...expected, scenario, order, since, tell })
  }

  /** The order is paid from now on: no more is it looked at as one that is not. */
  function nowPaid(order: Order): void {
    unpaid.splice(0, unpaid.length, ...unpaid.filter((one) => one.order !== order))
  }

  return {
    ...options,
    ...checkout,
    scenario,
    told,
    notes,
    unpaid,
    late,
    pause,
    /** Says what was seen and is no mistake. */
    note: (text: string) => void notes.push(text),
    confirmed,
    came,
    tell,
    beliefOf,
    beliefMs,
    eventsOf,
    /** The same, then until the shop has taken it. */
    async happened(order: Order, ...types: string[]): Promise<string> {
      const found = await came(order, ...types)
      await confirmed()
      return found
    },
    /** The order's debits at the platform: how it really is. */
    debitsOf: async ({ contactId }: Order) =>
      (await call('GET', `/transaction?contact_id=${contactId}&limit=100`)).data as {
        identifier: string
        state: string
        to_bank_account_id: string
      }[],
    /** All that has happened and that the webhook has not confirmed yet. */
    async unheard(): Promise<EventRow[]> {
      const { last_sent_event_id } = await call('GET', path)
      const newest = await demo.newestEventId()
      return deliveries.range(
        { event_id: BigInt(last_sent_event_id as number) + 1n },
        { event_id: BigInt(newest) },
      )
    },
    /** Nothing is delivered until it is released; then all comes late, and as one delivery. */
    async holdDeliveries(): Promise<() => Promise<unknown>> {
      await call('PATCH', path, held)
      return () => call('PATCH', path, atOnce(webhook))
    },
    /** Judges an order that is paid: believed so, and goods sent once. */
    async expectPaidOnce(order: Order, what: string): Promise<void> {
      await expect(order, {
        code: 'misses_payment',
        fits: ({ state, shipped }) => state === 'paid' && shipped > 0,
        wrong: ({ state, shipped }) =>
          `${what}: the order is \`${state}\`, goods went out ${counted(shipped, 'time')}`,
      })
      const shipped = (await door?.beliefOf(order.name))?.shipped ?? 0
      if (shipped > 1)
        tell('acts_twice', `${what}: goods went out ${counted(shipped, 'time')} for one payment`, order)
    },
    /** Judges an order whose money is gone again. One that never was taken for paid has cost nothing. */
    async expectTakenBack(order: Order, what: string): Promise<void> {
      await expect(order, {
        code: 'misses_money_taken_back',
        fits: ({ state }) => state === 'taken_back' || state === 'failed',
        wrong: ({ state, shipped }) =>
          state === 'paid' || shipped > 0 ? `${what}: the order is still \`${state}\`` : undefined,
      })
    },
    /** Judges an order that is not paid; `code` says what it means where it is taken for paid. */
    async expectUnpaid(order: Order, code: MistakeCode, what: string, control?: Order): Promise<void> {
      const one = { order, code, what, ...(control && { control }) }
      // What was done to it last is what a late effect is of.
      nowPaid(order)
      unpaid.push(one)
      doing('what does the shop believe?')
      if (door) await judgeUnpaid(one, door, tell)
    },
    nowPaid,
    /** What was just delivered may be handled later: it is looked at once more, in the end. */
    mayComeLate(one: Omit<Late, 'since'>): void {
      if (door) late.push({ ...one, since: performance.now() })
    },
  }
}

export type Stage = ReturnType<typeof openStage>
