import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const lines = async (query: string, as: { headers: Record<string, string> }) =>
  (await askAs(platform, as, 'GET', `/audit?${query}`)).body.data

test('each write of a person is a line: who, what, on what, from where, under which request; what is no business of a log is not in it', async () => {
  const owner = await signIn(platform, 'owner')
  const made = await askAs(platform, owner, 'PUT', '/bank_account', {
    holder_name: 'Ada Secret',
    account_type: 'chequing',
    account_number: '5550001',
    transit_number: '00011',
    institution_number: '001',
  })
  assert.equal(made.status, 201, made.text)
  const [line] = await lines(`object_id=${made.body.identifier}`, owner)
  assert.deepEqual(
    [line.actor, line.operation, line.outcome, line.address, line.request_id],
    [
      { kind: 'user', identifier: owner.userId, name: owner.email },
      'create_bank_account',
      'done',
      '127.0.0.1',
      made.headers.get('x-request-id'),
    ],
  )
  assert.equal(line.details.asked.account_type, 'chequing')
  assert.equal(line.details.asked.account_number, true)
  assert.ok(!JSON.stringify(line).includes('5550001') && !JSON.stringify(line).includes('Ada Secret'))
})

test('what a person was refused is a line too, and what was rolled back leaves no line that says it was done', async () => {
  const viewer = await signIn(platform, 'viewer')
  const owner = await signIn(platform, 'owner')
  const refused = await askAs(platform, owner, 'POST', '/api_token', {
    name: 'x',
    scopes: ['debits:read'],
    expires_at: '2001-01-01T00:00:00Z',
  })
  assert.equal(refused.status, 422)
  const found = await lines(`actor_id=${owner.userId}`, owner)
  assert.deepEqual(
    found.map(({ operation, outcome, code }: any) => [operation, outcome, code]),
    [['create_api_token', 'refused', 'validation_failed']],
  )
  assert.equal((await askAs(platform, viewer, 'GET', '/audit')).status, 403)
})

test('a refund by a person is begun before the network is asked, and done after; a charge by a token is no line at all', async () => {
  const owner = await signIn(platform, 'owner')
  const card = await platform.saveCard()
  const before = await lines('operation=charge_contact_credit_card', owner)
  const { body } = await platform.charge(card)
  assert.deepEqual(await lines('operation=charge_contact_credit_card', owner), before)
  const refund = await askAs(platform, owner, 'POST', `/debit/${body.debit_id}/refund`, { amount: '1.00' })
  assert.ok(refund.status < 300, refund.text)
  const found = await lines(`object_id=${body.debit_id}`, owner)
  assert.deepEqual(
    found.map(({ operation, outcome, request_id }: any) => [operation, outcome, request_id]),
    ['done', 'begun'].map((outcome) => ['refund_debit', outcome, refund.headers.get('x-request-id')]),
  )
  assert.equal(found[0].details.asked.amount, '100')
})

test('a charge of a saved card by a person is in the log under its payment, and in the timeline of that', async () => {
  const owner = await signIn(platform, 'owner')
  const card = await platform.saveCard()
  const charge = { amount: '7.00', to_bank_account_id: platform.demo.bank_account_id, statement: 'By hand' }
  const { body } = await askAs(platform, owner, 'POST', `${card.path}/charge`, charge)
  const [line] = await lines(`object_id=${body.debit_id}`, owner)
  assert.deepEqual([line.operation, line.outcome], ['charge_contact_credit_card', 'done'])
  const { items } = await platform.good('GET', `/transaction/${body.debit_id}/timeline`)
  const made = items.find(({ kind }: any) => kind === 'audit')
  assert.equal(made?.details.operation, 'charge_contact_credit_card')
})

test('a token’s write is a line with its name, under an idempotency key once', async () => {
  const owner = await signIn(platform, 'owner')
  const key = { 'idempotency-key': 'audit-once' }
  const contact = { email: 'once@example.com', name: 'Once' }
  const { body } = await platform.call('PUT', '/contact', contact, key)
  await platform.good('PUT', '/contact', contact, key)
  const found = await lines(`object_id=${body.identifier}`, owner)
  assert.deepEqual(
    found.map(({ actor, operation, outcome }: any) => [actor.kind, actor.name, operation, outcome]),
    [['token', 'demo', 'create_contact', 'done']],
  )
})

