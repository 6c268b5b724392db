import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const ada = { email: 'ada@example.com', name: 'Ada Lovelace' }
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const countContacts = async () =>
  (await platform.db.one<{ count: bigint }>(sql`select count(*) from contacts`)).count

/** The events of the contact so far, in order, once the newest is of this type. */
const eventsOf = (contactId: string, last: string) =>
  until(`the event ${last}`, async () => {
    const events = await platform.db.many<{ type: string; data: Record<string, unknown> }>(sql`
      select type, data from events where data->>'contactId' = ${contactId} order by event_id`)
    return events.at(-1)?.type === last && events
  })

test('creating a contact answers it whole, with a UUIDv7, and announces it', async () => {
  const { status, body } = await platform.call('PUT', '/contact', { ...ada, tags: ['vip'], language: 'fr' })
  assert.equal(status, 200)
  assert.match(body.identifier, UUID_V7)
  const { identifier, created_at, updated_at, ...fields } = body
  const none = { external_reference: null, metadata: {} }
  assert.deepEqual(fields, { ...ada, tags: ['vip'], language: 'fr', ...none })
  assert.ok(Math.abs(Date.parse(created_at) - Date.now()) < 60_000)
  assert.equal(updated_at, created_at)
  const [event] = await eventsOf(identifier, 'contacts.created')
  const { salt, ...told } = event!.data
  assert.match(String(salt), /^[\w-]{22}$/)
  assert.deepEqual(told, { contactId: identifier, ...ada, externalReference: null, metadata: {} })
})

test('tags and language may be left out', async () => {
  const { body } = await platform.call('PUT', '/contact', ada)
  assert.deepEqual([body.tags, body.language], [[], null])
  assert.deepEqual((await platform.call('GET', `/contact/${body.identifier}`)).body, body)
})

test('an identifier may be written in capitals', async () => {
  const id = await platform.createContact()
  assert.equal((await platform.call('GET', `/contact/${id.toUpperCase()}`)).body.identifier, id)
})

test('each bad field is named, unknown ones too, and nothing is created', async () => {
  const before = await countContacts()
  const { status, body } = await platform.call(
    'PUT',
    '/contact',
    '{"email":"ada","name":" ","tags":["a",1],"language":"de","surname":"L","__proto__":{"admin":true}}',
  )
  assert.deepEqual([status, body.code], [422, 'validation_failed'])
  assert.deepEqual(body.errors.map((error: { path: string }) => error.path).sort(), [
    '__proto__',
    'email',
    'language',
    'name',
    'surname',
    'tags.1',
  ])
  for (const path of ['email', 'name', 'surname']) assert.match(body.detail, new RegExp(`\\b${path}\\b`))
  assert.equal(await countContacts(), before)
})

test('text that the database would not keep as it is sent is refused', async () => {
  for (const name of ['"A\\u0000B"', '"A\\ud800"', '"A\\nB"', `"${'x'.repeat(201)}"`]) {
    const { status, body } = await platform.call(
      'PUT',
      '/contact',
      `{"email":"a@example.com","name":${name}}`,
    )
    assert.deepEqual([status, body.errors[0].path], [422, 'name'], name)
  }
  const name = 'Zoë 李 👩‍🚀 O’Brien'
  assert.equal((await platform.call('PUT', '/contact', { ...ada, name })).body.name, name)
})

test('a change touches the named fields only; a bad one changes nothing', async () => {
  const id = await platform.createContact()
  const path = `/contact/${id}`
  const { body: before } = await platform.call('GET', path)
  const { status, body } = await platform.call('PATCH', path, { name: 'Ada King', tags: ['countess'] })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    ...before,
    name: 'Ada King',
    tags: ['countess'],
    updated_at: body.updated_at,
  })
  assert.ok(body.updated_at > before.updated_at)
  const refused = await platform.call('PATCH', path, { name: 'Eve', language: 'de', created_at: 'now' })
  assert.deepEqual(
    [refused.status, ...refused.body.errors.map((error: { path: string }) => error.path)],
    [422, 'language', 'created_at'],
  )
  for (const fixed of ['name', 'email'])
    assert.equal((await platform.call('PATCH', path, { [fixed]: null })).status, 422)
  assert.deepEqual((await platform.call('GET', path)).body, body)
  assert.equal((await eventsOf(id, 'contacts.updated')).length, 2)
})

test('a deleted contact is gone, with its cards and bank accounts, and events tell of all', async () => {
  const { contactId, cardId } = await platform.saveCard()
  const account = await platform.call('PUT', '/contact/bank_account', {
    contact_id: contactId,
    holder_name: 'Ada',
    account_type: 'chequing',
    transit_number: '00011',
    institution_number: '001',
    account_number: '7654321',
  })
  const path = `/contact/${contactId}`
  assert.deepEqual((await platform.call('DELETE', path)).body, { ok: true })

  const gone: [string, string, unknown?][] = [
    ['GET', path],
    ['PATCH', path, { name: 'Eve' }],
    ['DELETE', path],
    ['GET', `${path}/creditcards`],
    ['GET', `${path}/bank_accounts`],
    ['DELETE', `${path}/bank_accounts/${account.body.identifier}`],
    ['POST', `${path}/creditcards/url`],
  ]
  for (const [method, path, body] of gone) {
    assert.equal((await platform.call(method, path, body)).status, 404, `${method} ${path}`)
  }
  const charge = await platform.charge({ path: `${path}/creditcards/${cardId}` })
  assert.ok([404, 409].includes(charge.status), charge.text)

  const events = await eventsOf(contactId, 'contacts.deleted')
  assert.deepEqual(
    events.map(({ type }) => type),
    [
      'contacts.created',
      'contacts.credit_cards.tokenized',
      'contacts.bank_accounts.created',
      'contacts.credit_cards.deleted',
      'contacts.bank_accounts.deleted',
      'contacts.deleted',
    ],
  )
  await until('the vault to shred the card', () =>
    platform.db.first(sql`
      select 1 from credit_cards where credit_card_id = ${cardId} and shredded_at is not null`),
  )
})

test("another company's contact does not exist: not to read, change, delete or list", async () => {
  const id = await platform.createContact()
  const { headers } = await anotherCompany(platform)
  const calls: [string, string, unknown?][] = [
    ['GET', `/contact/${id}`],
    ['PATCH', `/contact/${id}`, { name: 'Eve' }],
    ['DELETE', `/contact/${id}`],
    ['GET', `/contact/${id}/creditcards`],
    ['GET', `/contact/${id}/bank_accounts`],
  ]
  for (const [method, path, body] of calls) {
    const answer = await platform.call(method, path, body, headers)
    assert.deepEqual([answer.status, answer.body.code], [404, 'not_found'], `${method} ${path}`)
  }
  assert.deepEqual((await platform.call('GET', '/contact', undefined, headers)).body, {
    data: [],
    next_cursor: null,
  })
  assert.equal((await platform.call('GET', `/contact/${id}`)).body.name, 'Ada Lovelace')
})
