import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { buildApi } from '../api.ts'
import { type Statement, sql } from '../db/sql.ts'
import { hashSecret, newId, newSecret } from '../ground/ids.ts'
import { cookieName, readCookie, sessionCookie } from '../http/session-door.ts'
import { seedDemoLink } from './demo-link.ts'
import { createOperatorToken } from './operator-token.ts'
import { pruneWaysIn } from './prune-ways-in.ts'
import { endSessions } from './session.ts'
import { newTicket, takeTicket } from './ticket.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const contact = { email: 'ada@example.com', name: 'Ada' }

test('a session of ours reads and writes; without our origin, or our header, it writes nothing', async () => {
  const owner = await signIn(platform, 'owner')
  assert.equal((await askAs(platform, owner, 'PUT', '/contact', contact)).status, 200)
  const { origin: _o, ...noOrigin } = owner.headers
  const { 'jetpay-dashboard': _d, ...noHeader } = owner.headers
  const bad: Record<string, string>[] = [
    noOrigin,
    noHeader,
    { ...owner.headers, origin: 'https://evil.example' },
    { ...owner.headers, origin: 'null' },
    { ...owner.headers, origin: platform.url.replace('127.0.0.1', 'localhost') },
    { ...owner.headers, 'sec-fetch-site': 'cross-site' },
    { ...owner.headers, 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of bad) {
    const { status, body } = await askAs(platform, { headers }, 'PUT', '/contact', contact)
    assert.deepEqual([status, body.code], [403, 'not_own_page'], JSON.stringify(headers))
  }
  const foreignRead = { ...owner.headers, 'sec-fetch-site': 'cross-site' }
  assert.equal((await askAs(platform, { headers: foreignRead }, 'GET', '/contact')).status, 403)
  const { headers } = await askAs(platform, owner, 'GET', '/contact', undefined, {
    origin: 'https://evil.example',
  })
  assert.equal(headers.get('access-control-allow-origin'), null)
})

test('nobody signs in by a page of another site; a page of ours and a program do', async () => {
  const asked = { email: 'none@example.com', password: 'wrong' }
  const code = async (headers: Record<string, string>, path = '/session', body: unknown = asked) =>
    (await askAs(platform, { headers }, 'POST', path, body)).body.code
  const ours = new URL(platform.url).origin
  for (const headers of [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: ours, 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', authorization: `Bearer ${platform.demo.api_token}` },
  ] as Record<string, string>[]) {
    assert.equal(await code(headers), 'not_own_page', JSON.stringify(headers))
    assert.equal(await code(headers, '/session/passkey/options', undefined), 'not_own_page')
  }
  for (const headers of [{ origin: ours, 'sec-fetch-site': 'same-origin' }, { origin: ours }, {}] as Record<
    string,
    string
  >[])
    assert.equal(await code(headers), 'sign_in_failed', JSON.stringify(headers))
})

test('a session that was ended, left alone, or is too old is over with the next request', async () => {
  const status = async (person: { headers: Record<string, string> }) =>
    (await askAs(platform, person, 'GET', '/contact')).status
  const ended = await signIn(platform, 'viewer')
  assert.equal(await status(ended), 200)
  await endSessions(platform.db, ended.userId, { only: ended.sessionId })
  assert.equal(await status(ended), 401)

  const idle = await signIn(platform, 'viewer')
  assert.equal(await status(idle), 200)
  await platform.db.run(sql`
    update sessions set last_seen_at = now() - interval '121 minutes' where session_id = ${idle.sessionId}`)
  assert.equal(await status(idle), 401)

  const old = await signIn(platform, 'viewer')
  await platform.db.run(sql`update sessions set expires_at = now() where session_id = ${old.sessionId}`)
  assert.equal(await status(old), 401)
})

test('a role that is changed or taken away is so with the next request', async () => {
  const person = await signIn(platform, 'admin')
  assert.equal((await askAs(platform, person, 'PUT', '/contact', contact)).status, 200)
  await platform.db.run(
    sql`update memberships set role = 'viewer' where company_id = ${platform.demo.company_id} and user_id = ${person.userId}`,
  )
  const lowered = await askAs(platform, person, 'PUT', '/contact', contact)
  assert.deepEqual([lowered.status, lowered.body.code], [403, 'forbidden'])
  assert.match(lowered.body.detail, /viewer/)
  await platform.db.run(
    sql`delete from memberships where company_id = ${platform.demo.company_id} and user_id = ${person.userId}`,
  )
  assert.equal((await askAs(platform, person, 'GET', '/contact')).status, 404)
})

test('a cookie is for scripts of nobody, for this host, and over https for it alone; two of a name are none', async () => {
  const secret = newSecret()
  const http = { publicUrl: 'http://127.0.0.1:8400' }
  const https = { publicUrl: 'https://pay.example' }
  assert.equal(sessionCookie(http, secret), `jetpay_session=${secret}; Path=/; HttpOnly; SameSite=Strict`)
  assert.equal(
    sessionCookie(https, secret),
    `__Host-jetpay_session=${secret}; Path=/; HttpOnly; SameSite=Strict; Secure`,
  )
  const one = `${cookieName(https)}=${secret}`
  assert.equal(readCookie(https, `a=b; ${one}; c=d`), secret)
  for (const header of [
    undefined,
    '',
    'jetpay_session=x',
    `${one}; ${one}`,
    `jetpay_session=${secret}`,
    `${one}x`,
  ])
    assert.equal(readCookie(https, header), undefined, String(header))
})

test('of a session only a hash is kept, and of many the oldest ends', async () => {
  const person = await signIn(platform, 'viewer')
  const secret = person.headers.cookie!.split('=')[1]!
  const { kept } = await platform.db.one<{ kept: Buffer }>(
    sql`select session_hash as kept from sessions where session_id = ${person.sessionId}`,
  )
  assert.deepEqual(kept, hashSecret(secret))
  for (let more = 0; more < 20; more++) await signIn(platform, 'viewer', { email: person.email })
  assert.equal((await askAs(platform, person, 'GET', '/contact')).status, 401)
})

test('a token of the operator’s opens no company, whatever header it brings; a company’s token opens nothing of the operator’s', async () => {
  const { token } = await createOperatorToken(platform.db, 'demo', {
    name: 'nightly',
    scopes: ['operator:read', 'operator:write'],
  })
  const headers = { authorization: `Bearer ${token}`, 'jetpay-company': platform.demo.company_id }
  const { status, body } = await askAs(platform, { headers }, 'GET', '/contact')
  assert.deepEqual([status, body.code], [403, 'forbidden'])
  const { scopes } = await platform.db.one<{ scopes: string[] }>(
    sql`select scopes from api_tokens where company_id = ${platform.demo.company_id} limit 1`,
  )
  assert.ok(!scopes.some((scope) => /^(operator|session):/.test(scope)))
})

test('the demo’s link signs in its user, who owns the demo company and is an operator; one of nobody’s does not', async () => {
  const answer = await fetch(platform.dashboardUrl, { redirect: 'manual' })
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/dashboard'])
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  const { body } = await askAs(platform, { headers: { cookie } }, 'GET', '/session')
  assert.equal(body.operator, true)
  assert.deepEqual(
    body.companies.map(({ identifier, role }: { identifier: string; role: string }) => [identifier, role]),
    [[platform.demo.company_id, 'owner']],
  )
  const wrong = await fetch(platform.dashboardUrl.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))
  assert.deepEqual([wrong.status, wrong.headers.get('set-cookie')], [404, null])
  assert.equal(
    await seedDemoLink(platform.db, platform.url, platform.demo.company_id, platform.dashboardUrl),
    platform.dashboardUrl,
  )
})

