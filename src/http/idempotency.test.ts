import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type ApiAnswer, type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { readIdempotencyKey, type Said } from './idempotency.ts'

let platform: Platform
before(async () => {
  // A feature that is given to a company counts at once.
  platform = await startPlatform({ tokenCacheMs: 0 })
})
after(() => platform?.close())

const put = (name: string, key: string, headers: Record<string, string> = {}) =>
  platform.call('PUT', '/contact', { email: 'ada@example.com', name }, { 'idempotency-key': key, ...headers })
const replayed = ({ headers }: ApiAnswer) => headers.get('idempotent-replayed')
const named = async (name: string) =>
  (await platform.db.many(sql`select 1 from contacts where name = ${name}`)).length

test('a repeat gets the first answer to the byte, marked as a replay, and creates nothing', async () => {
  const first = await put('Repeated', 'repeat-1')
  const second = await put('Repeated', 'repeat-1')
  assert.deepEqual([first.status, second.status], [200, 200])
  assert.equal(second.text, first.text)
  assert.deepEqual([replayed(first), replayed(second)], [null, 'true'])
  assert.notEqual(second.headers.get('x-request-id'), first.headers.get('x-request-id'))
  assert.equal(await named('Repeated'), 1)
})

test('what a key is bound to is the operation, its path, its query and its body, as they were understood', () => {
  const said = { operationId: 'one', path: { id: 'a' }, query: { limit: 5 }, body: { amount: 5n, note: 'x' } }
  const hashOf = (change: Partial<Said>) =>
    readIdempotencyKey(
      'bound',
      'company',
      { ...said, ...change },
      { method: 'PUT', url: '/', rawBody: '', requestId: 'request' },
    )!.requestHash.toString('hex')
  const others = [
    { operationId: 'two' },
    { path: { id: 'b' } },
    { query: { limit: 6 } },
    { body: { amount: 5, note: 'x' } },
    { body: { amount: 5n, note: null } },
    { body: [said.body] },
  ].map(hashOf)
  assert.equal(new Set([hashOf({}), ...others]).size, others.length + 1)
  assert.equal(hashOf({ body: { note: 'x', more: undefined, amount: 5n } }), hashOf({}))
})

test('the first answer is replayed even when the contact has changed or is gone', async () => {
  const first = await put('Changing', 'changing-1')
  await platform.good('PATCH', `/contact/${first.body.identifier}`, { name: 'Changed' })
  assert.equal((await put('Changing', 'changing-1')).text, first.text)
  await platform.good('DELETE', `/contact/${first.body.identifier}`)
  assert.equal((await put('Changing', 'changing-1')).text, first.text)
})

test('another body, method or path under the same key is a 409 and changes nothing', async () => {
  const { identifier } = (await put('Kept', 'conflict-1')).body
  const key = { 'idempotency-key': 'conflict-1' }
  const answers = [
    await put('Other', 'conflict-1'),
    await platform.call('PATCH', `/contact/${identifier}`, { email: 'ada@example.com', name: 'Kept' }, key),
    await platform.call('DELETE', `/contact/${identifier}`, undefined, key),
  ]
  for (const { status, body } of answers) assert.deepEqual([status, body.code], [409, 'idempotency_conflict'])
  assert.equal(await named('Other'), 0)
  assert.equal((await platform.call('GET', `/contact/${identifier}`)).status, 200)
})

test('twenty at once with one key create one contact and all get its answer', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => put('At once', 'at-once-1')))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
  assert.equal(answers.filter((answer) => replayed(answer) === null).length, 1)
  assert.equal(await named('At once'), 1)
  const id = answers[0]!.body.identifier
  const told = await platform.db.many(sql`
    select data from events where data->>'contactId' = ${id}
    union all select data from outbox where data->>'contactId' = ${id}`)
  assert.equal(told.length, 1)
})

test('twenty at once without a key create twenty', async () => {
  const create = () => platform.call('PUT', '/contact', { email: 'ada@example.com', name: 'Twenty' })
  await Promise.all(Array.from({ length: 20 }, create))
  assert.equal(await named('Twenty'), 20)
})

test('an error is replayed too, with the request id of the first', async () => {
  const contactId = await platform.createContact()
  await platform.good('DELETE', `/contact/${contactId}`)
  const add = () =>
    platform.call(
      'PUT',
      '/contact/bank_account',
      {
        contact_id: contactId,
        holder_name: 'Ada',
        account_type: 'savings',
        routing_number: '021000021',
        account_number: '7654321',
      },
      { 'idempotency-key': 'error-1' },
    )
  const first = await add()
  const second = await add()
  assert.deepEqual([first.status, second.status], [404, 404])
  assert.equal(second.text, first.text)
  assert.deepEqual([replayed(first), replayed(second)], [null, 'true'])
  assert.equal(second.headers.get('content-type'), 'application/problem+json; charset=utf-8')
  assert.equal(second.body.request_id, first.headers.get('x-request-id'))
})

