/**
 * The scenario of deliveries that are not the platform's. It comes last: who believes them has lost count.
 */
import type { EventRow } from '../events/event.ts'
import type { Order, PayWith } from './checkout.ts'
import { type Forgery, forgeries } from './deliveries.ts'
import { NotPlayed, NotReached } from './outcome.ts'
import type { Stage } from './stage.ts'
import { declined, refused } from './test-money.ts'

export async function forged(stage: Stage): Promise<void> {
  const kinds = stage.chance.shuffled(Object.keys(forgeries) as Forgery[])
  const orders: Order[] = []
  // Opened first: what a shop does late about any order is seen of this one before the others.
  const control = await openOrder(stage, '-control')
  for (const kind of kinds) orders.push(await openOrder(stage, `-${kind}`))
  await stage.confirmed()
  await stage.expectUnpaid(control, 'ships_unpaid', 'an order that was not paid')
  let takenIn = 0
  let unseen = 0
  let unanswered = 0
  for (const [at, kind] of kinds.entries()) {
    const order = orders[at]!
    // Whoever ships before any delivery has another fault than to believe it.
    await stage.expectUnpaid(order, 'ships_unpaid', 'an order that was not paid')
    stage.doing(`a delivery ${forgeries[kind]}`)
    const status = await answerTo(stage, kind, await paidEvent(stage, order, takenIn))
    // What was not answered may have been believed, too.
    if (status === 0 || isTaken(status)) {
      takenIn += 1
      stage.mayComeLate({ order })
    }
    if (stage.door) await stage.pause(stage.limits.afterwardsMs)
    const what = `a delivery ${forgeries[kind]}, answered ${status || 'by nothing'}`
    await stage.expectUnpaid(order, 'believes_forged', what, control)
    if (stage.door || (status !== 0 && !isTaken(status))) continue
    if (status === 0) unanswered += 1
    else unseen += 1
    stage.note(`${what}: whether it was acted on cannot be seen without the door`)
  }
  // Ids that a forgery has used up at the shop are used up here too, so that it misses nothing real.
  for (let used = 0; used < takenIn; used += 1)
    await stage.demo.call('PATCH', `/contact/${orders[0]!.contactId}`, { name: `Rehearsal ${used + 1}` })
  if (takenIn > 0) await stage.confirmed()
  if (unseen > 0)
    throw new NotReached(
      `your endpoint answered 2xx to ${unseen} forged deliveries, as none does that verifies before it answers; whether it acted on them cannot be seen without the door`,
    )
  if (unanswered > 0)
    throw new NotReached(`forged deliveries that your endpoint did not answer: ${unanswered}`)
}

const isTaken = (status: number) => status >= 200 && status < 300

/** An answer may be lost on its way. */
const TRIES_MAX = 3

/** What a forgery is answered; 0 where no try was. Whoever believes it has one more of the same. */
async function answerTo(stage: Stage, kind: Forgery, event: EventRow): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const status = await stage.deliveries.forge(kind, event)
    if (status !== 0 || tries === TRIES_MAX) return status
    await stage.pause(stage.limits.againMs)
  }
}

/** Orders that are not paid: open on the card page, or else declined, by card or by bank. */
const ways: [PayWith, number: string | undefined, becomes: string][] = [
  ['card_page', undefined, 'created'],
  ['credit_card', declined[0], 'failed'],
  ['bank_account', refused[0], 'failed'],
]

async function openOrder(stage: Stage, part: string): Promise<Order> {
  const order = await stage.newOrder(part)
  let reason: unknown
  for (const [payWith, number, becomes] of ways)
    try {
      await stage.place(order, payWith, number)
      await stage.came(order, becomes)
      return order
    } catch (error) {
      if (!(error instanceof NotPlayed)) throw error
      reason = error
    }
  throw reason
}

/** Such an event as would come next if the order were paid. */
async function paidEvent(stage: Stage, order: Order, takenIn: number): Promise<EventRow> {
  const [event] = await stage.eventsOf(order)
  const newest = await stage.demo.newestEventId()
  const data = JSON.stringify({ ...(JSON.parse(event!.data) as object), state: 'paid', failReason: null })
  return {
    event_id: BigInt(newest + 1 + takenIn),
    type: 'transactions.debits.paid',
    data,
    created_at: event!.created_at,
  }
}
