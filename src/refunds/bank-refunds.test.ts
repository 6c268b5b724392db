import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { closed, type EftStage, eftStage, good, returnedLate } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ids.ts'

let platform: Platform
let bank: EftStage
let stage: ReturnType<typeof refundStage>
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  platform = await startPlatform()
  bank = eftStage(platform)
  stage = refundStage(platform)
  card = await platform.saveCard()
})
after(async () => {
  try {
    await bank.holds()
  } finally {
    await platform.close()
  }
})

const refund = (debitId: string, fields: Record<string, unknown>, headers: Record<string, string> = {}) =>
  platform.call('POST', `/debit/${debitId}/refund`, fields, headers)
const inState = (refundId: string, state: string) =>
  until(`refund ${refundId} to be ${state}`, async () => {
    const found = await stage.refundOf(refundId)
    return found.state === state && found
  })
/** What the payouts of the company are to be more, or less, by for this refund. */
const itemsOf = async (refundId: string) =>
  (
    await platform.db.many<{ part: string; amount: bigint }>(
      sql`select part, amount from payout_items where transaction_id = ${refundId} order by part`,
    )
  ).map(({ part, amount }) => [part, amount])

test('a charge is refunded to a bank account of the contact: taken from what is owed at once, completed when it has arrived', async () => {
  const debitId = await stage.paid(card)
  const to_bank_account = await bank.contactAccount(card.contactId)
  const { status, body } = await refund(debitId, { amount: '30.00', to_bank_account })
  assert.deepEqual(
    [status, body.state, body.method, body.amount, body.to_bank_account_id],
    [202, 'requested', 'bank', 30, to_bank_account],
  )
  assert.deepEqual(await itemsOf(body.refund_id), [['deposit', -3000n]])
  const { fail_reason, returned_at } = await inState(body.refund_id, 'completed')
  assert.deepEqual([fail_reason, returned_at], [null, null])
  assert.deepEqual(await stage.balances(body.refund_id), { company_payable: 3000n, bank_clearing: -3000n })
  assert.equal(await stage.netOf(debitId), 10000, 'the network has heard of nothing')
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'refunded'])
  const rest = await stage.refund(debitId)
  assert.deepEqual([rest.status, rest.body.method, rest.body.amount], [200, 'card', 70])
})