test('a request that was refused as invalid leaves its key free for the corrected one', async () => {
  const key = { 'idempotency-key': 'corrected-1' }
  const bad = await platform.call('PUT', '/contact', { email: 'ada', name: 'Corrected' }, key)
  assert.equal(bad.status, 422)
  const good = await put('Corrected', 'corrected-1')
  assert.deepEqual([good.status, replayed(good)], [200, null])
})

test('deleting under a key says that it is deleted each time', async () => {
  const contactId = await platform.createContact()
  const remove = () =>
    platform.call('DELETE', `/contact/${contactId}`, undefined, { 'idempotency-key': 'delete-1' })
  const answers = [await remove(), await remove()]
  assert.deepEqual(
    answers.map(({ status, text }) => [status, text]),
    [
      [200, '{"ok":true}'],
      [200, '{"ok":true}'],
    ],
  )
  assert.deepEqual(answers.map(replayed), [null, 'true'])
})

test("a company's keys are its own", async () => {
  const other = await anotherCompany(platform)
  const ours = await put('Ours', 'shared-key')
  const theirs = await put('Theirs', 'shared-key', other.headers)
  assert.deepEqual([theirs.status, replayed(theirs), theirs.body.name], [200, null, 'Theirs'])
  assert.equal((await put('Ours', 'shared-key')).text, ours.text)
  assert.equal((await put('Theirs', 'shared-key', other.headers)).text, theirs.text)
})

test('a key has 1 to 255 characters', async () => {
  for (const key of ['', 'k'.repeat(256)]) {
    const { status, body } = await put('Never', key)
    assert.deepEqual([status, body.errors[0].path], [422, 'Idempotency-Key'])
  }
  assert.equal((await put('Longest', 'k'.repeat(255))).status, 200)
  assert.equal(await named('Never'), 0)
})

test('two requests for a card page with one key get one page', async () => {
  const contactId = await platform.createContact()
  const path = `/contact/${contactId}/creditcards/url`
  const ask = () => platform.call('POST', path, undefined, { 'idempotency-key': 'page-1' })
  const answers = await Promise.all([ask(), ask(), ask()])
  assert.deepEqual(new Set(answers.map(({ text }) => text)).size, 1, answers[0]!.text)
  const cards = await platform.call('GET', `/contact/${contactId}/creditcards`)
  assert.equal(cards.body.data.length, 1)
})

/** The guide's body of a contact, in spellings that say the same. */
const spellings = [
  '{"email":"ada@example.com","name":"Spelled","tags":["a","b"]}',
  ' { "tags" : [ "a" , "b" ],\n "name":"Spelled" , "email":"ada@example.com" } ',
  '{"name":"Sp\\u0065lled","email":"ada@example.com","tags":["a","b"]}',
  '{"email":"ada@example.com","name":" Spelled ","tags":["a","b"]}',
]

test('the same parameters in other bytes are the same request: order, blanks, escapes, the path’s spelling', async () => {
  const key = { 'idempotency-key': 'spelled-1' }
  const first = await platform.call('PUT', '/contact', spellings[0], key)
  for (const [path, body] of [...spellings.map((body) => ['/contact', body]), ['/contact/', spellings[0]]]) {
    const again = await platform.call('PUT', path!, body, key)
    assert.deepEqual([again.status, again.text, replayed(again)], [200, first.text, 'true'], body)
  }
  assert.equal(await named('Spelled'), 1)
  const other = await platform.call(
    'PUT',
    '/contact',
    '{"email":"ada@example.com","name":"Spelled","tags":["b","a"]}',
    key,
  )
  assert.deepEqual([other.status, other.body.code], [409, 'idempotency_conflict'])
})

test('an amount is compared as what it is, and an alias of the path as the path', async () => {
  const card = await platform.saveCard()
  const charge = (amount: string, note: string) =>
    platform.call(
      'POST',
      `${card.path.toUpperCase().replaceAll('CONTACT', 'contact').replace('CREDITCARDS', 'creditcards')}/charge`,
      `{"statement":"Once","amount":${amount},"to_bank_account_id":"${platform.demo.bank_account_id}"${note}}`,
      { 'idempotency-key': 'amount-1' },
    )
  const first = await platform.charge(
    card,
    { amount: '100.50', statement: 'Once', note: undefined },
    { 'idempotency-key': 'amount-1' },
  )
  assert.equal(first.status, 200, first.text)
  for (const amount of ['100.50', '100.5', '"100.5"', '1.005e2']) {
    const again = await charge(amount, '')
    assert.deepEqual([again.status, again.text, replayed(again)], [200, first.text, 'true'], amount)
  }
  assert.equal((await charge('100.51', '')).body.code, 'idempotency_conflict')
  assert.equal((await charge('100.5', ',"note":"x"')).body.code, 'idempotency_conflict')

  const numbers = { routing_number: '021000021', account_number: '7654321' }
  const account = { contact_id: card.contactId, holder_name: 'Ada', account_type: 'savings', ...numbers }
  const key = { 'idempotency-key': 'alias-1' }
  const made = await platform.call('PUT', '/contact/bank_account', account, key)
  const alias = await platform.call('PUT', '/contact/bank-account', account, key)
  assert.deepEqual([made.status, alias.status, alias.text, replayed(alias)], [201, 201, made.text, 'true'])
})

