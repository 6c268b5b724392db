/**
 * What becomes of refunds by bank that come back, and of refunds whose debit does: step by step, the bank by
 * hand.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startBankByHand } from '../../test/bank-by-hand.ts'
import { closed, good, returnedLate } from '../../test/eft-stage.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { rejectDebits, settleDebits } from '../clearing/settle-debits.ts'
import { openDispute } from '../disputes/open-dispute.ts'

const byHand = await startBankByHand()
const { platform, stage: eft, card, send, exchange, finish, deposited, returnsArrive, holds } = byHand
after(() => byHand.close())
const stage = refundStage(platform)

const payable = async () => Math.round(Number((await eft.balances()).company_payable ?? 0) * 100)
test('a refund that the bank sends back failed: the company has the money again, and it can be refunded again', async () => {
  const before = await payable()
  const debitId = await stage.paid(card, '20.00')
  const to = await eft.contactAccount(card.contactId, closed)
  const { refund_id } = (await stage.refundByBank(debitId, to)).body
  assert.deepEqual(await stage.balances(refund_id), { company_payable: 2000n, refunds: -2000n })
  await send()
  assert.equal((await stage.refundOf(refund_id)).state, 'requested', 'sent is not arrived')
  assert.equal((await stage.refund(debitId, '0.01')).status, 409)
  await exchange()
  const { state, fail_reason, fail_direction } = await stage.refundOf(refund_id)
  assert.deepEqual([state, fail_reason, fail_direction], ['failed', 'account_closed', 'push'])
  assert.deepEqual(await stage.balances(refund_id), {})
  assert.deepEqual(await stage.nettingOf(refund_id), [
    ['deposit', -2000n],
    ['push_returned', 2000n],
  ])
  assert.equal((await stage.debitOf(debitId)).amount_refunded, 0)
  const [told] = (await platform.eventsOf(debitId)).slice(-1)
  assert.deepEqual(
    [told?.type, told?.data.refundState, told?.data.refundFailReason, told?.data.refundFailDirection],
    ['transactions.debits.refund_failed', 'failed', 'account_closed', 'push'],
  )
  assert.deepEqual([told?.data.refundToBankAccountId, told?.data.amountRefunded], [to, 0])
  assert.equal(await payable(), before - 2000)
  const again = await stage.refundByBank(debitId, await eft.contactAccount(card.contactId, good))
  await exchange()
  assert.equal((await stage.refundOf(again.body.refund_id)).state, 'completed')
  await holds()
})

test('one that comes back after it had arrived stays completed: the return is its own record and event, and the room is there again', async () => {
  const { id } = await deposited(good)
  const before = await payable()
  const late = await stage.refundByBank(
    id,
    await eft.contactAccount((await eft.get(id)).contact_id, returnedLate),
    '6.00',
  )
  await exchange()
  const { refund_id } = late.body
  assert.deepEqual((await stage.refundOf(refund_id)).state, 'completed')
  assert.equal((await stage.refund(id, '4.01')).status, 422)
  assert.equal(await payable(), before + 600)
  await returnsArrive()
  const { state, fail_reason, returned_at } = await stage.refundOf(refund_id)
  assert.deepEqual([state, fail_reason], ['completed', null])
  assert.ok(returned_at)
  assert.deepEqual((await stage.eventsOf(id)).slice(-2), ['refunded', 'refund_returned'])
  const [told] = (await platform.eventsOf(id)).slice(-1)
  assert.deepEqual(
    [told?.data.refundState, told?.data.refundFailReason, told?.data.amountRefunded],
    ['completed', 'account_closed', 0],
  )
  assert.deepEqual(await stage.balances(refund_id), {})
  assert.equal(await payable(), before)
  const whole = await stage.refund(id)
  assert.equal(whole.body.amount, 10)
  await finish()
  await holds()
})

test('a debit whose pull came back takes no refund, and one that no file had yet is stopped', async () => {
  const { id } = await deposited(returnedLate)
  const before = await payable()
  const parts = [await stage.refund(id, '2.00'), await stage.refund(id, '3.00')]
  await returnsArrive()
  for (const { body } of parts) {
    const { state, fail_reason, fail_direction } = await stage.refundOf(body.refund_id)
    assert.deepEqual([state, fail_reason, fail_direction], ['failed', 'debit_taken_back', 'pull'])
    assert.equal((await eft.itemOf(body.refund_id, 'credit'))?.state, 'cancelled')
  }
  assert.deepEqual((await stage.eventsOf(id)).slice(-3), ['returned', 'refund_failed', 'refund_failed'])
  assert.equal((await stage.debitOf(id)).amount_refunded, 0)
  assert.equal(await payable(), before + 1000)
  const { status, body } = await stage.refund(id)
  assert.equal(status, 409)
  assert.match(body.detail, /bank took the money back/)
  await holds()
})

test('one that is on its way to the payer goes on, and the company owes both', async () => {
  const { id } = await deposited(returnedLate)
  const before = await payable()
  const { refund_id } = (
    await stage.refundByBank(id, await eft.contactAccount((await eft.get(id)).contact_id), '2.00')
  ).body
  await send()
  await returnsArrive()
  assert.equal((await stage.refundOf(refund_id)).state, 'requested')
  await exchange()
  assert.equal((await stage.refundOf(refund_id)).state, 'completed')
  const { state, amount_refunded } = await stage.debitOf(id)
  assert.deepEqual([state, amount_refunded], ['completed', 2])
  assert.equal(await payable(), before + 1200)
  await holds()
})

test('a disputed charge takes no refund by bank either', async () => {
  const debit_id = await stage.paid(card, '9.00')
  const company_id = platform.demo.company_id
  const { db } = platform
  assert.equal(
    await db.transaction(async (db) => (await settleDebits(db, [{ company_id, debit_id }])).length),
    1,
  )
  const chargeback = { company_id, debit_id, amount: -900n, currency: 'CAD', reason: '0301' }
  assert.ok(await db.transaction((db) => openDispute(db, chargeback, 7)))
  const { status, body } = await stage.refundByBank(debit_id, await eft.contactAccount(card.contactId))
  assert.deepEqual([status, /disputed/.test(body.detail)], [409, true])
})

test('a chargeback of all stops a refund that no file had yet, and disputes what the others have left', async () => {
  const debit_id = await stage.paid(card, '9.00')
  const to = await eft.contactAccount(card.contactId)
  const sent = (await stage.refundByBank(debit_id, to, '1.00')).body.refund_id
  await send()
  const queued = (await stage.refundByBank(debit_id, to, '2.00')).body.refund_id
  const { company_id } = platform.demo
  const chargeback = { company_id, debit_id, amount: -900n, currency: 'CAD', reason: '0301' }
  const opened = await platform.db.transaction((db) => openDispute(db, chargeback, 7))
  assert.ok(opened && opened !== 'wait')
  assert.equal(opened.excess, 100n)
  const states = [await stage.refundOf(sent), await stage.refundOf(queued)]
  assert.deepEqual(
    states.map(({ state, fail_reason }) => [state, fail_reason]),
    [
      ['requested', null],
      ['failed', 'debit_taken_back'],
    ],
  )
})

test('of a charge that clearing rejects a refund that no file had yet is stopped, and one that is on its way goes on', async () => {
  const debitId = await stage.paid(card, '8.00')
  const to = await eft.contactAccount(card.contactId)
  const sent = (await stage.refundByBank(debitId, to, '1.00')).body.refund_id
  await send()
  const queued = (await stage.refundByBank(debitId, to, '2.00')).body.refund_id
  const key = { company_id: platform.demo.company_id, debit_id: debitId }
  await platform.db.transaction((db) => rejectDebits(db, [key], 'rejected_at_clearing'))
  const states = [await stage.refundOf(sent), await stage.refundOf(queued)]
  assert.deepEqual(
    states.map(({ state, fail_reason }) => [state, fail_reason]),
    [
      ['requested', null],
      ['failed', 'debit_taken_back'],
    ],
  )
  const { state, amount_refunded } = await stage.debitOf(debitId)
  assert.deepEqual([state, amount_refunded], ['failed', 1])
  assert.deepEqual(await stage.balances(debitId, queued), {})
})
