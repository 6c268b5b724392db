import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startBankByHand } from '../../test/bank-by-hand.ts'
import { good } from '../../test/eft-stage.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

const byHand = await startBankByHand()
const { platform, stage: eft, card, exchange, deposited, holds } = byHand
const stage = refundStage(platform)
const account = await eft.contactAccount(card.contactId)
after(async () => {
  try {
    await exchange()
    await holds()
  } finally {
    await byHand.close()
  }
})

const american = { transit_number: undefined, institution_number: undefined, routing_number: '021000021' }
const stateOf = async (refundId: string) => (await stage.refundOf(refundId)).state
const leftOf = async (debitId: string) => {
  const { amount, amount_refunded } = await stage.debitOf(debitId)
  return amount - amount_refunded
}

test('a charge is refunded to a bank account of its contact: taken from what is owed at once, completed when it has arrived', async () => {
  const debitId = await stage.paid(card)
  const { status, body, text } = await stage.refundByBank(debitId, account, '30.00')
  assert.deepEqual(
    [status, body.state, body.method, body.amount, body.to_bank_account_id],
    [202, 'requested', 'bank', 30, account],
    text,
  )
  assert.deepEqual(await stage.nettingOf(body.refund_id), [['deposit', -3000n]])
  await exchange()
  const { state, fail_reason, returned_at } = await stage.refundOf(body.refund_id)
  assert.deepEqual([state, fail_reason, returned_at], ['completed', null, null])
  assert.deepEqual(await stage.balances(body.refund_id), { company_payable: 3000n, bank_clearing: -3000n })
  assert.equal(await stage.netOf(debitId), 10000, 'the card network has heard of nothing')
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'refunded'])
  const rest = await stage.refund(debitId)
  assert.deepEqual([rest.status, rest.body.method, rest.body.amount], [200, 'card', 70])
})

test('all of a charge that has not cleared goes to a bank account where that is asked for, and the charge stands', async () => {
  const debitId = await stage.paid(card)
  const { body } = await stage.refundByBank(debitId, account)
  assert.deepEqual([body.method, body.amount], ['bank', 100])
  assert.equal(await stage.netOf(debitId), 10000)
})

test('a debit by bank is refunded in parts to the account that it was pulled from, or to another one of its contact', async () => {
  const { id, contactId, fromAccount } = await deposited()
  const first = await stage.refund(id, '4.00')
  assert.deepEqual(
    [first.status, first.body.method, first.body.to_bank_account_id],
    [202, 'bank', fromAccount],
    first.text,
  )
  const other = await eft.contactAccount(contactId, '7654321')
  const rest = await stage.refundByBank(id, other)
  assert.deepEqual([rest.body.amount, rest.body.to_bank_account_id], [6, other])
  assert.equal((await stage.refund(id)).status, 409)
  await exchange()
  for (const { body } of [first, rest]) assert.equal(await stateOf(body.refund_id), 'completed')
  const { state, amount_refunded } = await stage.debitOf(id)
  assert.deepEqual([state, amount_refunded], ['completed', 10])
  const item = await eft.itemOf(rest.body.refund_id, 'credit')
  assert.deepEqual([item?.state, item?.amount], ['settled', 600n])
})

test('the next payout to the debit’s account is less by what was refunded', async () => {
  const own = await eft.ownAccount('7777777')
  const { body } = await stage.refund((await deposited(good, { to_bank_account: own })).id, '3.00')
  await deposited(good, { to_bank_account: own })
  const payouts = await platform.db.many<{ amount: bigint }>(
    sql`select amount from payouts where bank_account_id = ${own} order by payout_id`,
  )
  assert.deepEqual(
    payouts.map(({ amount }) => amount),
    [1000n, 700n],
  )
  assert.equal(await stateOf(body.refund_id), 'completed')
})

test('a debit in USD is refunded to its American account by a NACHA file', async () => {
  const own = await eft.ownAccount(good, american)
  const { id, contactId } = await eft.createDebit({ to_bank_account: own })
  const from_bank_account = await eft.contactAccount(contactId, good, american)
  await platform.good('POST', `/debit/${id}/pay`, { from_bank_account })
  await exchange()
  const { body } = await stage.refund(id)
  assert.equal(body.currency, 'USD')
  await exchange()
  assert.equal(await stateOf(body.refund_id), 'completed')
  const { profile } = await platform.db.one<{ profile: string }>(sql`
    select profile from bank_items join bank_files using (bank_file_id) where subject_id = ${body.refund_id}`)
  assert.equal(profile, 'demo_ach')
})

