/** The request log: what was asked is found again, redacted, by its company alone, within its bounds. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { loggedAgent, loggedPath, loggedProblem, loggedQuery } from './redact-request.ts'
import { openRequestLog } from './request-log.ts'
import { turnRequestLog } from './turn-request-log.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const CARD = '4242424242424242'
const found = (id: string | null) =>
  until(`request ${id} in the log`, async () => {
    const answer = await platform.call('GET', `/request_log/${id}`)
    return answer.status === 200 && answer.body
  })

test('each request is found by its id: what it was, how it went, by which token', async () => {
  const key = { 'idempotency-key': 'order-1', 'user-agent': 'till/2.0' }
  const contact = { name: 'Ada', email: 'ada@example.com' }
  const made = await platform.call('PUT', '/contact', contact, key)
  const again = await platform.call('PUT', '/contact', contact, key)
  const bad = await platform.call('PUT', '/contact', { name: 'Ada' })
  const [first, second, third] = [
    await found(made.headers.get('x-request-id')),
    await found(again.headers.get('x-request-id')),
    await found(bad.headers.get('x-request-id')),
  ]
  assert.deepEqual(
    [
      first.method,
      first.path,
      first.operation,
      first.status,
      first.problem,
      first.replayed,
      first.user_agent,
    ],
    ['PUT', '/contact', 'create_contact', 200, null, false, 'till/2.0'],
  )
  assert.deepEqual([first.token_name, first.address, second.replayed], ['demo', '127.0.0.1', true])
  assert.equal(first.idempotency_key_hash, second.idempotency_key_hash)
  assert.match(first.idempotency_key_hash, /^[0-9a-f]{32}$/)
  assert.ok(first.duration_ms > 0)
  assert.deepEqual([third.status, third.problem_code], [422, 'validation_failed'])
  assert.equal(third.problem.detail, bad.body.detail)
})

test('of a person of the team a request has the name; of one who has left only that it was a person', async () => {
  const viewer = await signIn(platform, 'viewer')
  const asked = await askAs(platform, viewer, 'GET', '/company')
  assert.equal(asked.status, 200)
  const id = asked.headers.get('x-request-id')!
  const { user_id, user_name, token_name } = await found(id)
  assert.deepEqual([user_id, user_name, token_name], [viewer.userId, 'Person', null])
  const { data } = await platform.good('GET', '/request_log?operation=get_company')
  assert.equal(data.find((one: any) => one.request_id === id).user_name, 'Person')
  await platform.db.run(sql`
    delete from memberships where company_id = ${platform.demo.company_id} and user_id = ${viewer.userId}`)
  const left = await found(id)
  assert.deepEqual([left.user_id, left.user_name], [viewer.userId, null])
})

test('no number of a card or an account and no person’s words come into it, wherever they were put', async () => {
  const account = '7654321'
  const requests = [
    await platform.call(
      'GET',
      `/contact/${CARD}?email=ada@example.com&search=ada&number=${account}&${CARD}=1`,
    ),
    await platform.call('GET', `/contact?number=${account}&external_reference=Lovelace`),
    await platform.call('PUT', '/contact', {
      name: CARD,
      email: 'ada@example.com',
      [CARD]: CARD,
      '\u0000': 1,
    }),
    await platform.call('PUT', '/contact', { name: 'A', [`a${CARD}`]: 1 }, { 'user-agent': CARD }),
  ]
  for (const { headers } of requests) {
    const text = JSON.stringify(await found(headers.get('x-request-id')))
    for (const word of [CARD, account, 'ada@', 'search=ada', 'Lovelace'])
      assert.ok(!text.includes(word), text)
  }
})

test('what of a path and a query is shown are ids, words of the API, counts, times and amounts', () => {
  const id = newId()
  assert.equal(loggedPath(`/contact/${id}/creditcards`), `/contact/${id}/creditcards`)
  assert.equal(loggedPath('/events/123/proof'), '/events/123/proof')
  assert.equal(loggedPath('/contact/1234567'), '/contact/[hidden]')
  const query = `state=paid,completed&limit=20&contact_id=${id}&created_after=2026-01-31T12:00:00Z&currency=CAD`
  assert.equal(loggedQuery(query), query)
  assert.equal(
    loggedQuery('holder=ada&after=123456789012&x%20y=1'),
    'holder=[hidden]&after=[hidden]&[hidden]',
  )
  assert.equal(loggedProblem(`{"a":"${CARD}"}`), null)
  assert.equal(loggedProblem('{"a":"\\u0000"}'), null)
  assert.equal(loggedAgent('caf\u00e9/1'), 'caf?/1')
})

test('a company sees its own requests only, newest first, filtered, and page by page', async () => {
  const { headers, companyId } = await anotherCompany(platform)
  const ids: string[] = []
  for (let at = 0; at < 6; at++) {
    const answer = await platform.call(at % 2 ? 'GET' : 'PUT', '/contact', at % 2 ? undefined : {}, headers)
    ids.unshift(answer.headers.get('x-request-id')!)
  }
  const list = async (query: string) =>
    (await platform.call('GET', `/request_log?${query}`, undefined, headers)).body
  await until('all to be in the log', async () => (await list('operation=create_contact')).data.length === 3)
  const seen = async (query: string) => {
    const got: string[] = []
    for (let cursor = ''; ; ) {
      const page = await list(`${query}&limit=2${cursor && `&cursor=${cursor}`}`)
      got.push(...page.data.map(({ request_id }: { request_id: string }) => request_id))
      if (page.next_cursor === null) return got
      cursor = page.next_cursor
    }
  }
  assert.deepEqual(
    await seen('operation=list_contacts'),
    ids.filter((_, at) => at % 2 === 0),
  )
  assert.deepEqual(
    await seen('outcome=refused'),
    ids.filter((_, at) => at % 2 === 1),
  )
  const all = await seen('')
  assert.deepEqual(
    all.filter((id) => ids.includes(id)),
    ids,
  )
  const foreign = await platform.call('GET', `/request_log/${ids[0]}`)
  assert.equal(foreign.status, 404)
  const owned = await platform.db.many<{ request_id: string }>(
    sql`select request_id from request_log where company_id = ${companyId}`,
  )
  assert.ok(all.every((id) => owned.some(({ request_id }) => request_id === id)))
})

test('the ring goes on when a table is full or its day is over, and empties the next one', async () => {
  const { context, db } = platform
  const slot = async () => (await db.one<{ slot: number }>(sql`select slot from request_log_ring`)).slot
  const began = await slot()
  await turnRequestLog().run(context)
  assert.equal(await slot(), began)
  const made = await platform.call('GET', '/company')
  const id = made.headers.get('x-request-id')
  await found(id)
  for (let turns = 0; turns < 7; turns++) await turnRequestLog(0).run(context)
  assert.equal((await platform.call('GET', `/request_log/${id}`)).status, 200)
  await turnRequestLog(0).run(context)
  assert.equal((await platform.call('GET', `/request_log/${id}`)).status, 404)
  assert.equal(await slot(), began)
})

test('what cannot be written is counted, and the log says where it is missing', async () => {
  const { context, demo } = platform
  let down = true
  const db = {
    ...context.db,
    run: (statement: Parameters<typeof context.db.run>[0]) =>
      down ? Promise.reject(new Error('the database is down')) : context.db.run(statement),
  }
  const log = openRequestLog({ ...context, db })
  const request = {
    caller: { company_id: demo.company_id, token_id: newId(), actor: { kind: 'token' } },
    id: newId(),
    method: 'GET',
    url: '/company',
    ip: '127.0.0.1',
    headers: {},
    timing: { startedAt: performance.now() },
  }
  const reply = { statusCode: 200, getHeader: () => undefined }
  const note = () => log.note('get_company', { ...request, id: newId() } as never, reply as never, null)
  for (let at = 0; at < 5; at++) note()
  await log.close()
  down = false
  note()
  await log.close()
  const { gaps } = (await platform.call('GET', '/request_log?limit=1')).body
  assert.deepEqual(
    gaps.map(({ lost }: { lost: number }) => lost),
    [5],
  )
})
