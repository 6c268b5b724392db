/** Scenarios of deliveries that come again, and after newer ones. */

import type { EventRow } from '../events/event.ts'
import type { Order } from './checkout.ts'
import type { Belief } from './door.ts'
import { judgeRepeated } from './late.ts'
import { whileHeld } from './late-delivery.ts'
import { NotReached } from './outcome.ts'
import { nothingKnown } from './overdue.ts'
import { paidOrder } from './payments.ts'
import type { Stage } from './stage.ts'
import { approved, settling } from './test-money.ts'

/** However long a try takes, a delivery comes so often before anything is said of it. */
const TRIES_MIN = 3
/** One refusal may be an accident. */
const REFUSALS_TOLD = 2

/**
 * Delivers until it is taken, every so often and for so long; answers how it was refused. Throws NotReached
 * where it was not refused often enough: an answer that was lost on its way is no refusal.
 */
export async function refusedBy(
  stage: Stage,
  deliver: () => Promise<number | undefined>,
  pauseMs: number,
  withinMs: number,
): Promise<string | undefined> {
  const refusals: number[] = []
  const began = performance.now()
  for (let tries = 1; ; tries += 1) {
    const status = await deliver()
    if (status === undefined) return undefined
    if (status !== 0) refusals.push(status)
    if (tries >= TRIES_MIN && performance.now() - began + pauseMs > withinMs) break
    await stage.pause(pauseMs)
  }
  if (refusals.length >= REFUSALS_TOLD) return `it was answered ${refusals.at(-1)}`
  throw new NotReached('your webhook’s answers did not come, or were lost on their way')
}

/** Whether it was taken; where it was not, that is told. */
export async function repeat(stage: Stage, events: EventRow[], what: string): Promise<boolean> {
  stage.doing(what)
  const { againMs, againForMs } = stage.limits
  const wasTold = stage.toldCodes.has('refuses_repeats')
  const deliver = () => stage.deliveries.deliver(events)
  const refused = await refusedBy(stage, deliver, againMs, wasTold ? againMs : againForMs)
  if (refused) stage.tell('refuses_repeats', `${what}: ${refused}`)
  return refused === undefined
}

/** All that the webhook has heard from the order's first event to its last, as it was delivered. */
export async function heardOf(stage: Stage, order: Order, until?: string): Promise<EventRow[]> {
  const events = await stage.eventsOf(order)
  const last = until === undefined ? events.at(-1) : events.find(({ type }) => type === until)
  return stage.deliveries.range(events[0]!, last!)
}

/**
 * The old events come once more, as a retry brings them: in a batch with the newer ones, and then alone. In
 * this order, since the newer ones would put right what the old ones undid.
 */
export async function repeatOld(stage: Stage, order: Order): Promise<void> {
  const grown = await heardOf(stage, order)
  const old = await heardOf(stage, order, 'transactions.debits.paid')
  await repeat(stage, grown, 'a retry that carries newer events as well')
  await repeat(stage, old, 'an old delivery, after newer ones')
}

/** What the shop believed must stay, and no goods go out. */
export async function expectNoChange(stage: Stage, order: Order, what: string, work: () => Promise<void>) {
  // Settled, so that what a slow shop still has to do about the first time is not taken for a second.
  const settled = ({ state, shipped }: Belief) => state !== 'waiting' && (state !== 'paid' || shipped > 0)
  const before = await stage.beliefOf(order, settled, await stage.beliefMs())
  await work()
  const after = await stage.beliefOf(order, () => true, 0)
  if (!before || !after) return
  const repeated = { order, before, what }
  stage.mayComeLate({ order, repeated })
  judgeRepeated(repeated, after, stage.tell)
}

export async function duplicates(stage: Stage): Promise<void> {
  const { byCard, byBank } = await stage.placeBoth(stage.chance.oneOf(approved), settling)
  const times = stage.chance.between(1, 3)
  for (const order of [byCard, byBank]) {
    if (!order) continue
    await stage.happened(order, 'paid')
    const events = await heardOf(stage, order)
    const what = 'a delivery that came again'
    await expectNoChange(stage, order, what, async () => {
      for (let time = 0; time < times; time += 1) await repeat(stage, events, what)
      // Two at once, as after a lease that was lost: which of them is taken is the shop's to say.
      await Promise.all([stage.deliveries.deliver(events), stage.deliveries.deliver(events)])
    })
  }
  if (byCard) await newTwice(stage)
}

/** Nothing of it is known to the shop when it comes: to look first and remember afterwards is too late. */
async function newTwice(stage: Stage): Promise<void> {
  const order = await stage.newOrder('-new')
  const what = 'a new delivery that came twice at once'
  await stage.confirmed()
  await whileHeld(stage, async () => {
    await stage.place(order, 'credit_card', stage.chance.oneOf(approved))
    await stage.came(order, 'paid')
    const events = await stage.unheard()
    stage.doing(what)
    await Promise.all([stage.deliveries.deliver(events), stage.deliveries.deliver(events)])
  })
  await stage.confirmed()
  stage.mayComeLate({ order, repeated: { order, before: nothingKnown(order), what } })
  await stage.expectPaidOnce(order, what)
}

export async function lateRetries(stage: Stage): Promise<void> {
  const order = await paidOrder(stage)
  const [debit] = await stage.debitsOf(order)
  await stage.demo.call('POST', `/debit/${debit!.identifier}/refund`, {})
  await stage.happened(order, 'refunded')
  await expectNoChange(stage, order, 'old events after newer ones', () => repeatOld(stage, order))
}
