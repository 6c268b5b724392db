import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'
import { textOf } from '../mail/mail.ts'
import { hashPassword } from './password.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const PASSWORD = 'six good words make one'
const nobody = { headers: {} }
const post = (path: string, body: unknown, as: { headers: Record<string, string> } = nobody) =>
  askAs(platform, as, 'POST', path, body)

/** A person with a password, in the demo company. */
async function withPassword(email: string) {
  const person = await signIn(platform, 'viewer', { email })
  await platform.db.run(
    sql`update users set password_hash = ${await hashPassword(PASSWORD)} where user_id = ${person.userId}`,
  )
  return person
}

/** The secret at the end of the link in the newest mail to an address. */
const linkTo = (email: string) =>
  until('the mail', async () => {
    const mail = await platform.db.first<{
      company_id: string
      mail_id: string
      text: string
      link_sealed: Buffer | null
    }>(sql`
      select company_id, mail_id, text, link_sealed from mails where to_address = ${email} order by mail_id desc limit 1`)
    return mail && /#([\w-]{43})/.exec(textOf(platform.context.seal, mail))?.[1]
  })

const cookieOf = (answer: { headers: Headers }) => answer.headers.get('set-cookie')!.split(';')[0]!

test('a password signs in with a new session; a wrong one, and an account that there is not, are told alike', async () => {
  const person = await withPassword('pia@example.com')
  const good = await post(
    '/session',
    { email: 'PIA@example.com', password: PASSWORD },
    { headers: { cookie: person.headers.cookie!, origin: platform.url, 'jetpay-dashboard': '1' } },
  )
  assert.equal(good.status, 200)
  assert.notEqual(cookieOf(good), person.headers.cookie)
  const session = await askAs(platform, { headers: { cookie: cookieOf(good) } }, 'GET', '/session')
  assert.equal(session.body.user.email, 'pia@example.com')
  const wrong = await post('/session', { email: 'pia@example.com', password: 'wrong' })
  const none = await post('/session', { email: 'none@example.com', password: 'wrong' })
  const said = ({ body: { request_id: _, ...body } }: any) => body
  assert.deepEqual([wrong.status, said(wrong)], [none.status, said(none)])
  assert.equal(wrong.body.code, 'sign_in_failed')
  assert.equal(wrong.headers.get('set-cookie'), null)
  const told = await platform.eventsOf('none')
  assert.deepEqual(told, [])
})

test('a sign-in is an event of the company and a line of its log, a failed one a line', async () => {
  const person = await withPassword('sam@example.com')
  await post('/session', { email: 'sam@example.com', password: PASSWORD })
  await post('/session', { email: 'sam@example.com', password: 'wrong' })
  const owner = await signIn(platform, 'owner')
  const { body } = await askAs(platform, owner, 'GET', '/audit?operation=sign_in&limit=2')
  assert.deepEqual(
    body.data.map(({ outcome, code, actor }: any) => [outcome, code, actor.kind, actor.name]),
    [
      ['refused', 'sign_in_failed', 'nobody', 'sam@example.com'],
      ['done', null, 'user', 'sam@example.com'],
    ],
  )
  const { events } = await platform.db.one<{ events: bigint }>(sql`
    select count(*) as events from (
      select data from events where company_id = ${platform.demo.company_id} and type = 'users.signed_in'
      union all select data from outbox where company_id = ${platform.demo.company_id} and type = 'users.signed_in') told
    where data ->> 'userId' = ${person.userId}`)
  assert.equal(events, 1n)
})

