import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { askAs, type SignedIn, signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { newId } from '../ground/ids.ts'
import { forgetFactors } from './forget-factors.ts'
import { hashPassword } from './password.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const PASSWORD = 'six good words make one'
const ask = (as: SignedIn, method: string, path: string, body?: unknown) =>
  askAs(platform, as, method, path, body)
const prove = (as: SignedIn, shown: object) => ask(as, 'POST', '/session/reauthenticate', shown)

async function person(role: 'owner' | 'viewer') {
  const made = await signIn(platform, role)
  await platform.db.run(
    sql`update users set password_hash = ${await hashPassword(PASSWORD)} where user_id = ${made.userId}`,
  )
  return made
}

/** Gives them an authenticator app: its codes, and the recovery codes. */
async function withApp(of: SignedIn) {
  const { ticket, secret } = (await ask(of, 'POST', '/session/totp/options')).body
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 })
  const added = await ask(of, 'PUT', '/session/totp', { ticket, code: code(-1) })
  assert.equal(added.status, 200, added.text)
  return { code, recovery: added.body.recovery_codes as string[] }
}

/** A passkey that no browser of ours holds: what matters here is that there is one. */
const withPasskey = ({ userId }: SignedIn) =>
  platform.db.run(sql`
    insert into passkeys (user_id, passkey_id, credential_id, public_key, counter, name)
    values (${userId}, ${newId()}, ${newId()}, ${Buffer.alloc(32)}, 0, 'Lost')`)

const age = ({ sessionId }: SignedIn) =>
  platform.db.run(
    sql`update sessions set proven_at = now() - interval '1 hour' where session_id = ${sessionId}`,
  )
const mayMove = async (of: SignedIn) => (await ask(of, 'POST', '/session/totp/options')).status === 200

test('with an authenticator app a password alone proves nothing: its code, or a recovery code, goes with it', async () => {
  const of = await person('viewer')
  const { code, recovery } = await withApp(of)
  await age(of)
  const alone = await prove(of, { password: PASSWORD })
  assert.deepEqual([alone.status, alone.body.code], [401, 'second_factor_required'])
  for (const wrong of [
    { password: PASSWORD, code: '000000' },
    { password: 'wrong', code: code(0) },
    { password: PASSWORD, recovery_code: 'aaaa-bbbb-cccc-dddd' },
    { code: code(0) },
  ])
    assert.equal((await prove(of, wrong)).body.code, 'sign_in_failed')
  assert.equal(await mayMove(of), false)
  assert.equal((await prove(of, { password: PASSWORD, code: code(0) })).status, 200)
  assert.equal(await mayMove(of), true)
  await age(of)
  assert.equal((await prove(of, { password: PASSWORD, recovery_code: recovery[0] })).status, 200)
  assert.equal((await prove(of, { password: PASSWORD, recovery_code: recovery[0] })).status, 401)
})

test('with a passkey a password alone signs in and moves no money; a recovery code stands in for a lost one', async () => {
  const of = await person('viewer')
  await withPasskey(of)
  const { body } = await ask(of, 'POST', '/session/recovery_codes')
  const { email } = of
  const answer = await askAs(platform, { headers: {} }, 'POST', '/session', { email, password: PASSWORD })
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  const again = { ...of, headers: { ...of.headers, cookie } }
  assert.equal(await mayMove(again), false)
  const alone = await prove(again, { password: PASSWORD })
  assert.deepEqual([alone.status, alone.body.code], [401, 'second_factor_required'])
  assert.equal(
    (await prove(again, { password: PASSWORD, recovery_code: body.recovery_codes[0] })).status,
    200,
  )
  assert.equal(await mayMove(again), true)
})

