import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { unfittingEvents } from '../../test/fitting-events.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createWebhook, makeEvents, startReceiver } from '../../test/receiver.ts'
import { describeApi } from '../api.ts'
import { type Db, sql } from '../db/sql.ts'
import { announce } from './announce.ts'
import { eventKinds, eventTypes } from './event-types.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const document = describeApi('https://pay.example.com') as any

test('the document shows a delivery for each type, with the very fields of its data', () => {
  assert.deepEqual(Object.keys(document.webhooks).sort(), [...eventTypes].sort())
  for (const type of eventTypes) {
    const { requestBody } = document.webhooks[type].post
    const delivered = requestBody.content['application/json'].schema.properties
    assert.deepEqual(Object.keys(delivered), ['webhookId', 'events'])
    assert.equal(delivered.events.items.$ref, `#/components/schemas/Event.${type}`)
    const event = document.components.schemas[`Event.${type}`].properties
    assert.deepEqual(event.type.const, type)
    assert.deepEqual(Object.keys(event.data.properties), Object.keys(eventKinds[type].data.shape))
  }
})

test('the headers that the document promises come with a delivery', async (t) => {
  const receiver = await startReceiver(platform.url)
  t.after(() => receiver.close())
  const { inbox } = await createWebhook(platform, receiver, '/documented', { callback_api_key: 'known' })
  await makeEvents(platform, 1)
  await until('the delivery', async () => inbox.received.length > 0)
  const { headers } = inbox.received[0]!
  for (const { $ref } of document.webhooks['contacts.created'].post.parameters)
    assert.ok(headers[$ref.split('/').at(-1).toLowerCase()], $ref)
  assert.match(headers.authorization!, /^Bearer /)
})

test('an event has the same bytes in a delivery and in GET /events: those that the log is proved by', async (t) => {
  const receiver = await startReceiver(platform.url)
  t.after(() => receiver.close())
  const { inbox } = await createWebhook(platform, receiver, '/bytes')
  const { cardId, ...card } = await platform.saveCard()
  await platform.charge(card)
  await until('the charge to be delivered', async () =>
    inbox.received.some(({ body }) => body.events.some(({ type }) => type === 'transactions.debits.paid')),
  )
  const { text, body } = await platform.call(
    'GET',
    `/events?after=${inbox.received[0]!.body.events[0]!.id - 1}`,
  )
  const delivered = inbox.received.map((delivery) => /"events":\[(.*)\]\}$/.exec(delivery.text)![1]).join(',')
  assert.ok(body.data.length >= 4)
  assert.ok(cardId && text.startsWith(`{"data":[${delivered}`))
})

test('a type that is not known is refused, with the nearest and how many there are', async () => {
  const { status, body } = await platform.call('GET', '/events?type=contacts.creatd')
  assert.equal(status, 422)
  const { message } = body.errors[0]
  assert.match(message, /the nearest is contacts\.created/)
  assert.ok(message.includes(`one of the ${eventTypes.length} `), message)
})

const wrong: [what: string, type: string, data: string][] = [
  ['of an undeclared type', 'contacts.conjured', '{}'],
  ['without a field', 'contacts.deleted', '{}'],
  ['with a field too many', 'contacts.deleted', `{"contactId": "${crypto.randomUUID()}", "more": 1}`],
]
for (const [what, type, data] of wrong) {
  test(`an event ${what} is noticed when a platform closes, also one that SQL made`, async () => {
    const insert = sql`
      insert into outbox (company_id, type, data, created_at)
      values (${platform.demo.company_id}, ${type}, ${data}, jetpay_now())`
    const seen = platform.db.transaction(async (db) => {
      await db.run(insert)
      const found = await unfittingEvents(db)
      throw Object.assign(new Error('rolled back'), { found })
    })
    await assert.rejects(seen, ({ found }: { found: string[] }) => found[0]!.startsWith(type))
    assert.deepEqual(await unfittingEvents(platform.db), [])
  })
}

/** Never run: each line is an error that `tsc` must find. */
export const mustNotCompile = (db: Db, id: string) => [
  // @ts-expect-error no such type
  announce(db, id, 'contacts.creatd', { contactId: id }),
  // @ts-expect-error a field is missing
  announce(db, id, 'contacts.bank_accounts.created', { contactId: id }),
  // @ts-expect-error a field too many
  announce(db, id, 'contacts.deleted', { contactId: id, email: 'ada@example.com' }),
  // @ts-expect-error the data of another type
  announce(db, id, 'contacts.created', { contactId: id, bankAccountId: id }),
]
