import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let card: { path: string }
let stage: ReturnType<typeof refundStage>
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 400, reversalTimeoutMs: 300, attemptAbandonedMs: 1_500 })
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

const stateOf = async (refundId: string) => (await stage.refundOf(refundId)).state
const ended = (refundId: string) =>
  until('the refund to end', async () => (await stateOf(refundId)) !== 'requested')

test('a refund that the network credits and never answers is reversed before it is called failed, and can be made again', async () => {
  const debitId = await stage.paid(await platform.saveCard('4000000000920027'))
  const { status, body } = await stage.refund(debitId, '40.00')
  assert.ok([202, 504].includes(status))
  await ended(body.refund_id)
  const { state, fail_reason } = await stage.refundOf(body.refund_id)
  assert.deepEqual([state, fail_reason], ['failed', 'network_timeout'])
  assert.equal(await stage.netOf(debitId), 10000)
  assert.equal((await stage.debitOf(debitId)).amount_refunded, 0)
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'refund_failed'])
  assert.deepEqual(await stage.balances(body.refund_id), {})
  const whole = await stage.refund(debitId)
  assert.deepEqual([whole.status, whole.body.method], [200, 'reversal'])
})

test('a refund whose network is gone for longer stays open, counted as refunded, until its reversal is acknowledged', async () => {
  const debitId = await stage.paid(card)
  const key = { 'idempotency-key': newId() }
  await platform.setFaults({ stop_answering: 2 })
  const { status, body } = await stage
    .refund(debitId, '100.00', key)
    .then(() => stage.refund(debitId, '1.00'))
  assert.equal(status, 409, JSON.stringify(body))
  await until(
    'the refund',
    async () => (await platform.call('GET', '/refund?limit=1')).body.data[0].state !== 'requested',
  )
  const repeat = await stage.refund(debitId, '100.00', key)
  assert.deepEqual([repeat.status, repeat.body.state, repeat.body.method], [200, 'completed', 'reversal'])
  assert.equal(await stage.netOf(debitId), 0)
})

test('a refund that the card declines fails with the reason, and is told as failed', async () => {
  const debitId = await stage.paid(await platform.saveCard('4000000000920019'))
  const { status, body } = await stage.refund(debitId, '5.00')
  assert.deepEqual([status, body.code, body.fail_reason], [402, 'card_declined', 'closed_account'])
  assert.equal(await stateOf(body.refund_id), 'failed')
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'refund_failed'])
})

test('a refund that cannot leave is a 503 that gives its key back', async () => {
  const debitId = await stage.paid(card)
  const key = { 'idempotency-key': newId() }
  await platform.stopNetwork()
  const away = await stage.refund(debitId, '5.00', key)
  assert.deepEqual([away.status, away.body.code], [503, 'network_unavailable'])
  await platform.restartNetwork()
  assert.equal((await stage.refund(debitId, '5.00', key)).status, 200)
  assert.equal(await stage.netOf(debitId), 9500)
})

test('to a deleted card nothing can go back, but its charge can still be reversed', async () => {
  const gone = await platform.saveCard()
  const [part, whole] = [await stage.paid(gone), await stage.paid(gone)]
  await platform.good('DELETE', gone.path)
  await until('the card to be shredded', async () =>
    platform.db.first(
      sql`select from credit_cards where credit_card_id = ${gone.cardId} and shredded_at is not null`,
    ),
  )
  const refused = await stage.refund(part, '1.00')
  assert.deepEqual([refused.status, refused.body.fail_reason], [409, 'card_deleted'])
  assert.equal((await stage.debitOf(part)).amount_refunded, 0)
  assert.equal((await stage.refund(whole)).status, 200)
})

test('a process that dies before it sent a refund to the card leaves one that the worker fails; its key says so', async () => {
  const debitId = await stage.paid(card)
  const { refundId, requestId, repeat } = await stage.abandoned(debitId, '30.00')
  await ended(refundId)
  const answer = await repeat()
  assert.deepEqual([answer.status, answer.body.refund_id, answer.body.request_id], [504, refundId, requestId])
  assert.equal(await stage.netOf(debitId), 10000)
})

test('a process that dies before it reversed the charge leaves a refund that the worker completes; its key says so', async () => {
  const debitId = await stage.paid(card)
  const { refundId, repeat } = await stage.abandoned(debitId, '100.00')
  await ended(refundId)
  const answer = await repeat()
  assert.deepEqual([answer.status, answer.body.state, answer.body.refund_id], [200, 'completed', refundId])
  assert.equal(await stage.netOf(debitId), 0)
})
