import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let card: { path: string }
let stage: ReturnType<typeof refundStage>
before(async () => {
  platform = await startPlatform()
  stage = refundStage(platform)
  card = await platform.saveCard()
})
after(async () => {
  try {
    await verifiesClean(platform)
  } finally {
    await platform.close()
  }
})

const paid = (amount?: string) => stage.paid(card, amount)

test('several partial refunds go back to the card, up to what was captured', async () => {
  const debitId = await paid()
  const first = await stage.refund(debitId, '30.00')
  assert.deepEqual([first.status, first.body.state, first.body.method], [200, 'paid', 'card'], first.text)
  const more = await stage.refund(debitId, '70.01')
  assert.deepEqual(
    [more.status, more.body.errors[0].message],
    [422, 'must be at most 70.00, which is what is left of 100.00'],
  )
  const rest = await stage.refund(debitId)
  assert.deepEqual([rest.body.amount, rest.body.method], [70, 'card'])
  assert.equal((await stage.refund(debitId)).status, 409)
  assert.equal(await stage.netOf(debitId), 0)
  const { state, amount_refunded } = await stage.debitOf(debitId)
  assert.deepEqual([state, amount_refunded], ['paid', 100])
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'refunded', 'refunded'])
  assert.deepEqual(await stage.balances(debitId, first.body.refund_id, rest.body.refund_id), {
    network_receivable: 10000n,
    refunds: -10000n,
  })
  const { body } = await platform.call('GET', `/refund?debit_id=${debitId}`)
  assert.deepEqual(
    body.data.map(({ amount }: any) => amount),
    [70, 30],
  )
})

test('a full refund before clearing reverses the charge itself', async () => {
  const debitId = await paid()
  const { status, body } = await stage.refund(debitId)
  assert.deepEqual([status, body.state, body.method, body.amount], [200, 'completed', 'reversal', 100])
  assert.equal(await stage.netOf(debitId), 0)
  const [entry] = await platform.db.many<{ state: string }>(
    sql`select state from attempts where debit_id = ${debitId}`,
  )
  assert.equal(entry!.state, 'reversed')
  assert.equal((await stage.debitOf(debitId)).state, 'paid')
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'refunded'])
  assert.deepEqual(await stage.balances(debitId, body.refund_id), {})
  assert.equal((await stage.refund(debitId, '1.00')).status, 409)
})

test('of 50 refunds of 7.00 at the same moment as many pass as fit into 100.00', async () => {
  const debitId = await paid()
  const answers = await Promise.all(Array.from({ length: 50 }, () => stage.insist(debitId, '7.00')))
  const passed = answers.filter(({ status }) => status === 200).length
  assert.equal(passed, 14)
  assert.ok(
    answers.every(({ status }) => status === 200 || status === 422),
    JSON.stringify(answers.map((a) => a.status)),
  )
  assert.equal(await stage.netOf(debitId), 200)
  assert.equal((await stage.debitOf(debitId)).amount_refunded, 98)
})

test('full refunds at the same moment have one effect', async () => {
  const debitId = await paid()
  const answers = await Promise.all(Array.from({ length: 10 }, () => stage.refund(debitId)))
  assert.deepEqual(answers.filter(({ status }) => status === 200).length, 1)
  assert.equal(await stage.netOf(debitId), 0)
})

test('the same key refunds once, however often and whenever it is sent', async () => {
  const debitId = await paid()
  const headers = { 'idempotency-key': newId() }
  const answers = await Promise.all(Array.from({ length: 5 }, () => stage.refund(debitId, '10.00', headers)))
  assert.deepEqual(new Set(answers.map(({ text }) => text)).size, 1)
  assert.equal((await stage.refund(debitId, '10.00', headers)).text, answers[0]!.text)
  assert.equal((await stage.refund(debitId, '11.00', headers)).body.code, 'idempotency_conflict')
  assert.equal(await stage.netOf(debitId), 9000)
})
