import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiAnswer, type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const replayed = ({ headers }: ApiAnswer) => headers.get('idempotent-replayed')

test('a field that says nothing is as one that was left out, and a body without fields as none; in a change null says to clear', async () => {
  const once = async (method: string, path: string, bodies: unknown[], status: number) => {
    const key = { 'idempotency-key': `${method} ${path}` }
    const answers = []
    for (const body of bodies) answers.push(await platform.call(method, path, body, key))
    assert.deepEqual(
      answers.map((answer) => [answer.status, replayed(answer)]),
      bodies.map((_, at) => [status, at === 0 ? null : 'true']),
      path,
    )
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
  }
  const contact = { email: 'ada@example.com', name: 'Nothing said' }
  const nothing = [{ language: null }, { metadata: {} }, { metadata: null, external_reference: null }]
  await once('PUT', '/contact', [contact, ...nothing.map((more) => ({ ...contact, ...more }))], 200)
  const made = await platform.db.many(sql`select 1 from contacts where name = ${contact.name}`)
  assert.equal(made.length, 1)
  const card = await platform.saveCard()
  const charge = { amount: 5, to_bank_account_id: platform.demo.bank_account_id, statement: 'Once' }
  await once('POST', `${card.path}/charge`, [charge, { ...charge, note: null }], 200)
  await once('POST', `/contact/${card.contactId}/creditcards/url`, [undefined, {}], 200)
  await once('DELETE', card.path, [{}, undefined], 200)
  const key = { 'idempotency-key': 'cleared-1' }
  const path = `/contact/${card.contactId}`
  const change = { name: 'Changed' }
  assert.equal((await platform.call('PATCH', path, change, key)).status, 200)
  assert.equal((await platform.call('PATCH', path, { ...change, language: null }, key)).status, 409)
})