/**
 * A request of each way in which an endpoint runs: one that the state of things refuses, and one that passes.
 */
test('what the state refused (404, 409) stays refused under its key, however the endpoint runs', async () => {
  const card = await platform.saveCard()
  const paid = (await platform.charge(card)).body.debit_id
  const pending = await platform.call('POST', `/contact/${card.contactId}/creditcards/url`)
  const own = platform.demo.bank_account_id
  const body = { amount: 1, to_bank_account_id: own, statement: 'Refused' }
  const ways: [string, string, string, unknown, number][] = [
    ['transaction', 'DELETE', `/transaction/${paid}`, undefined, 409],
    ['transaction', 'PATCH', `/contact/${own}`, { name: 'Nobody' }, 404],
    ['network', 'POST', `/contact/${own}/creditcards/url`, undefined, 404],
    [
      'itself: charge',
      'POST',
      `/contact/${card.contactId}/creditcards/${pending.body.credit_card_id}/charge`,
      body,
      409,
    ],
    ['itself: charge', 'POST', `/contact/${own}/creditcards/${own}/charge`, body, 404],
    ['itself: capture', 'POST', `/debit/${paid}/capture`, undefined, 409],
    ['itself: refund', 'POST', `/debit/${own}/refund`, undefined, 404],
  ]
  for (const [way, method, path, sent, status] of ways) {
    const key = { 'idempotency-key': `${way} ${status}` }
    const answers = await Promise.all([1, 2].map(() => platform.call(method, path, sent, key)))
    answers.push(await platform.call(method, path, sent, key))
    const said = `${way} ${status}: ${answers[0]!.text}`
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([status]), said)
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1, said)
    assert.equal(answers.filter((answer) => replayed(answer) === null).length, 1, said)
    assert.equal(replayed(answers[2]!), 'true', said)
  }
})

test('a request that was refused for what it lacks (403, 422) leaves its key free, however the endpoint runs', async () => {
  const card = await platform.saveCard()
  const own = platform.demo.bank_account_id
  const key = (name: string) => ({ 'idempotency-key': `free ${name}` })
  // 422 by what the database knows, not by the body's shape.
  const debit = { amount: 1, statement: 'Free', to_bank_account: card.cardId, contact_id: card.contactId }
  assert.equal((await platform.call('PUT', '/debit', debit, key('debit'))).status, 422)
  assert.equal(
    (await platform.call('PUT', '/debit', { ...debit, to_bank_account: own }, key('debit'))).status,
    201,
  )
  assert.equal((await platform.charge(card, { to_bank_account_id: card.cardId }, key('charge'))).status, 422)
  assert.equal((await platform.charge(card, {}, key('charge'))).status, 200)
  const other = await anotherCompany(platform)
  const theirs = (
    await platform.call('PUT', '/contact', { email: 'b@example.com', name: 'B' }, other.headers)
  ).body
  const page = () =>
    platform.call('POST', `/contact/${theirs.identifier}/creditcards/url`, undefined, {
      ...other.headers,
      ...key('page'),
    })
  assert.equal((await page()).status, 403)
  await platform.db.run(
    sql`update companies set features = '{card_on_file}' where company_id = ${other.companyId}`,
  )
  const opened = await page()
  assert.deepEqual([opened.status, replayed(opened)], [200, null])
})

test('a key of the version before, which bound the bytes, is answered to the same bytes and runs nothing twice', async () => {
  const key = { 'idempotency-key': 'upgraded-1' }
  const text = '{"email":"ada@example.com","name":"Upgraded"}'
  const first = await platform.call('PUT', '/contact', text, key)
  const bytes = createHash('sha256').update(`PUT /contact\n${text}`).digest()
  await platform.db.run(sql`update idempotency_keys set request_hash = ${bytes} where key = 'upgraded-1'`)
  const again = await platform.call('PUT', '/contact', text, key)
  assert.deepEqual([again.text, replayed(again)], [first.text, 'true'])
  assert.equal((await platform.call('PUT', '/contact', ` ${text}`, key)).body.code, 'idempotency_conflict')
  assert.equal(await named('Upgraded'), 1)
})