test('of 40 refunds of 7.00 at the same moment, to card and bank, as many pass as fit into 100.00', async () => {
  const debitId = await stage.paid(card)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) => stage.insist(debitId, '7.00', at % 2 === 0 ? account : undefined)),
  )
  const passed = answers.filter(({ status }) => status === 200 || status === 202)
  assert.deepEqual(
    answers.filter((answer) => !passed.includes(answer) && answer.status !== 422),
    [],
  )
  assert.equal(passed.length, 14)
  const byBank = passed.filter(({ body }) => body.method === 'bank')
  assert.ok(byBank.length > 0 && byBank.length < 14)
  assert.equal(await leftOf(debitId), 2)
  assert.equal(await stage.netOf(debitId), 200 + 700 * byBank.length)
})

test('the same key refunds by bank once, however often and whenever it is sent', async () => {
  const debitId = await stage.paid(card)
  const key = { 'idempotency-key': newId() }
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => stage.refund(debitId, '10.00', key, account)),
  )
  await exchange()
  answers.push(await stage.refund(debitId, '10.00', key, account))
  assert.deepEqual(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1)
  assert.equal((await stage.refund(debitId, '10.00', key)).body.code, 'idempotency_conflict')
  assert.equal(await leftOf(debitId), 90)
})

test('to an account that is not the contact’s, deleted, or in another currency nothing is refunded', async () => {
  const debitId = await stage.paid(card)
  const gone = await eft.contactAccount(card.contactId)
  await platform.good('DELETE', `/contact/${card.contactId}/bank_accounts/${gone}`)
  const theirs = await eft.contactAccount(await platform.createContact())
  const dollars = await eft.contactAccount(card.contactId, good, american)
  for (const [to, message] of [
    [gone, /is not a bank account of the contact/],
    [theirs, /is not a bank account of the contact/],
    [platform.demo.bank_account_id, /is not a bank account of the contact/],
    [newId(), /is not a bank account of the contact/],
    [dollars, /is in USD; the transaction is in CAD/],
  ] as const) {
    const { status, body } = await stage.refundByBank(debitId, to)
    assert.deepEqual([status, body.errors[0].path], [422, 'to_bank_account'])
    assert.match(body.errors[0].message, message)
  }
  assert.equal((await stage.refundByBank(debitId, 'x')).status, 422)
  assert.equal(await leftOf(debitId), 100)
  assert.deepEqual((await platform.call('GET', `/refund?debit_id=${debitId}`)).body.data, [])
})

test('a debit that is not paid yet, or failed, takes no refund by bank', async () => {
  const open = await eft.createDebit()
  const failed = await eft.payByBank('9900901')
  await exchange()
  for (const [{ id }, state] of [
    [open, 'requested'],
    [failed, 'failed'],
  ] as const) {
    const { status, body } = await stage.refund(id)
    assert.deepEqual(
      [status, body.detail],
      [409, `The debit is ${state}; only what was paid can be refunded.`],
    )
  }
})

test('a debit whose account was deleted is refunded to another; a charge whose card was, too', async () => {
  const { id, contactId, fromAccount } = await deposited()
  await platform.good('DELETE', `/contact/${contactId}/bank_accounts/${fromAccount}`)
  const refused = await stage.refund(id)
  assert.deepEqual([refused.status, refused.body.code], [409, 'wrong_state'])
  assert.match(refused.body.detail, /name another one of the contact's as to_bank_account/)
  const debits: [string, string][] = [[id, await eft.contactAccount(contactId)]]
  const charged = await stage.paid(card)
  await platform.good('DELETE', card.path)
  debits.push([charged, account])
  for (const [debitId, to] of debits) {
    const { status, body } = await stage.refundByBank(debitId, to, '1.00')
    assert.deepEqual([status, body.to_bank_account_id], [202, to])
  }
})
