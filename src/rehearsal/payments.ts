/** Scenarios of charges: how they end, and when that is known. */
import type { Order } from './checkout.ts'
import { NotReached } from './outcome.ts'
import type { Stage } from './stage.ts'
import { approved, declined, refused, unanswered } from './test-money.ts'

/**
 * Of the time that a charge waits for the network: it is answered, but late. Where this machine is too slow
 * for the first, the second is tried.
 */
const SLOW_PARTS = [0.8, 0.5]

/** An order that is paid by a saved card, and known to be. */
export async function paidOrder(stage: Stage) {
  const order = await stage.newOrder()
  await stage.place(order, 'credit_card', stage.chance.oneOf(approved))
  await stage.happened(order, 'paid')
  return order
}

export async function paid(stage: Stage): Promise<void> {
  await stage.expectPaidOnce(await paidOrder(stage), 'a charge that was paid')
}

export async function declinedCharge(stage: Stage): Promise<void> {
  const order = await stage.newOrder()
  await stage.place(order, 'credit_card', stage.chance.oneOf(declined))
  await stage.happened(order, 'failed')
  await stage.expectUnpaid(order, 'ships_unpaid', 'a charge that was declined')
}

export async function refusedByBank(stage: Stage): Promise<void> {
  const order = await stage.newOrder()
  await stage.place(order, 'bank_account', stage.chance.oneOf(refused))
  await stage.happened(order, 'failed')
  await stage.expectUnpaid(order, 'ships_unpaid', 'a debit by bank that the bank sent back unpaid')
}

export async function unknownOutcome(stage: Stage): Promise<void> {
  const order = await stage.newOrder()
  await stage.place(order, 'credit_card', stage.chance.oneOf(unanswered))
  await stage.happened(order, 'failed')
  await stage.expectUnpaid(order, 'ships_unpaid', 'a charge of unknown outcome, which was reversed')
}

export async function slowCharge(stage: Stage): Promise<void> {
  for (const [at, part] of SLOW_PARTS.entries()) {
    const order = await stage.newOrder(at === 0 ? '' : '-again')
    const delayMs = Math.floor(stage.networkTimeoutMs * part)
    if (await isPaidSlowly(stage, order, delayMs)) {
      const what = `a charge that took ${delayMs} ms`
      const moved = (await stage.debitsOf(order)).filter(({ state }) => isMoved(state))
      if (moved.length > 1) stage.tell('charges_twice', `${what}: ${moved.length} debits were paid`, order)
      return stage.expectPaidOnce(order, what)
    }
  }
  throw new NotReached('this machine was too slow: the network did not answer in time')
}

/** The button is pressed twice at once, or the page is sent again: whatever the shop's own timeout is. */
export async function pressedTwice(stage: Stage): Promise<void> {
  const order = await stage.newOrder()
  await stage.placeTwice(order, stage.chance.oneOf(approved))
  await stage.came(order, 'paid', 'failed')
  await decided(stage, order)
  await stage.confirmed()
  const moved = (await stage.debitsOf(order)).filter(({ state }) => isMoved(state))
  if (moved.length > 1)
    stage.tell('charges_twice', `the button was pressed twice: ${moved.length} debits were paid`, order)
  await stage.expectPaidOnce(order, 'an order whose button was pressed twice')
}

/** No charge of the order is under way any more, one that the shop has made beside another neither. */
async function decided(stage: Stage, order: Order): Promise<void> {
  stage.doing('every charge of the order is to be decided')
  while ((await stage.debitsOf(order)).some(({ state }) => state === 'requested')) await stage.pause(100)
}

const isMoved = (state: string) => state === 'paid' || state === 'completed'

/** Whether it was; otherwise the network's answer came too late. */
async function isPaidSlowly(stage: Stage, order: Order, delayMs: number): Promise<boolean> {
  const delayAnswers = (answer_delay_ms: number) =>
    stage.demo.call('POST', '/sandbox/faults', { answer_delay_ms })
  await delayAnswers(0)
  try {
    // The card is saved while the network is quick; then the network takes its time with the charge.
    await stage.place(order, 'credit_card', stage.chance.oneOf(approved), () => delayAnswers(delayMs))
    // A shop may answer before it has charged.
    await stage.came(order, 'created')
  } finally {
    // Answers that are being held back stay so; nobody else's are, while the outcome is waited for.
    await delayAnswers(0)
  }
  await stage.came(order, 'paid', 'failed')
  await decided(stage, order)
  await stage.confirmed()
  return (await stage.debitsOf(order)).some(({ state }) => isMoved(state))
}

export async function cardPage(stage: Stage): Promise<void> {
  const order = await stage.newOrder()
  const { url } = await stage.place(order, 'card_page')
  await stage.expectUnpaid(order, 'ships_unpaid', 'an order whose card is not entered yet')
  const message = {
    source: 'jetpay',
    version: 1,
    credit_card_id: crypto.randomUUID(),
    type: 'succeeded',
    brand: 'visa',
    last4: '4242',
  }
  if ((await stage.door!.take({ step: 'page_message', order: order.name, message })) !== undefined)
    await stage.expectUnpaid(order, 'believes_page', 'no card was entered, and a page said `succeeded`')
  if (url === undefined) return
  stage.nowPaid(order)
  await stage.demo.submitCard(url, stage.chance.oneOf(approved))
  await stage.happened(order, 'paid')
  await stage.expectPaidOnce(order, 'a card entered on the card page')
}