test('ten wrong passwords of an account from an address, and even the right one waits; it is open from where its person has been', async () => {
  const person = await withPassword('lou@example.com')
  const codes: number[] = []
  for (let tries = 0; tries < 12; tries++)
    codes.push((await post('/session', { email: 'lou@example.com', password: `no ${tries}` })).status)
  assert.deepEqual(codes, [...Array(10).fill(401), 429, 429])
  const right = await post('/session', { email: 'lou@example.com', password: PASSWORD })
  assert.equal(right.status, 429)
  assert.ok(Number(right.headers.get('retry-after')) > 0)
  // An account that there is not waits alike.
  for (let tries = 0; tries < 11; tries++)
    codes.push((await post('/session', { email: 'nil@example.com', password: 'x' })).status)
  assert.equal(codes.at(-1), 429)
  // What the mail sets still works, and a time later so does the password.
  await platform.db.run(sql`update sign_in_failures set first_at = now() - interval '2 hours'`)
  assert.equal((await post('/session', { email: 'lou@example.com', password: PASSWORD })).status, 200)
  // Many from everywhere: closed to strangers' addresses, open to the person's own.
  await platform.db.run(
    sql`update sign_in_failures set first_at = now(), failures = case when subject like 'account %' then 1000 else 0 end`,
  )
  assert.equal((await post('/session', { email: 'lou@example.com', password: PASSWORD })).status, 200)
  await platform.db.run(sql`update sessions set address = '203.0.113.9' where user_id = ${person.userId}`)
  await platform.db.run(sql`update sign_in_failures set failures = 1000 where subject like 'account %'`)
  assert.equal((await post('/session', { email: 'lou@example.com', password: PASSWORD })).status, 429)
  await platform.db.run(sql`delete from sign_in_failures`)
})

test('with an authenticator app a password needs a code, each is good once, and a recovery code stands in once', async () => {
  const person = await withPassword('tom@example.com')
  const options = await post('/session/totp/options', undefined, person)
  assert.equal(options.status, 200, options.text)
  const { ticket, secret, uri } = options.body
  assert.match(uri, /^otpauth:\/\/totp\/Jetpay:tom/)
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const at = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 })
  const added = await askAs(platform, person, 'PUT', '/session/totp', { ticket, code: at(-1) })
  assert.equal(added.status, 200, added.text)
  assert.equal(added.body.recovery_codes.length, 10)

  const asked = { email: 'tom@example.com', password: PASSWORD }
  const without = await post('/session', asked)
  assert.deepEqual([without.status, without.body.code], [401, 'second_factor_required'])
  assert.equal(
    (await post('/session', { ...asked, password: 'no', code: at(0) })).body.code,
    'sign_in_failed',
  )
  assert.equal((await post('/session', { ...asked, code: at(-1) })).status, 401, 'it was used to enrol')
  const code = at(0)
  assert.equal((await post('/session', { ...asked, code })).status, 200)
  assert.equal((await post('/session', { ...asked, code })).status, 401, 'a code is good once')
  const recovery_code = added.body.recovery_codes[0]
  assert.equal((await post('/session', { ...asked, recovery_code: recovery_code.toUpperCase() })).status, 200)
  assert.equal(
    (await post('/session', { ...asked, recovery_code })).status,
    401,
    'a recovery code is good once',
  )
  const { kept } = await platform.db.one<{ kept: string }>(sql`
    select users::text || coalesce((select string_agg(r::text, ' ') from recovery_codes r), '') as kept from users where user_id = ${person.userId}`)
  assert.ok(!kept.includes(secret) && !kept.includes(recovery_code))
})

test('signing in by password and then code in two steps leaves no failure behind, a wrong code one on each count', async () => {
  const person = await withPassword('nina@example.com')
  const { ticket, secret } = (await post('/session/totp/options', undefined, person)).body
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const at = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 })
  const added = await askAs(platform, person, 'PUT', '/session/totp', { ticket, code: at(-1) })
  assert.equal(added.status, 200, added.text)
  await platform.db.run(sql`delete from sign_in_failures`)
  const counted = async () =>
    (
      await platform.db.many<{ failures: number }>(
        sql`select failures from sign_in_failures where failures > 0 order by failures`,
      )
    ).map(({ failures }) => failures)
  const asked = { email: 'nina@example.com', password: PASSWORD }
  const steps = [
    { code: at(0) },
    ...added.body.recovery_codes.slice(0, 2).map((recovery_code: string) => ({ recovery_code })),
  ]
  for (const second of steps) {
    assert.equal((await post('/session', asked)).body.code, 'second_factor_required')
    assert.equal((await post('/session', { ...asked, ...second })).status, 200)
  }
  assert.deepEqual(await counted(), [])
  assert.equal((await post('/session', { ...asked, code: '000000' })).body.code, 'sign_in_failed')
  assert.deepEqual(await counted(), [1, 1, 1])
  assert.equal((await post('/session', asked)).body.code, 'second_factor_required')
  const again = { headers: person.headers }
  assert.equal(
    (await post('/session/reauthenticate', { password: PASSWORD }, again)).body.code,
    'second_factor_required',
  )
  assert.deepEqual(await counted(), [1, 1, 1], 'a password alone forgives no wrong code')
  await platform.db.run(sql`delete from sign_in_failures`)
})