test('live there is no such link, and a session that one began is over', async () => {
  const context = { ...platform.context, config: { ...platform.config, environment: 'live' as const } }
  const live = await buildApi(context)
  const { pathname } = new URL(platform.dashboardUrl)
  assert.equal((await live.inject(pathname)).headers['set-cookie'], undefined)
  const begun = await fetch(platform.dashboardUrl, { redirect: 'manual' })
  const cookie = begun.headers.get('set-cookie')!.split(';')[0]!
  assert.equal((await live.inject({ url: '/session', headers: { cookie } })).statusCode, 401)
  await live.close()
})

test('who signs out has a cookie that opens nothing', async () => {
  const person = await signIn(platform, 'viewer')
  const out = await askAs(platform, person, 'DELETE', '/session')
  assert.match(out.headers.get('set-cookie')!, /^jetpay_session=; .*Max-Age=0/)
  assert.equal((await askAs(platform, person, 'GET', '/session')).status, 401)
})

test('sixty cookies of nobody from an address are told so, the next are not looked up, and one that is good still works', async () => {
  const owner = await signIn(platform, 'owner')
  const codes = new Set<number>()
  for (let tries = 0; tries < 70; tries++) {
    const headers = { cookie: `jetpay_session=${newSecret()}`, 'jetpay-company': platform.demo.company_id }
    codes.add((await askAs(platform, { headers }, 'GET', '/contact')).status)
  }
  assert.deepEqual([...codes], [401, 429])
  assert.equal((await askAs(platform, owner, 'GET', '/contact')).status, 200)
})

