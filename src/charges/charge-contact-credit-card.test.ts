import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createToken } from '../companies/api-token.ts'
import { createCompany, setFeature } from '../companies/company.ts'
import { meaningOf } from '../ground/fail-reasons.ts'
import { newId } from '../ground/ids.ts'
import { scopes } from '../http/authenticate.ts'

let platform: Platform
before(async () => {
  // Patient, so that three hundred charges at once on a busy machine are late at worst, never given up.
  platform = await startPlatform({
    tokenCacheMs: 0,
    networkTimeoutMs: 60_000,
    authorizationMaxAgeMs: 60_000,
    attemptAbandonedMs: 120_000,
  })
})
after(() => platform.close())

test('a saved card is charged with one request, and the answer has the keys of the guide, and after them currency, labels and who started it', async () => {
  const card = await platform.saveCard()
  const answer = await platform.charge(card)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.body, {
    debit_id: answer.body.debit_id,
    amount: 100.5,
    statement: 'Test statement',
    note: 'Test note',
    to_bank_account_id: platform.demo.bank_account_id,
    contact_id: card.contactId,
    from_credit_card_id: card.cardId,
    transaction_state: 'paid',
    currency: 'CAD',
    external_reference: null,
    metadata: {},
    initiator: 'merchant',
    reason: 'unscheduled',
  })
  assert.match(answer.text, /"amount":100\.50,/)
  const { totals } = await platform.books()
  assert.equal(totals.CAD.captured, 10050)

  const status = await platform.call('GET', `/transaction/${answer.body.debit_id}/status`)
  assert.deepEqual(status.body, { state: 'paid', fail_reason: null, fail_direction: null })
  const { body: transaction } = await platform.call('GET', `/transaction/${answer.body.debit_id}`)
  assert.deepEqual(
    transaction.history.map((move: any) => [move.move, move.from_state, move.to_state]),
    [
      ['request', null, 'requested'],
      ['charge', 'requested', 'paid'],
    ],
  )
  const events = await platform.eventsOf(answer.body.debit_id)
  assert.deepEqual(
    events.map((event) => [event.type, event.data.state]),
    [
      ['transactions.debits.created', 'requested'],
      ['transactions.debits.paid', 'paid'],
    ],
  )
})

const declines = [
  ['4000000000009995', 'insufficient_funds', '51', 'later'],
  ['4000000000000341', 'do_not_honour', '05', 'later'],
  ['4000000000200545', 'expired_card', '54', 'after_fix'],
  ['4100000000000019', 'suspected_fraud', '59', 'never'],
  ['4000000000200438', 'stolen_card', '43', 'never'],
] as const
for (const [number, reason, code, retry] of declines) {
  test(`a declined charge is a 402 that says ${reason}, the network's ${code} and to retry ${retry}`, async () => {
    const card = await platform.saveCard(number)
    const answer = await platform.charge(card)
    assert.equal(answer.status, 402)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
    const {
      code: problem,
      transaction_state,
      fail_reason,
      network_code,
      retry: advice,
      debit_id,
    } = answer.body
    assert.deepEqual(
      [problem, transaction_state, fail_reason, network_code, advice],
      ['card_declined', 'failed', reason, code, retry],
    )
    assert.ok(answer.body.detail.startsWith(`${meaningOf(reason)} `), answer.body.detail)
    const status = await platform.call('GET', `/transaction/${debit_id}/status`)
    assert.deepEqual(status.body, { state: 'failed', fail_reason: reason, fail_direction: 'pull' })
    const events = await platform.eventsOf(debit_id)
    assert.deepEqual(
      events.map((event) => event.type),
      ['transactions.debits.created', 'transactions.debits.failed'],
    )
    assert.equal(events[1]?.data.failReason, reason)
  })
}

test('a hundred identical requests at the same moment charge once and all get the same answer', async () => {
  const card = await platform.saveCard()
  const before = (await platform.books()).totals.CAD.captured
  const headers = { 'idempotency-key': newId() }
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => platform.charge(card, { amount: '7.31' }, headers)),
  )
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200])
  assert.equal(new Set(answers.map((answer) => answer.text)).size, 1)
  assert.equal(answers.filter((answer) => answer.headers.get('idempotent-replayed') === 'true').length, 99)
  assert.equal((await platform.books()).totals.CAD.captured - before, 731)
})

test('a decline is replayed under its key, and another request under the key is a 409', async () => {
  const card = await platform.saveCard('4000000000009995')
  const headers = { 'idempotency-key': newId() }
  const first = await platform.charge(card, {}, headers)
  const again = await platform.charge(card, {}, headers)
  assert.equal(first.status, 402)
  assert.equal(again.text, first.text)
  assert.equal(again.headers.get('idempotent-replayed'), 'true')
  const other = await platform.charge(card, { amount: 1 }, headers)
  assert.deepEqual([other.status, other.body.code], [409, 'idempotency_conflict'])
})