test('two at once with one code: one of them is in', async () => {
  const person = await withPassword('two@example.com')
  const { ticket, secret } = (await post('/session/totp/options', undefined, person)).body
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  await askAs(platform, person, 'PUT', '/session/totp', {
    ticket,
    code: totp.generate({ timestamp: Date.now() - 30_000 }),
  })
  const code = totp.generate()
  const answers = await Promise.all(
    [1, 2, 3].map(() => post('/session', { email: 'two@example.com', password: PASSWORD, code })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401])
})

test('a mail sets a new password, once: all sessions end, and nobody learns whether there is an account', async () => {
  const person = await withPassword('eva@example.com')
  const known = await post('/session/reset', { email: 'eva@example.com' })
  const unknown = await post('/session/reset', { email: 'nobody@example.com' })
  assert.deepEqual([known.status, known.text], [unknown.status, unknown.text])
  const ticket = await linkTo('eva@example.com')
  const short = await post('/session/reset/confirm', { ticket, password: 'short' })
  assert.equal(short.status, 422)
  const own = await post('/session/reset/confirm', { ticket, password: 'Eva@Example.com' })
  assert.match(own.body.errors[0].message, /your address/)
  const password = 'another six good words'
  assert.equal((await post('/session/reset/confirm', { ticket, password })).status, 200)
  assert.equal((await post('/session/reset/confirm', { ticket, password })).status, 401)
  assert.equal((await askAs(platform, person, 'GET', '/session')).status, 401)
  assert.equal((await post('/session', { email: 'eva@example.com', password: PASSWORD })).status, 401)
  assert.equal((await post('/session', { email: 'eva@example.com', password })).status, 200)
  const { mails } = await platform.db.one<{ mails: bigint }>(
    sql`select count(*) as mails from mails where to_address = 'nobody@example.com'`,
  )
  assert.equal(mails, 0n)
})

test('whoever shows again that it is them may move money again; a wrong password does not', async () => {
  const person = await withPassword('ned@example.com')
  const age = () =>
    platform.db.run(
      sql`update sessions set proven_at = now() - interval '1 hour' where session_id = ${person.sessionId}`,
    )
  await age()
  const set = () =>
    askAs(platform, person, 'PUT', '/session/password', { password: 'one more good password' })
  assert.equal((await set()).body.code, 'reauthentication_required')
  const wrong = await post('/session/reauthenticate', { password: 'wrong' }, person)
  assert.deepEqual([wrong.status, wrong.body.code], [401, 'sign_in_failed'])
  assert.equal((await set()).body.code, 'reauthentication_required')
  assert.equal((await post('/session/reauthenticate', { password: PASSWORD }, person)).status, 200)
  assert.equal((await set()).status, 200)
})

test('a person sees their sessions and ends them, and nobody else’s', async () => {
  const person = await withPassword('kim@example.com')
  const second = await post('/session', { email: 'kim@example.com', password: PASSWORD })
  const other = await signIn(platform, 'owner')
  const { body } = await askAs(platform, person, 'GET', '/session/sessions')
  assert.deepEqual(
    body.data.map(({ is_current }: any) => is_current),
    [false, true],
  )
  const theirs = await askAs(platform, other, 'DELETE', `/session/sessions/${person.sessionId}`)
  assert.equal(theirs.status, 404)
  assert.equal((await askAs(platform, person, 'DELETE', '/session/sessions')).status, 200)
  assert.equal(
    (await askAs(platform, { headers: { cookie: cookieOf(second) } }, 'GET', '/session')).status,
    401,
  )
  assert.equal((await askAs(platform, person, 'GET', '/session')).status, 200)
})

test('at an address in numbers passkeys are refused with what to do', async () => {
  const { status, body } = await post('/session/passkey/options', undefined)
  assert.deepEqual([status, body.code], [409, 'wrong_state'])
  assert.match(body.detail, /localhost/)
})