test('a company that demands a second factor is shut to who has shown none, but for their own pages, until they have one', async () => {
  const [owner, member] = [await person('owner'), await person('viewer')]
  const demand = (required: boolean) => ask(owner, 'PUT', '/team/second_factor', { required })
  const refused = await demand(true)
  assert.deepEqual([refused.status, refused.body.code], [409, 'wrong_state'], 'it would shut its owner out')
  await withApp(owner)
  const demanded = await demand(true)
  assert.deepEqual([demanded.status, demanded.body.second_factor_required], [200, true], demanded.text)
  assert.equal((await ask(owner, 'GET', '/contact')).status, 200)
  for (const [method, path] of [
    ['GET', '/contact'],
    ['GET', '/company'],
    ['GET', '/events/stream?follow=false'],
    ['POST', '/export'],
  ] as const) {
    const { status, body } = await ask(member, method, path, method === 'GET' ? undefined : {})
    assert.deepEqual([status, body.code], [403, 'second_factor_missing'], path)
  }
  const session = (await ask(member, 'GET', '/session')).body
  assert.equal(session.companies[0].second_factor_missing, true)
  // A token is a program, and an operator no member: neither is asked.
  assert.equal((await platform.call('GET', '/contact')).status, 200)
  const operator = await signIn(platform, 'operator')
  const company = { 'jetpay-company': platform.demo.company_id }
  assert.equal((await askAs(platform, operator, 'GET', '/contact', undefined, company)).status, 200)
  await withApp(member)
  assert.equal((await ask(member, 'GET', '/contact')).status, 200)
  // The last one is not taken away: it would shut them out.
  const removeApp = () => ask(member, 'DELETE', '/session/totp')
  const kept = await removeApp()
  assert.deepEqual([kept.status, kept.body.code], [409, 'wrong_state'])
  assert.match(
    kept.body.detail,
    /demands a second factor of its members, and this is your last: set up another/,
  )
  assert.equal((await ask(member, 'GET', '/contact')).status, 200)
  await withPasskey(member)
  assert.equal((await removeApp()).status, 200)
  const [passkey] = (await ask(member, 'GET', '/session/passkeys')).body.data
  const removeKey = () => ask(member, 'DELETE', `/session/passkeys/${passkey.identifier}`)
  assert.equal((await removeKey()).status, 409)
  assert.equal((await ask(member, 'GET', '/contact')).status, 200)
  assert.equal((await demand(false)).status, 200)
  assert.equal((await removeKey()).status, 200)
  assert.equal((await ask(member, 'GET', '/contact')).status, 200)
})

test('who has lost app and codes is let in by an operator’s command: their sessions end and the password is enough', async () => {
  const of = await person('viewer')
  await withApp(of)
  await withPasskey(of)
  await forgetFactors(platform.db, of.email.toUpperCase())
  assert.equal((await ask(of, 'GET', '/session')).status, 401)
  const asked = { email: of.email, password: PASSWORD }
  assert.equal((await askAs(platform, { headers: {} }, 'POST', '/session', asked)).status, 200)
  await assert.rejects(forgetFactors(platform.db, 'nobody@example.com'), /There is no account/)
})

test('where the installation demands it, an operator without a second factor reaches nothing of the operator’s nor of a company, but sets one up', async () => {
  // As a live installation reads it, unless the setting says otherwise.
  assert.equal(readConfig({ JETPAY_ENVIRONMENT: 'live' }).operatorSecondFactor, true)
  const live = { JETPAY_ENVIRONMENT: 'live', JETPAY_OPERATOR_SECOND_FACTOR: 'optional' }
  assert.equal(readConfig(live).operatorSecondFactor, false)

  const strict = await startPlatform({ operatorSecondFactor: true })
  try {
    const operator = await signIn(strict, 'operator')
    const asked = (path: string, headers = {}) => askAs(strict, operator, 'GET', path, undefined, headers)
    const company = { 'jetpay-company': strict.demo.company_id }
    for (const [path, headers] of [
      ['/operator/overview', {}],
      ['/contact', company],
    ] as const) {
      const { status, body } = await asked(path, headers)
      assert.deepEqual([status, body.code], [403, 'second_factor_missing'], path)
      assert.match(body.detail, /of its operators/)
    }
    assert.equal((await asked('/session')).body.operator_second_factor_missing, true)
    const { ticket, secret } = (await askAs(strict, operator, 'POST', '/session/totp/options')).body
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
    assert.equal((await askAs(strict, operator, 'PUT', '/session/totp', { ticket, code })).status, 200)
    assert.equal((await asked('/operator/overview')).status, 200)
    assert.equal((await asked('/contact', company)).status, 200)
    assert.equal((await asked('/session')).body.operator_second_factor_missing, false)
    const kept = await askAs(strict, operator, 'DELETE', '/session/totp')
    assert.match(
      kept.body.detail,
      /^This installation demands a second factor of its operators, and this is your last/,
    )
    assert.equal((await asked('/operator/overview')).status, 200)
    // A member of a company that demands none is not asked.
    const member = await signIn(strict, 'viewer')
    assert.equal((await askAs(strict, member, 'GET', '/contact')).status, 200)
  } finally {
    await strict.close()
  }
})
