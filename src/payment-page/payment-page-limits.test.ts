import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { cardProgress } from './payment-page.ts'

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

test('a card whose turn was taken has not ended while it is charged, so that nobody is told of it too early', async () => {
  const links = await startLinks(platform)
  const { id, link } = await links.debit()
  const { body } = await links.post(link, 'card', {}, { 'x-forwarded-for': '203.0.113.9' })
  const { db, demo } = platform
  const progress = () => cardProgress(db, demo.company_id, id, body.credit_card_id)
  assert.equal(await progress(), 'waiting')
  const set = (rail: 'card' | null) =>
    db.run(sql`
      with entered as (
        update debit_cards set entered_at = jetpay_now(), due_at = null
        where company_id = ${demo.company_id} and debit_id = ${id})
      update debits set rail = ${rail} where company_id = ${demo.company_id} and debit_id = ${id}`)
  await set('card')
  assert.equal(await progress(), 'waiting')
  await set(null)
  assert.equal(await progress(), 'ended')
})
