import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { readIdempotencyKey } from '../http/idempotency.ts'
import { requestCapture } from './request-capture.ts'
import { requestCharges } from './request-charges.ts'

let platform: Platform
let card: { path: string; contactId: string; cardId: string }
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 400, reversalTimeoutMs: 300, attemptAbandonedMs: 1_500 })
  card = await platform.saveCard()
})
after(async () => {
  try {
    await verifiesClean(platform)
  } finally {
    await platform.close()
  }
})

const preauthorize = async (
  amount = '100.00',
  headers: Record<string, string> = {},
  by: { path: string } = card,
) =>
  platform.call(
    'POST',
    `${by.path}/preauthorize`,
    { amount, to_bank_account_id: platform.demo.bank_account_id, statement: 'Hotel' },
    headers,
  )
const held = async (amount?: string) => {
  const { status, body, text } = await preauthorize(amount)
  assert.deepEqual([status, body.transaction_state], [200, 'preauthorized'], text)
  return body.debit_id as string
}
const capture = (debitId: string, amount?: string, headers: Record<string, string> = {}) =>
  platform.call('POST', `/debit/${debitId}/capture`, amount === undefined ? undefined : { amount }, headers)
const release = (debitId: string) => platform.call('POST', `/debit/${debitId}/release`)
const debitOf = async (debitId: string) => (await platform.call('GET', `/transaction/${debitId}`)).body
const stateOf = async (debitId: string) => (await debitOf(debitId)).state
const eventsOf = async (debitId: string) =>
  (await platform.eventsOf(debitId)).map(({ type }) => type.replace('transactions.debits.', ''))
/** What the network has of it: state, what it took, what it holds. */
const bookOf = async (debitId: string) => {
  const { rrn } = await platform.db.one<{ rrn: string }>(
    sql`select rrn from attempts where debit_id = ${debitId}`,
  )
  const [entry] = (await platform.books(`?rrn=${rrn}`)).entries
  return entry && [entry.state, entry.amount, entry.amount_captured]
}
const postingsOf = (debitId: string) =>
  platform.db.many<{ account: string; amount: bigint }>(
    sql`select account, amount from ledger_entries where transaction_id = ${debitId} order by line`,
  )

test('an authorization holds the amount: nothing is taken and nothing is posted', async () => {
  const debitId = await held('80.00')
  assert.deepEqual(await bookOf(debitId), ['authorized', 8000, 0])
  assert.deepEqual(await postingsOf(debitId), [])
  assert.deepEqual(await eventsOf(debitId), ['created', 'preauthorized'])
  const events = await platform.eventsOf(debitId)
  const lastsDays = (Date.parse(events[1]!.data.expiresAt) - Date.now()) / 86_400_000
  assert.ok(lastsDays > 6.99 && lastsDays <= 7.01, String(lastsDays))
  const { state, amount, amount_authorized } = await debitOf(debitId)
  assert.deepEqual([state, amount, amount_authorized], ['preauthorized', 80, 80])
})

test('a capture without an amount takes all that is held', async () => {
  const debitId = await held()
  const { status, body } = await capture(debitId)
  assert.deepEqual([status, body.transaction_state, body.amount], [200, 'paid', 100])
  assert.deepEqual(await bookOf(debitId), ['captured', 10000, 10000])
  assert.deepEqual(await eventsOf(debitId), ['created', 'preauthorized', 'paid'])
  assert.deepEqual(await postingsOf(debitId), [
    { account: 'network_receivable', amount: 10000n },
    { account: 'company_payable', amount: -10000n },
  ])
})

test('a smaller capture takes its amount, in books, postings and event, and the debit keeps what was held', async () => {
  const debitId = await held()
  assert.equal((await capture(debitId, '60.40')).body.amount, 60.4)
  assert.deepEqual(await bookOf(debitId), ['captured', 10000, 6040])
  assert.equal((await postingsOf(debitId))[0]!.amount, 6040n)
  const { amount, amount_authorized } = await debitOf(debitId)
  assert.deepEqual([amount, amount_authorized], [60.4, 100])
  assert.equal((await platform.eventsOf(debitId))[2]!.data.amount, 60.4)
})

test('all that is held can be asked for by its amount', async () => {
  const debitId = await held('55.00')
  assert.equal((await capture(debitId, '55.00')).status, 200)
  assert.deepEqual(await bookOf(debitId), ['captured', 5500, 5500])
})

test('more than is held cannot be captured, and nothing can twice', async () => {
  const debitId = await held()
  const more = await capture(debitId, '100.01')
  assert.deepEqual([more.status, more.body.errors[0].message], [422, 'must be at most 100.00'])
  assert.equal((await capture(debitId, '10.00')).status, 200)
  assert.deepEqual([(await capture(debitId)).status, (await release(debitId)).status], [409, 409])
  assert.deepEqual(await bookOf(debitId), ['captured', 10000, 1000])
})

