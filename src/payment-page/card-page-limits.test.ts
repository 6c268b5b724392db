/**
 * What a payment link refuses: strangers who would use it up, as what they open is bounded by time for each
 * address, and costs work beyond what is usual of a link; and whatever would pay a company that is suspended.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accountEntered, signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { suspendCompany, unsuspendCompany } from '../companies/suspension.ts'
import { sql } from '../db/sql.ts'
import { solve } from '../ground/proof-of-work.ts'
import { cardProgress } from './payment-page.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ trustedProxies: [{ address: '127.0.0.1', prefix: 32 }] })
})
after(() => platform.close())

/**
 * As many card pages as were reported to block a link for good, from one address of a minute after another.
 */
test('however many card pages strangers open on a link, its payer gets one, and the company too', async () => {
  const links = await startLinks(platform)
  const { id, link } = await links.debit()
  const open = (address: string) => links.post(link, 'card', {}, { 'x-forwarded-for': address })
  const ask = async (address: string, many: number) => {
    const statuses = []
    for (let at = 0; at < many; at++) statuses.push((await open(address)).status)
    return statuses
  }
  assert.deepEqual(await ask('203.0.113.50', 8), [...Array(5).fill(200), 429, 429, 429])
  assert.equal((await open('203.0.113.50')).headers.get('retry-after'), '60')
  // A /64 of IPv6 is one address.
  assert.deepEqual(await ask('2001:db8::1', 5), Array(5).fill(200))
  assert.equal((await open('2001:db8::2')).status, 429)
  assert.equal((await open('203.0.113.51')).status, 200, 'the payer’s own address')
  assert.deepEqual(await ask('203.0.113.52', 5), Array(5).fill(200))
  assert.deepEqual(await ask('203.0.113.53', 5), [...Array(4).fill(200), 428], '20 are open in all')
  // Who comes then proves work, which the page's script does by itself: nobody is refused for what others
  // did.
  const asked = await open('203.0.113.54')
  const { challenge } = asked.body
  const prove = async (address: string, of: string) => {
    const proof = { challenge: of, answer: await solve(of) }
    return (await links.post(link, 'card', { proof }, { 'x-forwarded-for': address })).status
  }
  assert.equal(await prove('203.0.113.54', challenge.replace(/^\d+/, '1')), 428, 'an easier one is not ours')
  assert.equal(await prove('203.0.113.54', challenge), 200)
  const other = await links.debit()
  const elsewhere = await links.post(other.link, 'card', {
    proof: { challenge, answer: await solve(challenge) },
  })
  assert.equal(elsewhere.status, 200, 'a link that nobody has used up asks for none')
  assert.equal(
    (await platform.call('POST', `/debit/${id}/creditcard/url`)).status,
    200,
    'the company’s own page',
  )

  // Once their time is over they count no more.
  await platform.db.run(sql`
    update credit_cards set created_at = created_at - interval '16 minutes' where company_id = ${platform.demo.company_id}`)
  assert.equal((await open('203.0.113.53')).status, 200)
})

test('cards that were tried on a link count for a day, five of an address; after ten of all its payer proves work', async () => {
  const links = await startLinks(platform)
  const { id, link } = await links.debit()
  const open = (address: string) => links.post(link, 'card', {}, { 'x-forwarded-for': address })
  const fail = () =>
    platform.db.run(sql`
      update credit_cards k set state = 'failed', fail_reason = 'do_not_honour', updated_at = jetpay_now()
      from debit_cards p where k.company_id = p.company_id and k.credit_card_id = p.credit_card_id
        and p.company_id = ${platform.demo.company_id} and p.debit_id = ${id} and k.state = 'pending'`)
  for (let at = 0; at < 5; at++) assert.equal((await open('203.0.113.60')).status, 200)
  await fail()
  const refused = await open('203.0.113.60')
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '3600'])
  for (let at = 0; at < 5; at++) assert.equal((await open('203.0.113.61')).status, 200)
  await fail()
  const asked = await open('203.0.113.62')
  assert.equal(asked.status, 428)
  const proof = { challenge: asked.body.challenge, answer: await solve(asked.body.challenge) }
  const proven = await links.post(link, 'card', { proof }, { 'x-forwarded-for': '203.0.113.62' })
  assert.equal(proven.status, 200)
  await platform.db.run(sql`
    update credit_cards set updated_at = updated_at - interval '25 hours' where company_id = ${platform.demo.company_id}`)
  assert.equal((await open('203.0.113.60')).status, 200)
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

test('a link of a suspended company says that it cannot be paid now and takes nothing, by whatever means; later it takes its payment', async () => {
  const { company_id: companyId } = platform.demo
  const links = await startLinks(platform)
  const { id, link } = await links.debit({ statement: 'Order 2077' })
  const credit = await links.credit()
  const agreement = await links.shownAgreement(link)
  await suspendCompany(platform.db, companyId, 'an operator', 'does not deliver')
  for (const one of [link, credit.link]) {
    assert.equal(await links.status(one), 'paused')
    const text = await (await fetch(one)).text()
    assert.match(text, /data-state="paused"/)
    assert.doesNotMatch(text, /suspend/i, 'that is between the company and its operator')
  }
  assert.match(await (await fetch(`${link}?lang=fr`)).text(), /Le paiement est impossible pour le moment/)
  for (const [address, means, body] of [
    [link, 'bank', { ...signed, agreement }],
    [link, 'card', {}],
    [credit.link, 'account', accountEntered],
  ] as const) {
    const answer = await links.post(address, means, body)
    assert.deepEqual([answer.status, answer.body.state], [409, 'paused'], means)
  }
  const states = await platform.db.many<{ state: string }>(sql`
    select state from debits where company_id = ${companyId} and debit_id = ${id} union all
    select state from credits where company_id = ${companyId} and credit_id = ${credit.id}`)
  assert.deepEqual(states, [{ state: 'requested' }, { state: 'requested' }])
  await unsuspendCompany(platform.db, companyId)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 200)
  assert.equal(await links.status(link), 'agreed')
})
