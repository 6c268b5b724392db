/** Scenarios of money that was paid and is taken back. */

import type { Order } from './checkout.ts'
import { expectNoChange, repeatOld } from './repeats.ts'
import type { Stage } from './stage.ts'
import { disputed, returnedLate, settling } from './test-money.ts'

/** Longer than a debit by bank takes to be deposited on a busy machine; it ends by itself. */
const HOLD_SECONDS = 60

/** More than a rehearsal takes back, and below every limit that a demo has. */
const TOP_UP = '1000.00'

/** What was taken back stays so, also when the news of its payment comes once more. */
async function judge(stage: Stage, order: Order, what: string): Promise<void> {
  await stage.expectTakenBack(order, what)
  if (order.spoiled) return
  await expectNoChange(stage, order, `old events of ${what}`, () => repeatOld(stage, order))
}

export async function dispute(stage: Stage): Promise<void> {
  const order = await stage.newOrder()
  await stage.place(order, 'credit_card', disputed)
  await stage.happened(order, 'paid')
  await stage.demo.clear()
  await stage.happened(order, 'completed')
  await stage.demo.clear()
  await stage.happened(order, 'disputed')
  await judge(stage, order, 'a payment that the cardholder disputed')
}

export async function lateReturn(stage: Stage): Promise<void> {
  const order = await stage.newOrder()
  await stage.place(order, 'bank_account', stage.chance.oneOf(returnedLate))
  await stage.happened(order, 'paid')
  await stage.happened(order, 'failed')
  await judge(stage, order, 'a debit by bank that was paid and came back')
}

/**
 * What was taken back before is netted with deposits: so that this one is not, more is deposited, to the same
 * account.
 */
async function haveDeposited(stage: Stage, order: Order): Promise<void> {
  const [debit] = await stage.debitsOf(order)
  const other = await stage.newOrder('-deposit')
  await stage.payByBank({ ...other, amount: TOP_UP }, debit!.to_bank_account_id, settling)
}

/** After its deposit a debit stays `completed`, and the return is an event of its own. */
export async function returnAfterDeposit(stage: Stage): Promise<void> {
  const order = await stage.newOrder()
  await stage.demo.holdLateReturns(HOLD_SECONDS)
  try {
    await stage.place(order, 'bank_account', stage.chance.oneOf(returnedLate))
    await stage.came(order, 'paid')
    await haveDeposited(stage, order)
    await stage.happened(order, 'completed')
  } finally {
    await stage.demo.holdLateReturns(0)
  }
  await stage.happened(order, 'returned')
  await judge(stage, order, 'a debit by bank that came back after its deposit')
}
