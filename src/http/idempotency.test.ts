import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type ApiAnswer, type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
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

test('the first answer is replayed even when the contact has changed or is gone', async () => {
  const first = await put('Changing', 'changing-1')
  await platform.call('PATCH', `/contact/${first.body.identifier}`, { name: 'Changed' })
  assert.equal((await put('Changing', 'changing-1')).text, first.text)
  await platform.call('DELETE', `/contact/${first.body.identifier}`)
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
  await platform.call('DELETE', `/contact/${contactId}`)
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
