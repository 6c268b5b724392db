import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { raw, sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const canadian = {
  institution: 'Bank of Montreal',
  title: 'Household',
  holder_name: 'Ada Lovelace',
  account_type: 'chequing',
  transit_number: '00011',
  institution_number: '001',
  account_number: '987650012345',
  holder_address: '12 St James’s Square',
  holder_address_postal_code: 'H2X 1Y4',
  holder_address_city: 'Montréal',
  holder_address_country: 'CA',
  holder_email: 'ada@example.com',
}
const american = {
  holder_name: 'Ada Lovelace',
  account_type: 'savings',
  routing_number: '021000021',
  account_number: '5550001112',
}
const add = (contactId: string, fields: object = canadian, path = '/contact/bank_account') =>
  platform.call('PUT', path, { contact_id: contactId, ...fields })
const paths = (answer: { body: { errors: { path: string }[] } }) =>
  answer.body.errors.map((error) => error.path).sort()

test("a contact's Canadian account is answered whole, but for its number, of which the last four are shown", async () => {
  const contactId = await platform.createContact()
  const { status, body, text } = await add(contactId)
  assert.equal(status, 201)
  const { account_number, ...shown } = canadian
  const { identifier, created_at, ...rest } = body
  assert.deepEqual(rest, {
    ...shown,
    holder_name_at_bank: 'ADA LOVELACE',
    contact_id: contactId,
    account_number_last4: '2345',
    routing_number: null,
    currency: 'CAD',
  })
  assert.ok(!text.includes(account_number))
  const list = await platform.call('GET', `/contact/${contactId}/bank_accounts`)
  assert.deepEqual(list.body, { data: [body], next_cursor: null })
})

test('an American account has a routing number and is in USD; the other spelling of the path serves too', async () => {
  const { status, body } = await add(await platform.createContact(), american, '/contact/bank-account')
  assert.equal(status, 201)
  assert.deepEqual(
    [body.routing_number, body.transit_number, body.institution_number, body.currency],
    ['021000021', null, null, 'USD'],
  )
})

test('each bad field is named and nothing is stored', async () => {
  const contactId = await platform.createContact()
  const { holder_name: _, ...unheld } = canadian
  const cases: [object, string[]][] = [
    [
      { ...canadian, transit_number: '0011', institution_number: '1' },
      ['institution_number', 'transit_number'],
    ],
    [{ ...canadian, account_number: '123456' }, ['account_number']],
    [{ ...canadian, account_number: '1234567890123' }, ['account_number']],
    [{ ...canadian, account_number: 1234567 }, ['account_number']],
    [{ ...canadian, account_number: '12345678٣' }, ['account_number']],
    [{ ...canadian, account_type: 'current', iban: 'x' }, ['account_type', 'iban']],
    [{ ...canadian, holder_email: 'ada', currency: 'XTS' }, ['currency', 'holder_email']],
    [unheld, ['holder_name']],
    // One digit off: the ABA checksum does not fit.
    [{ ...american, routing_number: '021000022' }, ['routing_number']],
    [{ ...canadian, routing_number: '021000021' }, ['institution_number', 'transit_number']],
    [
      { holder_name: 'A', account_type: 'savings', account_number: '1234567' },
      ['institution_number', 'transit_number'],
    ],
  ]
  for (const [fields, bad] of cases) {
    const answer = await add(contactId, fields)
    assert.equal(answer.status, 422, JSON.stringify(fields))
    assert.deepEqual(paths(answer), bad, JSON.stringify(fields))
  }
  const list = await platform.call('GET', `/contact/${contactId}/bank_accounts`)
  assert.deepEqual(list.body.data, [])
})

test('an account number is nowhere: not in any table, answer, event or log line', async () => {
  const contactId = await platform.createContact()
  const secret = '449900771133'
  const answers = [
    await add(contactId, { ...canadian, account_number: secret }),
    await platform.call(
      'PUT',
      '/bank_account',
      { ...canadian, account_number: secret },
      { 'idempotency-key': 'k' },
    ),
    await platform.call('GET', `/contact/${contactId}/bank_accounts`),
    await platform.call('GET', '/bank_account'),
    // Even where the request is refused or cannot be read.
    await add(contactId, { ...canadian, account_number: secret, extra: 1 }),
    await platform.call('PUT', '/bank_account', `{"account_number": "${secret}" oops`),
  ]
  for (const { text } of answers) assert.ok(!text.includes(secret), text)

  const tables = await platform.db.many<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`)
  assert.ok(tables.length > 10)
  // As text and as the bytes that text would be in a bytea column.
  const bytes = Buffer.from(secret).toString('hex')
  for (const { name } of tables) {
    const found = await platform.db.first(sql`
      select 1 from ${raw(name)} as t
      where position(${secret} in t::text) > 0 or position(${bytes} in t::text) > 0 limit 1`)
    assert.equal(found, undefined, name)
  }
  assert.ok(!platform.lines.join('\n').includes(secret))
  const sealed = await platform.db.many<{
    company_id: string
    bank_account_id: string
    account_number_sealed: Buffer
  }>(
    sql`select company_id, bank_account_id, account_number_sealed from bank_accounts
      where contact_id = ${contactId}`,
  )
  const [row] = sealed
  const open = (binding: string) => platform.context.seal.open(row!.account_number_sealed, binding)
  assert.equal(open(`bank_account ${row!.company_id} ${row!.bank_account_id}`), secret)
  // Moved to another row it does not open.
  assert.throws(() => open(`bank_account ${row!.company_id} ${contactId}`))
})

test("a deleted account is gone and announced; only under its own contact's path", async () => {
  const contactId = await platform.createContact()
  const stranger = await platform.createContact()
  const { identifier } = (await add(contactId)).body
  const wrong = await platform.call('DELETE', `/contact/${stranger}/bank_accounts/${identifier}`)
  assert.equal(wrong.status, 404)
  const path = `/contact/${contactId}/bank_accounts/${identifier}`
  assert.deepEqual((await platform.call('DELETE', path)).body, { ok: true })
  assert.equal((await platform.call('DELETE', path)).status, 404)
  assert.deepEqual((await platform.call('GET', `/contact/${contactId}/bank_accounts`)).body.data, [])
  await until('both events', async () => {
    const events = await platform.db.many<{ type: string }>(sql`
      select type from events where data->>'bankAccountId' = ${identifier} order by event_id`)
    return (
      events.map(({ type }) => type).join() ===
      'contacts.bank_accounts.created,contacts.bank_accounts.deleted'
    )
  })
})

test('an account can never be added to a contact that is being deleted at that moment', async () => {
  for (let round = 0; round < 15; round++) {
    const contactId = await platform.createContact()
    await Promise.all([
      add(contactId),
      platform.call('DELETE', `/contact/${contactId}`),
      add(contactId, american),
    ])
    const left = await platform.db.many(sql`
      select 1 from bank_accounts where contact_id = ${contactId} and deleted_at is null`)
    assert.equal(left.length, 0, `round ${round}`)
  }
})

test("the company's own accounts are listed, newest first and in pages, and no contact's among them", async () => {
  const other = await anotherCompany(platform)
  const made: string[] = []
  for (let at = 0; at < 5; at++) {
    const own = await platform.call(
      'PUT',
      '/bank_account',
      { ...canadian, title: `Account ${at}` },
      other.headers,
    )
    assert.deepEqual([own.status, own.body.contact_id], [201, null])
    made.unshift(own.body.identifier)
  }
  const contact = await platform.call('PUT', '/contact', { email: 'a@example.com', name: 'A' }, other.headers)
  const body = { contact_id: contact.body.identifier, ...canadian }
  await platform.good('PUT', '/contact/bank_account', body, other.headers)

  const list = (query: string) => platform.call('GET', `/bank_account?${query}`, undefined, other.headers)
  const first = (await list('limit=2')).body
  const second = (await list(`limit=2&cursor=${first.next_cursor}`)).body
  const third = (await list(`limit=2&cursor=${second.next_cursor}`)).body
  const pages = [first, second, third].map((page) => page.data.map((account: any) => account.identifier))
  assert.deepEqual(pages, [made.slice(0, 2), made.slice(2, 4), made.slice(4)])
  assert.equal(third.next_cursor, null)
})

test("another company's accounts can neither be seen, deleted nor added to, and a deleted one takes no charge", async () => {
  const other = await anotherCompany(platform)
  const contactId = await platform.createContact()
  const { identifier } = (await add(contactId)).body
  const refused: [string, string, unknown?][] = [
    ['GET', `/contact/${contactId}/bank_accounts`],
    ['DELETE', `/contact/${contactId}/bank_accounts/${identifier}`],
    ['DELETE', `/bank_account/${platform.demo.bank_account_id}`],
    ['PUT', '/contact/bank_account', { contact_id: contactId, ...canadian }],
  ]
  for (const [method, path, body] of refused) {
    assert.equal((await platform.call(method, path, body, other.headers)).status, 404, `${method} ${path}`)
  }
  assert.equal((await platform.call('GET', `/contact/${contactId}/bank_accounts`)).body.data.length, 1)

  const card = await platform.saveCard()
  const own = (await platform.call('PUT', '/bank_account', canadian)).body.identifier
  assert.deepEqual((await platform.call('DELETE', `/bank_account/${own}`)).body, { ok: true })
  const charge = await platform.charge(card, { to_bank_account_id: own })
  assert.deepEqual([charge.status, paths(charge)], [422, ['to_bank_account_id']])
})