test('a line says what it was done with by its name, to whoever may read that; the filters say who and what is there', async () => {
  const owner = await signIn(platform, 'owner')
  const { body } = await platform.call('PUT', '/contact', { email: 'n@example.com', name: 'Named' })
  const [line] = await lines(`object_id=${body.identifier}`, owner)
  assert.deepEqual(line.object, { kind: 'contact', name: 'Named' })
  const bounded = { name: 'auditor', scopes: ['audit:read'] }
  const made = await askAs(platform, owner, 'POST', '/api_token', bounded)
  const auditor = { headers: { authorization: `Bearer ${made.body.token}` } }
  assert.equal((await lines(`object_id=${body.identifier}`, auditor)).at(0).object, null)
  const other = await anotherCompany(platform)
  await platform.good('PUT', '/contact', { email: 'o@example.com', name: 'O' }, other.headers)
  const { actors, operations } = (await askAs(platform, owner, 'GET', '/audit/filters')).body
  const known = actors.map(({ identifier }: any) => identifier)
  assert.ok(known.includes(owner.userId) && !known.includes(other.tokenId))
  assert.ok(operations.includes('create_contact') && operations.includes('create_api_token'))
  const theirs = (await platform.call('GET', '/audit/filters', undefined, other.headers)).body
  assert.deepEqual([theirs.actors.length, theirs.operations], [1, ['create_contact']])
})

test('nobody changes or deletes a line, not even with SQL', async () => {
  for (const statement of [
    sql`update audit_log set outcome = 'done' where company_id = ${platform.demo.company_id}`,
    sql`delete from audit_log where company_id = ${platform.demo.company_id}`,
    sql`truncate audit_log`,
  ])
    await assert.rejects(platform.db.run(statement), /append-only|permission denied/)
})

test('a company sees its own lines only; an operator all, each with its company', async () => {
  const other = await anotherCompany(platform)
  await platform.good('PUT', '/contact', { email: 'b@example.com', name: 'B' }, other.headers)
  const theirs = (await platform.call('GET', '/audit', undefined, other.headers)).body.data
  assert.equal(theirs.length, 1)
  const operator = await signIn(platform, 'operator')
  const { body } = await askAs(platform, operator, 'GET', `/operator/audit?company_id=${other.companyId}`)
  assert.deepEqual(
    body.data.map(({ identifier }: any) => identifier),
    [theirs[0].identifier],
  )
  assert.equal(body.data[0].company_id, other.companyId)
  const own = (await platform.call('GET', `/audit?actor_id=${other.tokenId}`)).body.data
  assert.deepEqual(own, [])
})

test('as CSV it has every line, and nothing that a sheet takes for a formula', async () => {
  const owner = await signIn(platform, 'owner')
  await askAs(
    platform,
    owner,
    'PUT',
    '/contact',
    { email: 'c@example.com', name: 'C' },
    { 'user-agent': '=cmd|x' },
  )
  const { text, headers } = await askAs(platform, owner, 'GET', `/audit/export?actor_id=${owner.userId}`)
  assert.match(headers.get('content-type')!, /^text\/csv/)
  const [head, row, end] = text.split('\r\n')
  assert.match(head!, /^created_at,actor_kind,/)
  assert.match(row!, /create_contact/)
  assert.match(row!, /,'=cmd\|x,/)
  assert.equal(end, '')
})

test('created_after and created_before are of what it shows: a line’s own time leaves that line out, and no other', async () => {
  const [owner, operator] = [await signIn(platform, 'owner'), await signIn(platform, 'operator')]
  for (let times = 0; times < 4; times++)
    await askAs(platform, owner, 'PUT', '/contact', { email: 'd@example.com', name: 'D' })
  for (const [as, path] of [
    [owner, `/audit?actor_id=${owner.userId}&limit=100`],
    [operator, `/operator/audit?company_id=${platform.demo.company_id}&limit=100`],
  ] as const) {
    const list = async (more = ''): Promise<{ identifier: string; created_at: string }[]> =>
      (await askAs(platform, as, 'GET', path + more)).body.data
    const rows = await list()
    assert.ok(rows.length >= 4)
    const ids = (of: typeof rows) => of.map(({ identifier }) => identifier)
    for (const { created_at: at } of rows.slice(0, 4)) {
      const time = encodeURIComponent(at)
      assert.deepEqual(
        ids(await list(`&created_after=${time}`)),
        ids(rows.filter((row) => row.created_at > at)),
      )
      assert.deepEqual(
        ids(await list(`&created_before=${time}`)),
        ids(rows.filter((row) => row.created_at < at)),
      )
    }
    const lines = (text: string) => text.trim().split('\r\n').length
    const csv = async (more: string) =>
      lines((await askAs(platform, owner, 'GET', `/audit/export?actor_id=${owner.userId}${more}`)).text)
    const [newest] = (await askAs(platform, owner, 'GET', `/audit?actor_id=${owner.userId}`)).body.data
    const before = encodeURIComponent(newest.created_at)
    assert.equal(await csv(`&created_before=${before}`), (await csv('')) - 1)
  }
})