test('ways in that are over are taken away after a while, and none that is good, nor what opens an account to its person', async () => {
  const { context, db, demo } = platform
  const [over, recent, good] = [
    await signIn(platform, 'owner'),
    await signIn(platform, 'viewer'),
    await signIn(platform, 'viewer'),
  ]
  const ended = (id: string, days: number) =>
    db.run(
      sql`update sessions set expires_at = now() - make_interval(days => ${days}) where session_id = ${id}`,
    )
  await ended(over.sessionId, 32)
  await ended(recent.sessionId, 30)
  const invite = async (email: string, days: number) =>
    db.run(sql`
      insert into invitations (company_id, invitation_id, email, role, ticket_hash, expires_at)
      values (${demo.company_id}, ${newId()}, ${email}, 'viewer', ${Buffer.from(email)}, now() - make_interval(days => ${days}))`)
  await invite('old@example.com', 32)
  await invite('new@example.com', -5)
  const ticket = await newTicket(db, 'reset', { userId: good.userId, minutes: 5 })
  await db.run(sql`
    insert into user_tickets (ticket_hash, kind, user_id, expires_at)
    values ('\\x01', 'reset', ${over.userId}, now() - interval '1 minute')`)
  await db.run(sql`
    insert into sign_in_failures (subject, failures, first_at, last_at)
    values ('address old', 9, now() - interval '3 days', now() - interval '2 days'), ('address new', 9, now(), now())`)
  await pruneWaysIn.run(context)
  const left = async (text: Statement) => (await db.many<{ left: string }>(text)).map(({ left }) => left)
  const sessions = await left(sql`
    select session_id::text as left from sessions
    where session_id in (${over.sessionId}, ${recent.sessionId}, ${good.sessionId}) order by session_id`)
  assert.deepEqual(sessions, [recent.sessionId, good.sessionId].sort())
  assert.deepEqual(
    await left(sql`select email as left from invitations where company_id = ${demo.company_id}`),
    ['new@example.com'],
  )
  assert.deepEqual(
    await left(
      sql`select subject as left from sign_in_failures where subject like '%w' or subject like '%old'`,
    ),
    ['address new'],
  )
  assert.ok(await takeTicket(db, 'reset', ticket))
  const tickets = await left(sql`select kind as left from user_tickets`)
  assert.deepEqual(tickets, ['demo_link'], 'the demo’s link has no end')
})