test('20 captures and releases at the same moment: one has an effect', async () => {
  const debitId = await held()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? release(debitId) : capture(debitId, `${n + 1}.00`))),
  )
  assert.deepEqual(answers.filter(({ status }) => status < 300).length, 1)
  assert.ok(answers.every(({ status }) => [200, 409].includes(status)))
})

test('a repeated request is answered as the first, with the same key and also at the same moment', async () => {
  const headers = { 'idempotency-key': newId() }
  const first = await preauthorize('5.00', headers)
  const again = await preauthorize('5.00', headers)
  assert.deepEqual([again.text, again.headers.get('idempotent-replayed')], [first.text, 'true'])
  const key = { 'idempotency-key': newId() }
  const both = await Promise.all([
    capture(first.body.debit_id, '4.00', key),
    capture(first.body.debit_id, '4.00', key),
  ])
  assert.deepEqual([both[0].status, both[1].status], [200, 200])
  assert.equal(both[0].text, both[1].text)
  assert.equal((await capture(first.body.debit_id, '3.00', key)).body.code, 'idempotency_conflict')
})

test('a release cancels the debit and lifts the hold at the network', async () => {
  const debitId = await held()
  const { status, body } = await release(debitId)
  assert.deepEqual([status, body.transaction_state], [200, 'cancelled'])
  await until('the hold to be lifted', async () => (await bookOf(debitId))![0] === 'reversed')
  assert.deepEqual(await eventsOf(debitId), ['created', 'preauthorized', 'cancelled'])
  assert.deepEqual([(await capture(debitId)).status, (await release(debitId)).status], [409, 409])
})

test('an authorization that nobody captures expires: cancelled with its reason, the hold lifted', async () => {
  const debitId = await held()
  await platform.db.run(sql`
    update authorizations set expires_at = jetpay_now(), due_at = due_at - (expires_at - jetpay_now())
    where debit_id = ${debitId}`)
  await until('the expiry', async () => (await stateOf(debitId)) === 'cancelled')
  assert.equal((await debitOf(debitId)).fail_reason, 'authorization_expired')
  await until('the hold to be lifted', async () => (await bookOf(debitId))![0] === 'reversed')
  assert.equal((await capture(debitId)).status, 409)
})

test('a hold that has expired is neither captured nor released, also before anybody has come to end it', async () => {
  const debitId = await held()
  // Due later than it expires, as where the worker stands still.
  await platform.db.run(sql`
    update authorizations set expires_at = jetpay_now(), due_at = jetpay_now() + interval '1 day'
    where debit_id = ${debitId}`)
  for (const answer of [await capture(debitId), await capture(debitId, '1.00'), await release(debitId)]) {
    assert.deepEqual([answer.status, answer.body.code], [409, 'wrong_state'])
    assert.match(answer.body.detail, /expired/)
  }
  assert.deepEqual(await bookOf(debitId), ['authorized', 10000, 0])
  assert.deepEqual(
    [await stateOf(debitId), await eventsOf(debitId)],
    ['preauthorized', ['created', 'preauthorized']],
  )
  await platform.db.run(sql`update authorizations set due_at = jetpay_now() where debit_id = ${debitId}`)
  await until('the expiry', async () => (await stateOf(debitId)) === 'cancelled')
  await until('the hold to be lifted', async () => (await bookOf(debitId))![0] === 'reversed')
})

test('while the network is silent a capture is neither paid nor lost: it is repeated until it is acknowledged', async () => {
  const debitId = await held()
  const key = { 'idempotency-key': newId() }
  await platform.setFaults({ stop_answering: 2 })
  const answer = await capture(debitId, '70.00', key)
  assert.deepEqual([answer.status, answer.body.transaction_state], [202, 'preauthorized'])
  assert.deepEqual([(await release(debitId)).status, (await capture(debitId, '1.00')).status], [409, 409])
  await until('the capture', async () => (await stateOf(debitId)) === 'paid')
  assert.deepEqual(await bookOf(debitId), ['captured', 10000, 7000])
  const repeat = await capture(debitId, '70.00', key)
  assert.deepEqual([repeat.status, repeat.body.transaction_state], [200, 'paid'])
  assert.deepEqual(await eventsOf(debitId), ['created', 'preauthorized', 'paid'])
})

test('a capture that the network does not take fails the debit, and is never called paid', async () => {
  const debitId = await held()
  const entry = await platform.db.one<{ stan: string; rrn: string; transmitted_at: Date; amount: bigint }>(
    sql`select stan, rrn, transmitted_at, amount from attempts where debit_id = ${debitId}`,
  )
  const reference = { id: entry.rrn, sequence: entry.stan, sent_at: entry.transmitted_at.toISOString() }
  const original = { kind: 'authorization', reference, amount: entry.amount, currency: 'CAD' } as const
  await platform.network.reverse(original, null, { repeat: false })
  const { status, body } = await capture(debitId)
  assert.deepEqual([status, body.fail_reason], [402, 'invalid_transaction'])
  assert.equal(await stateOf(debitId), 'failed')
  assert.deepEqual(await postingsOf(debitId), [])
})

