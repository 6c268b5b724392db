/** `jetpay token` in use: tokens that expire, and what is shown of them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../../test/command-lines.ts'
import { type Platform, startPlatform, until } from '../../../test/platform.ts'
import { parseExpiry } from '../../companies/api-token.ts'
import { sql } from '../../db/sql.ts'

let platform: Platform
let lines: ReturnType<typeof openCommandLines>
before(async () => {
  platform = await startPlatform({ tokenCacheMs: 0 })
  lines = openCommandLines(platform)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

const jetpay = async (...words: string[]) => {
  const { out, err } = await lines.run(['token', ...words, '--json'])
  return { out: out && JSON.parse(out), err: err && JSON.parse(err).message }
}

test('a token that expires works until then, and the list shows its life and its last use', async () => {
  const company = ['--company', platform.demo.company_id]
  const asked = ['create', ...company, '--name', 'short', '--scopes', 'contacts:read']
  const { out } = await jetpay(...asked, '--expires', '1d')
  const left = new Date(out.expires_at).getTime() - Date.now()
  assert.ok(left > 86_000_000 && left <= 86_400_000, out.expires_at)
  const { out: lasting } = await jetpay(...asked)
  assert.equal(lasting.expires_at, null)

  const ask = (token: string) =>
    platform.call('GET', '/contact', undefined, { authorization: `Bearer ${token}` })
  assert.equal((await ask(out.token)).status, 200)
  const listed = await until('its last use to be listed', async () => {
    const tokens = (await jetpay('list', ...company)).out.data as any[]
    const found = tokens.find(({ identifier }) => identifier === out.token_id)
    return (
      found.last_used_at && {
        found,
        unused: tokens.find(({ identifier }) => identifier === lasting.token_id),
      }
    )
  })
  assert.equal(listed.found.expires_at, out.expires_at)
  assert.equal(listed.unused.last_used_at, null)

  await platform.db.run(sql`
    update api_tokens set expires_at = expires_at - interval '1 day' where token_id = ${out.token_id}`)
  assert.equal((await ask(out.token)).status, 401)
  assert.equal((await ask(lasting.token)).status, 200)
})

test('a time that is none, or is over, makes no token', async () => {
  const before = (await jetpay('list', '--company', platform.demo.company_id)).out.data.length
  for (const [expires, says] of [
    ['soon', /"soon" is no time; use days from now/],
    ['0d', /is over/],
    ['2020-01-01', /is over/],
    ['2030-02-31', /is no time/],
    ['2030-01-01T00:00:00', /is no time/],
    ['99999d', /is no time/],
  ] as const) {
    const asked = [
      '--company',
      platform.demo.company_id,
      '--name',
      'x',
      '--scopes',
      'all',
      '--expires',
      expires,
    ]
    assert.match((await jetpay('create', ...asked)).err, says)
  }
  assert.equal((await jetpay('list', '--company', platform.demo.company_id)).out.data.length, before)
})

test('days are from now, a day begins at midnight UTC, a moment has its offset', () => {
  const now = new Date('2026-11-28T15:00:00Z')
  const read = (text: string) => parseExpiry(text, now).toISOString()
  assert.equal(read('90d'), '2027-02-26T15:00:00.000Z')
  assert.equal(read('2027-06-30'), '2027-06-30T00:00:00.000Z')
  assert.equal(read('2027-06-30T12:00:00-04:00'), '2027-06-30T16:00:00.000Z')
})
