/** API tokens by API: shown once, never wider than who makes them, listed, ended. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany, tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ tokenCacheMs: 0 })
})
after(() => platform?.close())

const make = (body: unknown, headers: Record<string, string> = {}) =>
  platform.call('POST', '/api_token', body, headers)
const list = async () => (await platform.call('GET', '/api_token?limit=100')).body.data as any[]
const by = (token: string) => ({ authorization: `Bearer ${token}` })

test('a token works with its scopes, is listed without itself, and is dead once revoked', async () => {
  const { status, body } = await make({ name: 'backend', scopes: ['company:read', 'company:read'] })
  assert.equal(status, 200)
  assert.match(body.token, /^jp_demo_/)
  assert.deepEqual(body.scopes, ['company:read'])
  assert.equal((await platform.call('GET', '/company', undefined, by(body.token))).status, 200)
  assert.equal((await platform.call('GET', '/contact', undefined, by(body.token))).status, 403)
  const listed = await until('its use to be noted', async () =>
    (await list()).find(({ identifier, last_used_at }) => identifier === body.identifier && last_used_at),
  )
  const { token, ...shown } = body
  assert.deepEqual({ ...listed, last_used_at: null }, shown)
  assert.ok(!JSON.stringify(await list()).includes(token))
  const { body: revoked } = await platform.call('DELETE', `/api_token/${body.identifier}`)
  assert.equal(revoked.state, 'revoked')
  assert.equal((await platform.call('GET', '/company', undefined, by(token))).status, 401)
  const { body: again } = await platform.call('DELETE', `/api_token/${body.identifier}`)
  assert.deepEqual(again, revoked)
})

test('nobody gives a scope that they do not have', async () => {
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['tokens:write', 'debits:read'])
  assert.equal((await make({ name: 'a', scopes: ['debits:read'] }, headers)).status, 200)
  const { status, body } = await make({ name: 'b', scopes: ['debits:read', 'debits:write'] }, headers)
  assert.deepEqual([status, body.code], [403, 'forbidden'])
  assert.match(body.detail, /debits:write/)
})

test('a request that is repeated under its key answers the same token, and one token is made', async () => {
  const before = (await list()).length
  const key = { 'idempotency-key': 'token-1' }
  const [first, second] = [
    await make({ name: 'once', scopes: ['debits:read'] }, key),
    await make({ name: 'once', scopes: ['debits:read'] }, key),
  ]
  assert.equal(first.body.token, second.body.token)
  assert.equal((await list()).length, before + 1)
})

test('a token ends at its time, which is to come', async () => {
  const past = await make({ name: 'past', scopes: ['debits:read'], expires_at: '2001-01-01T00:00:00Z' })
  assert.deepEqual([past.status, past.body.errors[0].path], [422, 'expires_at'])
  const expires_at = new Date(Date.now() + 3_600_000).toISOString()
  const { body } = await make({ name: 'hour', scopes: ['company:read'], expires_at })
  assert.equal(Date.parse(body.expires_at), Date.parse(expires_at))
  await platform.good('POST', '/sandbox/clock', { advance: '2h' })
  assert.equal((await platform.call('GET', '/company', undefined, by(body.token))).status, 401)
  const found = (await list()).find(({ identifier }) => identifier === body.identifier)
  assert.equal(found.state, 'expired')
})

test('another company’s token is not found, and stays', async () => {
  const other = await anotherCompany(platform)
  const { status } = await platform.call('DELETE', `/api_token/${other.tokenId}`)
  assert.equal(status, 404)
  assert.equal((await platform.call('GET', '/company', undefined, other.headers)).status, 200)
  assert.ok(!(await list()).some(({ identifier }) => identifier === other.tokenId))
})
