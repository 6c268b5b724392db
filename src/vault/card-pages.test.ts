import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { sweepPages } from './card-page.ts'

let platform: Platform
let contactId: string
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 500 })
  contactId = await platform.createContact()
})
after(() => platform.close())

const openUrl = async (body?: unknown): Promise<{ url: string; credit_card_id: string }> =>
  (await platform.call('POST', `/contact/${contactId}/creditcards/url`, body)).body
const cardOf = async (id: string) =>
  (await platform.call('GET', `/contact/${contactId}/creditcards/${id}`)).body
const settled = (id: string) =>
  until('the card to be settled', async () => {
    const card = await cardOf(id)
    return card.state !== 'pending' && card
  })
const load = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const GOOD = '4242424242424242'
const countCards = async () =>
  (await platform.vaultDb.one<{ count: number }>(sql`select count(*)::integer as count from cards`)).count

test('the answer has exactly the two keys of the guide, and the card is pending until its event says more', async () => {
  const answer = await platform.call('POST', `/contact/${contactId}/creditcards/url`)
  assert.equal(answer.status, 200)
  assert.deepEqual(Object.keys(answer.body), ['url', 'credit_card_id'])
  assert.ok(answer.body.url.startsWith(`${platform.config.vaultPublicUrl}/tokenize/`))
  assert.equal((await cardOf(answer.body.credit_card_id)).state, 'pending')
})

test('a card that the network verifies becomes active and is announced', async () => {
  const { url, credit_card_id } = await openUrl()
  assert.deepEqual(await platform.submitCard(url, GOOD), {
    status: 200,
    body: { outcome: 'succeeded', brand: 'visa', last4: '4242' },
  })
  const card = await settled(credit_card_id)
  const { state, brand, last4, expiry_month, expiry_year } = card
  assert.deepEqual([state, brand, last4, expiry_month, expiry_year], ['active', 'visa', '4242', 12, 2039])
  const event = await until('its event', () =>
    platform.db.first<{ data: any }>(sql`
      select data from events where company_id = ${platform.demo.company_id}
        and type = 'contacts.credit_cards.tokenized' and data ->> 'creditCardId' = ${credit_card_id}`),
  )
  const data = { contactId, creditCardId: credit_card_id, state: 'active', brand: 'visa', last4: '4242' }
  assert.deepEqual(event.data, { ...data, expiryMonth: 12, expiryYear: 2039, failReason: null })
})

const declines = [
  ['4000000000000127', 'incorrect_cvc'],
  ['4000000000000036', 'incorrect_postal_code'],
  ['4000000000000002', 'do_not_honour'],
  ['4000000000000069', 'expired_card'],
  ['4111111111111111', 'invalid_card_number'],
] as const
for (const [number, reason] of declines) {
  test(`a card that the network refuses (${reason}) is failed, announced, and stored nowhere`, async () => {
    const before = await countCards()
    const { url, credit_card_id } = await openUrl()
    const { status, body } = await platform.submitCard(url, number)
    assert.deepEqual([status, body], [402, { outcome: 'failed', fail_reason: reason }])
    const card = await settled(credit_card_id)
    assert.deepEqual([card.state, card.fail_reason, card.last4], ['failed', reason, null])
    assert.equal(await countCards(), before)
    await until('its event', () =>
      platform.db.first(sql`
        select 1 from events where company_id = ${platform.demo.company_id}
          and type = 'contacts.credit_cards.tokenization_failed' and data ->> 'creditCardId' = ${credit_card_id}
          and data ->> 'failReason' = ${reason}`),
    )
    assert.equal((await load(url)).status, 410)
  })
}