test('an answered charge is replayed even when its card is gone by then', async () => {
  const card = await platform.saveCard()
  const headers = { 'idempotency-key': newId() }
  const first = await platform.charge(card, {}, headers)
  await platform.good('DELETE', card.path)
  const again = await platform.charge(card, {}, headers)
  assert.equal(again.text, first.text)
  assert.equal((await platform.charge(card)).status, 409)
})

test('many charges at once are each made once, with trace numbers of their own', async () => {
  const card = await platform.saveCard()
  const before = (await platform.books()).totals.CAD
  const answers = await Promise.all(
    Array.from({ length: 300 }, () => platform.charge(card, { amount: '0.01' })),
  )
  assert.ok(answers.every((answer) => answer.status === 200))
  assert.equal(new Set(answers.map((answer) => answer.body.debit_id)).size, 300)
  const after = (await platform.books()).totals.CAD
  assert.equal(after.captured - before.captured, 300)
  assert.equal(after.counts.captured - before.counts.captured, 300)
})

test('a charge that names something unknown, not ours or not ready is refused and nothing is stored', async () => {
  const card = await platform.saveCard()
  const pending = await platform.call('POST', `/contact/${card.contactId}/creditcards/url`)
  const pendingPath = `/contact/${card.contactId}/creditcards/${pending.body.credit_card_id}`
  const stranger = await platform.createContact()
  const refusals = [
    [await platform.charge(card, { to_bank_account_id: newId() }), 422],
    [await platform.charge({ path: `/contact/${newId()}/creditcards/${card.cardId}` }), 404],
    [await platform.charge({ path: `/contact/${stranger}/creditcards/${card.cardId}` }), 404],
    [await platform.charge({ path: `/contact/${card.contactId}/creditcards/${newId()}` }), 404],
    [await platform.charge({ path: pendingPath }), 409],
  ] as const
  assert.deepEqual(
    refusals.map(([answer]) => answer.status),
    refusals.map(([, status]) => status),
  )
  assert.equal(refusals[0][0].body.errors[0].path, 'to_bank_account_id')
})

test('charges at once share statements, fewer than the charges, and the metrics say how many share each', async () => {
  const card = await platform.saveCard()
  const { batchSize } = platform.context.metrics
  batchSize.reset()
  await Promise.all(Array.from({ length: 40 }, () => platform.charge(card)))
  const { values } = await batchSize.get()
  for (const statement of ['request', 'record']) {
    const figure = (name: string) =>
      values.find(
        ({ metricName, labels }) =>
          metricName === `jetpay_batch_size_${name}` && labels.statement === statement,
      )?.value ?? 0
    assert.equal(figure('sum'), 40, statement)
    assert.ok(figure('count') < 40, `${figure('count')} statements`)
  }
})

test("a company cannot charge another company's card, nor any card before card on file is enabled", async () => {
  const card = await platform.saveCard()
  const { db } = platform
  const companyId = await createCompany(db, 'Other')
  const { token } = await createToken(db, 'demo', { companyId, name: 'other', scopes: [...scopes] })
  const headers = { authorization: `Bearer ${token}` }
  const disabled = await platform.charge(card, {}, headers)
  assert.deepEqual([disabled.status, disabled.body.code], [403, 'card_on_file_disabled'])
  assert.match(disabled.body.detail, /jetpay company enable <company id> card_on_file/)
  const contact = await platform.call('PUT', '/contact', { email: 'b@example.com', name: 'B' }, headers)
  const url = await platform.call(
    'POST',
    `/contact/${contact.body.identifier}/creditcards/url`,
    undefined,
    headers,
  )
  assert.equal(url.body.code, 'card_on_file_disabled')
  await setFeature(db, companyId, 'card_on_file', true)
  assert.equal((await platform.charge(card, {}, headers)).status, 404)
})

test('a charge while the network is away is a 503, takes nothing, and its key may be used again', async () => {
  const card = await platform.saveCard()
  const before = (await platform.books()).totals.CAD.captured
  const headers = { 'idempotency-key': newId() }
  await platform.stopNetwork()
  await until('the link to be down', async () => !platform.network.reachable())
  const away = await platform.charge(card, { amount: 3 }, headers)
  assert.deepEqual(
    [away.status, away.body.code, away.body.transaction_state],
    [503, 'network_unavailable', 'failed'],
  )
  assert.ok(away.headers.get('retry-after'))
  await platform.restartNetwork()
  const again = await platform.charge(card, { amount: 3 }, headers)
  assert.equal(again.status, 200)
  assert.notEqual(again.body.debit_id, away.body.debit_id)
  assert.equal((await platform.books()).totals.CAD.captured - before, 300)
})

test('the whole path works in the BCD dialect too', async () => {
  const bcd = await startPlatform({ networkDialect: 'bcd' })
  try {
    const card = await bcd.saveCard('378282246310005')
    assert.equal((await bcd.charge(card, { amount: '99999999.99' })).status, 200)
    assert.equal((await bcd.books()).totals.CAD.captured, 9_999_999_999)
    assert.equal((await bcd.charge(await bcd.saveCard('4000000000009995'))).body.network_code, '51')
  } finally {
    await bcd.close()
  }
})