test('an authorization whose outcome is unknown is reversed before it is called failed', async () => {
  const silent = await platform.saveCard('4000000000900011')
  const { status, body } = await preauthorize('9.00', {}, silent)
  assert.ok([202, 504].includes(status))
  await until('the reversal', async () => (await stateOf(body.debit_id)) === 'failed')
  assert.deepEqual(await bookOf(body.debit_id), ['reversed', 900, 0])
})

test('a declined authorization holds nothing', async () => {
  const poor = await platform.saveCard('4000000000009995')
  const { status, body } = await preauthorize('9.00', {}, poor)
  assert.deepEqual([status, body.fail_reason], [402, 'insufficient_funds'])
  assert.equal(await stateOf(body.debit_id), 'failed')
})

test('a process that dies after it asked for a capture leaves one that the worker sends; its key says so', async () => {
  const debitId = await held()
  const companyId = platform.demo.company_id
  const [path, key, rawBody] = [`/debit/${debitId}/capture`, newId(), JSON.stringify({ amount: '25.00' })]
  const idempotencyKey = readIdempotencyKey(
    key,
    companyId,
    { operationId: 'capture_debit', path: { debit_id: debitId }, query: {}, body: { amount: 2500n } },
    { method: 'POST', url: path, rawBody, requestId: newId() },
  )
  await requestCapture(platform.db, { companyId, debitId, amount: 2500n, idempotencyKey }, 100)
  const answer = await platform.call('POST', path, rawBody, { 'idempotency-key': key })
  assert.deepEqual([answer.status, answer.body.transaction_state, answer.body.amount], [200, 'paid', 25])
  assert.deepEqual(await bookOf(debitId), ['captured', 10000, 2500])
})

test('a process that dies before the network was asked to hold leaves an attempt that is reversed', async () => {
  const debitId = newId()
  const [requested] = await requestCharges(platform.db, [
    {
      kind: 'authorization',
      companyId: platform.demo.company_id,
      debitId,
      attemptId: newId(),
      contactId: card.contactId,
      creditCardId: card.cardId,
      amount: 500n,
      statement: 'Abandoned',
      toBankAccountId: platform.demo.bank_account_id,
      note: null,
      idempotencyKey: null,
    },
  ])
  assert.equal(requested?.verdict, 'started')
  await until('the worker to resolve it', async () => (await stateOf(debitId)) === 'failed')
  assert.equal(await bookOf(debitId), undefined)
})

test('a hold is captured although its card was deleted meanwhile', async () => {
  const gone = await platform.saveCard()
  const debitId = (await preauthorize('6.00', {}, gone)).body.debit_id
  await platform.good('DELETE', gone.path)
  await until('the card to be shredded', async () =>
    platform.db.first(
      sql`select from credit_cards where credit_card_id = ${gone.cardId} and shredded_at is not null`,
    ),
  )
  assert.equal((await capture(debitId)).status, 200)
})

test('DELETE /transaction releases a hold until it is captured', async () => {
  const cancel = (id: string) => platform.call('DELETE', `/transaction/${id}`)
  const debitId = await held()
  const { status, body } = await cancel(debitId)
  assert.deepEqual([status, body], [200, { ok: true }])
  assert.equal(await stateOf(debitId), 'cancelled')
  assert.deepEqual(await eventsOf(debitId), ['created', 'preauthorized', 'cancelled'])
  await until('the hold to be lifted', async () => (await bookOf(debitId))?.[0] === 'reversed')
  assert.deepEqual([(await cancel(debitId)).status, (await capture(debitId)).status], [409, 409])
  const captured = await held()
  assert.equal((await capture(captured)).status, 200)
  assert.equal((await cancel(captured)).status, 409)
  const slow = await platform.saveCard('4000000000920035')
  const capturing = (await preauthorize('7.00', {}, slow)).body.debit_id
  assert.equal((await capture(capturing)).status, 202)
  const refused = await cancel(capturing)
  assert.deepEqual([refused.status, /captured|paid/.test(refused.body.detail)], [409, true])
})

test('a capture that the network does not acknowledge twice is paid once', async () => {
  const slow = await platform.saveCard('4000000000920035')
  const debitId = (await preauthorize('7.00', {}, slow)).body.debit_id
  assert.equal((await capture(debitId, '3.00')).status, 202)
  await until('the capture', async () => (await stateOf(debitId)) === 'paid')
  assert.deepEqual(await bookOf(debitId), ['captured', 700, 300])
  assert.deepEqual(await eventsOf(debitId), ['created', 'preauthorized', 'paid'])
})