test('fifty submits of one page at the same moment make one card', async () => {
  const { url, credit_card_id } = await openUrl()
  const before = await countCards()
  const answers = await Promise.all(Array.from({ length: 50 }, () => platform.submitCard(url, GOOD)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.equal(answers.filter(({ status, body }) => status === 409 && body.outcome === 'used').length, 49)
  assert.equal((await settled(credit_card_id)).state, 'active')
  assert.equal(await countCards(), before + 1)
})

test('bad fields are named, and the page can still be used', async () => {
  const { url } = await openUrl()
  const bad = await platform.submitCard(url, '4242424242424241', {
    expiry: '01/20',
    cvc: '1',
    name: '',
    postal_code: '!',
  })
  assert.equal(bad.status, 422)
  assert.deepEqual(bad.body.errors.map((error: any) => error.field).sort(), [
    'cvc',
    'expiry',
    'name',
    'number',
    'postal_code',
  ])
  assert.doesNotMatch(JSON.stringify(bad.body), /4242/)
  assert.equal((await platform.submitCard(url, GOOD)).status, 200)
})

test('an unused page that is loaded shows the form; one that was used, expired or never was has a page of its own', async () => {
  const { url } = await openUrl()
  const fresh = await load(url)
  assert.equal(fresh.status, 200)
  assert.match(fresh.text, /cc-number/)
  await platform.submitCard(url, GOOD)
  const used = await load(url)
  const expired = await openUrl()
  await platform.vaultDb.run(sql`
    update card_pages set expires_at = jetpay_now() - interval '1 second' where card_id = ${expired.credit_card_id}`)
  const late = await load(expired.url)
  const unknown = await load(`${platform.config.vaultPublicUrl}/tokenize/${'x'.repeat(43)}`)
  assert.deepEqual([used.status, late.status, unknown.status], [410, 410, 404])
  assert.equal(
    new Set([fresh, used, late, unknown].map(({ text }) => /<h1[^>]*>(.*?)<\/h1>/s.exec(text)?.[1])).size,
    4,
  )
  for (const page of [used, late, unknown]) assert.doesNotMatch(page.text, /cc-number/)
  assert.deepEqual(await platform.submitCard(expired.url, GOOD), {
    status: 410,
    body: { outcome: 'expired' },
  })
  assert.equal((await settled(expired.credit_card_id)).fail_reason, 'tokenization_url_expired')
})

test('a page that is loaded again tells the page around it how its submit went, as it did the first time', async () => {
  const told = ({ text }: { text: string }) =>
    JSON.parse(/<script type="application\/json" id="config">(.*?)<\/script>/s.exec(text)![1]!).message
  for (const [number, message] of [
    [GOOD, { type: 'succeeded', brand: 'visa', last4: '4242' }],
    ['4000000000000002', { type: 'failed', fail_reason: 'do_not_honour' }],
  ] as const) {
    const { url } = await openUrl()
    await platform.submitCard(url, number)
    assert.deepEqual(told(await load(url)), message)
  }
})

test('only the origins that were asked for may frame the page, and nothing of others runs in it', async () => {
  const { url } = await openUrl({ allowed_origins: ['https://shop.example.com'] })
  const { headers, text } = await load(url)
  const policy = headers.get('content-security-policy')!
  const [, nonce] = /script-src 'nonce-([\w-]{22})'(?:;|$)/.exec(policy)!
  assert.ok(text.includes(` nonce="${nonce}"`))
  assert.ok(
    !(await load(url)).headers.get('content-security-policy')!.includes(nonce!),
    'of one answer alone',
  )
  assert.match(policy, /frame-ancestors https:\/\/shop\.example\.com(;|$)/)
  assert.match(policy, /default-src 'none'/)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  const refused = await platform.call('POST', `/contact/${contactId}/creditcards/url`, {
    allowed_origins: ['https://shop.example.com/path', 'http://shop.example.com', '*'],
  })
  assert.equal(refused.status, 422)
  assert.equal(refused.body.errors.length, 3)
})

test('the page speaks the contact’s language, or the one that was asked for', async () => {
  const french = await platform.call('PUT', '/contact', { email: 'c@example.com', name: 'C', language: 'fr' })
  const { body } = await platform.call('POST', `/contact/${french.body.identifier}/creditcards/url`)
  assert.match((await load(body.url)).text, /<html lang="fr/)
  assert.match((await load((await openUrl({ language: 'fr' })).url)).text, /<html lang="fr/)
  assert.match((await load((await openUrl()).url)).text, /<html lang="en/)
})

test('a submit from another site is refused and does not use the page up', async () => {
  const { url } = await openUrl()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    body: '{}',
  })
  assert.equal(response.status, 403)
  assert.equal((await platform.submitCard(url, GOOD)).status, 200)
})

test('while the network is away the page says so and can be used again', async () => {
  const { url } = await openUrl()
  await platform.stopNetwork()
  await until('the link to be down', async () => !platform.network.reachable())
  assert.deepEqual(await platform.submitCard(url, GOOD), { status: 503, body: { outcome: 'unavailable' } })
  await platform.restartNetwork()
  assert.equal((await platform.submitCard(url, GOOD)).status, 200)
})

test('a submit whose process died is failed, never left open', async () => {
  const { url, credit_card_id } = await openUrl()
  await platform.vaultDb.run(sql`
    update card_pages set state = 'submitted', submitted_at = jetpay_now() - interval '1 hour'
    where card_id = ${credit_card_id}`)
  await sweepPages(platform.vaultDb, 1_000)
  assert.equal((await settled(credit_card_id)).fail_reason, 'processing_error')
  assert.equal((await platform.submitCard(url, GOOD)).status, 409)
})

test('deleting a contact shreds its cards and closes its pages', async () => {
  const card = await platform.saveCard(GOOD)
  const { body: page } = await platform.call('POST', `/contact/${card.contactId}/creditcards/url`)
  await platform.good('DELETE', `/contact/${card.contactId}`)
  await until('the card to be shredded', () =>
    platform.vaultDb.first(sql`
      select 1 from cards where card_id = ${card.cardId} and shredded_at is not null
        and number_ciphertext is null and data_key_wrapped is null`),
  )
  await until('the page to be closed', async () => (await load(page.url)).status === 410)
  assert.equal((await platform.submitCard(page.url, GOOD)).status, 409)
})

test('a body that no two programs read alike is refused, and the page stays open for the right one', async () => {
  const { url } = await openUrl()
  const fields = { number: GOOD, expiry: '12 / 39', cvc: '123', postal_code: 'H2X 1Y4' }
  const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body as string,
    })
    const text = await response.text()
    assert.ok(!text.includes(GOOD))
    return response.status
  }
  const latin = Buffer.from(JSON.stringify({ ...fields, name: 'Zo\u00eb' }), 'latin1')
  assert.equal(await post(latin), 400)
  assert.equal(await post(`{"name":"Eve",${JSON.stringify({ ...fields, name: 'Ada' }).slice(1)}`), 400)
  assert.equal(await post(`\ufeff${JSON.stringify({ ...fields, name: 'Ada' })}`), 400)
  assert.equal(await post('{}', { 'content-encoding': 'gzip' }), 415)
  assert.equal(await post('{}', { 'content-type': 'application/json; charset=latin1' }), 415)
  for (const name of ['A\0B', 'A\u202eB', '\u3164', GOOD])
    assert.equal(await post(JSON.stringify({ ...fields, name })), 422, JSON.stringify(name))
  assert.equal(await post(JSON.stringify({ ...fields, name: 'می‌خواهم نسرین' })), 200)
})
