/**
 * Who is let in before anything else is done: by token, however it is spelled, and by address where there is
 * none that is good.
 */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { revokeToken } from '../companies/api-token.ts'
import { sql } from '../db/sql.ts'
import { newSecret } from '../ground/ids.ts'

const PER_WINDOW = 40
/** `FAILURES_MAX` of admit.ts, as the contract has it. */
const FAILURES = 60

let platform: Platform
before(async () => {
  platform = await startPlatform({
    rateLimitPerSecond: PER_WINDOW / 10,
    tokenCacheMs: 0,
    trustedProxies: [{ address: '127.0.0.1', prefix: 32 }],
  })
})
after(() => platform?.close())

type Sent = { status: number; body: any; headers: Record<string, string | string[] | undefined> }

/** One request with these header lines, as they are: `fetch` would join or trim them. */
const send = (lines: string[], path = '/contact?limit=1') =>
  new Promise<Sent>((resolve, reject) => {
    const { port } = new URL(platform.url)
    const sent = request(
      { host: '127.0.0.1', port, path, headers: ['host', 'x', ...lines] as any },
      (answer) =>
        text(answer).then(
          (body) => resolve({ status: answer.statusCode!, headers: answer.headers, body: JSON.parse(body) }),
          reject,
        ),
    )
    sent.on('error', reject).end()
  })

const from = (address: string, authorization?: string) =>
  send(['x-forwarded-for', address, ...(authorization === undefined ? [] : ['authorization', authorization])])
const invented = () => `Bearer jp_demo_${newSecret()}`
const statuses = async (many: number, ask: () => Promise<Sent>) => {
  const counts: Record<number, number> = {}
  // At once, so that all are in one window, however slow the machine is.
  const asked = Array.from({ length: many }, ask)
  for (const { status } of await Promise.all(asked)) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

test('one token is one budget, however its header is spelled', async () => {
  const { headers } = await tokenFor(platform, platform.demo.company_id)
  const token = headers.authorization.slice('Bearer '.length)
  const spellings = [
    'Bearer %',
    'bearer %',
    'BEARER %',
    'bEaReR %',
    'Bearer  %',
    'Bearer     %',
    'Bearer\t%',
    'Bearer \t %',
    'Bearer % ',
    'Bearer %\t',
    '  Bearer %',
    'bearer\t%  ',
  ].map((spelling) => spelling.replace('%', token))
  const spelled = (at: number) => send(['authorization', spellings[at % spellings.length]!], '/contact/none')
  for (const [at] of spellings.entries()) {
    const { status, headers } = await spelled(at)
    assert.deepEqual(
      [status, headers['ratelimit-remaining']],
      [404, String(PER_WINDOW - 1 - at)],
      spellings[at],
    )
  }
  let at = 0
  assert.deepEqual(await statuses(PER_WINDOW, () => spelled(at++)), {
    404: PER_WINDOW - spellings.length,
    429: spellings.length,
  })
})

test('several Authorization headers are none that can be used, whatever is in them', async () => {
  const good = `Bearer ${platform.demo.api_token}`
  for (const other of [good, invented(), 'Basic eDp5']) {
    const lines = ['x-forwarded-for', '203.0.113.1', 'authorization', good, 'Authorization', other]
    const { status, body } = await send(lines)
    assert.deepEqual([status, body.code], [401, 'unauthenticated'])
  }
})

test('an address that fails to authenticate too often is told to wait before any token is looked up; good tokens go on', async () => {
  const address = '203.0.113.7'
  const { headers: used } = await tokenFor(platform, platform.demo.company_id)
  assert.equal((await from(address, used.authorization)).status, 200)
  const kinds = [invented, () => undefined, () => 'Basic eDp5', () => 'Bearer', () => `${invented()} x`]
  let at = 0
  const failing = () => from(address, kinds[at++ % kinds.length]!())
  assert.deepEqual(await statuses(FAILURES + 10, failing), { 401: FAILURES, 429: 10 })

  const refused = await from(address, invented())
  assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited'])
  const wait = Number(refused.headers['retry-after'])
  assert.ok(wait >= 1 && wait <= 60, `Retry-After: ${wait}`)
  assert.equal(refused.headers['ratelimit-remaining'], '0')

  // Nothing can be looked up any more: an answer is one without a look.
  await platform.db.transaction(async (db) => {
    await db.run(sql`lock table api_tokens in access exclusive mode`)
    assert.deepEqual(await statuses(20, () => from(address, invented())), { 429: 20 })
  })

  assert.equal((await from(address, used.authorization)).status, 200, 'a token that was used before')
  const { headers: unused, tokenId } = await tokenFor(platform, platform.demo.company_id)
  await until('a token that was made just now to be good from there', async () => {
    const { status } = await from(address, unused.authorization)
    assert.ok(status === 200 || status === 429, String(status))
    return status === 200
  })
  await revokeToken(platform.db, tokenId)
  assert.notEqual((await from(address, unused.authorization)).status, 200)
  assert.equal((await from('203.0.113.8', invented())).status, 401, 'another address')
})

test('an address is told by the trusted proxies alone, and a /64 of IPv6 is one', async () => {
  let at = 0
  const counts = await statuses(FAILURES + 5, () => from(`2001:db8:7:1::${(at++).toString(16)}`, invented()))
  assert.deepEqual(counts, { 401: FAILURES, 429: 5 })
  assert.equal((await from('2001:db8:7:2::1', invented())).status, 401)
  // What a client claims to be stands before what the proxy has seen.
  const claimed = await statuses(FAILURES + 5, () =>
    from(`198.51.100.${at++ % 200}, 203.0.113.99`, invented()),
  )
  assert.deepEqual(claimed, { 401: FAILURES, 429: 5 })
})

test('a token that expires is a 401 from that moment on, also where it was trusted just before', async () => {
  const { headers, tokenId } = await tokenFor(platform, platform.demo.company_id)
  assert.equal((await from('203.0.113.20', headers.authorization)).status, 200)
  await platform.db.run(sql`update api_tokens set expires_at = jetpay_now() where token_id = ${tokenId}`)
  const { status, body } = await from('203.0.113.20', headers.authorization)
  assert.deepEqual([status, body.code], [401, 'unauthenticated'])
})

test('when a token was used is noted, at most once a minute', async () => {
  const { headers, tokenId } = await tokenFor(platform, platform.demo.company_id)
  const read = () =>
    platform.db.one<{ last_used_at: Date | null; writes: string }>(sql`
      select last_used_at, xmin::text as writes from api_tokens where token_id = ${tokenId}`)
  assert.equal((await read()).last_used_at, null)
  await from('203.0.113.30', headers.authorization)
  const first = await until('its use to be noted', async () => {
    const row = await read()
    return row.last_used_at !== null && row
  })
  for (let at = 0; at < 5; at++) await from('203.0.113.30', headers.authorization)
  assert.deepEqual(await read(), first)
  await platform.db.run(sql`
    update api_tokens set last_used_at = last_used_at - interval '61 seconds' where token_id = ${tokenId}`)
  await from('203.0.113.30', headers.authorization)
  await until('its next use to be noted', async () => (await read()).last_used_at! >= first.last_used_at!)
})
