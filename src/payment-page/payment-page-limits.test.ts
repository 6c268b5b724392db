import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({
    paymentPageRateLimit: 3,
    environment: 'live',
    trustedProxies: [{ address: '127.0.0.1', prefix: 32 }],
  })
})
after(() => platform.close())

test('one address may write a few times a minute; reading the page goes on, and another address is not held up', async () => {
  const links = await startLinks(platform)
  const { link } = await links.debit()
  const from = (ip: string) => links.post(link, 'bank', {}, { 'x-forwarded-for': ip })
  const statuses = []
  for (let at = 0; at < 4; at++) statuses.push((await from('203.0.113.7')).status)
  assert.deepEqual(statuses, [422, 422, 422, 429])
  assert.ok((await from('203.0.113.7')).headers.get('retry-after'))
  assert.equal((await fetch(link, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status, 200)
  const agreement = await links.shownAgreement(link)
  const other = await links.post(link, 'bank', { ...signed, agreement }, { 'x-forwarded-for': '203.0.113.8' })
  assert.equal(other.status, 200)
})

test('in the live environment there is no mailbox', async () => {
  assert.equal((await fetch(`${platform.url}/mailbox`)).status, 404)
})
