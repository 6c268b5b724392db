/** Who may frame a card page, where it leads back to, and in which language it is. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let contactId: string
before(async () => {
  platform = await startPlatform({ tokenCacheMs: 0 })
  contactId = await platform.createContact()
})
after(() => platform.close())

const load = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers })
  return { status: response.status, text: await response.text() }
}

test('what the api takes as origins and return address, the page is shown with', async () => {
  const taken = [
    'https://shop.example.com',
    'HTTPS://Shop.Example.com:443/',
    'https://café.example',
    'http://localhost:3000',
  ]
  const refused = [
    'https://[::1]:3000',
    'http://[::1]',
    'https://a_b.example',
    'https://a!b.example',
    "https://a'b.example",
  ].concat([
    'https://a;b.example',
    'https://a,b.example',
    'https://*.example',
    'https://user@a.example',
    'https://a.example/\n',
    'https://a~b.example',
  ])
  for (const origin of [...taken, ...refused]) {
    const { status, body } = await platform.call('POST', `/contact/${contactId}/creditcards/url`, {
      allowed_origins: [origin],
    })
    assert.equal(status, taken.includes(origin) ? 200 : 422, origin)
    if (status === 200) assert.equal((await load(body.url)).status, 200, origin)
  }
  for (const [returnUrl, expected] of [
    ['https://shop.example.com/cards?a=b#c', 200],
    ['https://user:secret@shop.example.com/', 422],
    ['https://user@shop.example.com/', 422],
    ['https://shop.example.com/\r\nSet-Cookie: a', 422],
    ['https://shop.example.com/ a', 422],
    ['https:\\\\shop.example.com', 422],
    ['javascript:alert(1)', 422],
  ] as const) {
    const { status, body, text } = await platform.call('POST', `/contact/${contactId}/creditcards/url`, {
      return_url: returnUrl,
    })
    assert.equal(status, expected, returnUrl)
    assert.ok(!text.includes('secret'), 'a refusal does not repeat what may be a password')
    if (status === 200)
      assert.match((await load(body.url)).text, /https:\/\/shop\.example\.com\/cards\?a=b#c/)
  }
})

test('without a language of its own a contact sees the browser’s, and where that is none of ours the company’s', async () => {
  const { url } = (await platform.call('POST', `/contact/${contactId}/creditcards/url`)).body
  const languageOf = async (accepted?: string) =>
    /<html lang="(..)/.exec(
      (await load(url, accepted === undefined ? {} : { 'accept-language': accepted })).text,
    )?.[1]
  assert.equal(await languageOf('fr-CA,fr;q=0.9,en;q=0.8'), 'fr')
  assert.equal(await languageOf('de-DE,fr;q=0.3,en;q=0.7'), 'en')
  assert.equal(await languageOf('fr;q=0'), 'en')
  assert.equal(await languageOf('de'), 'en')
  await platform.db.run(
    sql`update companies set language = 'fr' where company_id = ${platform.demo.company_id}`,
  )
  const later = await platform.call('PUT', '/contact', { email: 'd@example.com', name: 'D' })
  assert.equal(later.body.language, null)
  // A token that was looked up is trusted for a while, its company's language with it.
  const page = await until('the company’s language', async () => {
    const { body } = await platform.call('POST', `/contact/${later.body.identifier}/creditcards/url`)
    const { text } = await load(body.url, { 'accept-language': 'de' })
    return /<html lang="fr/.test(text) && body.url
  })
  assert.match((await load(page, { 'accept-language': 'en' })).text, /<html lang="en/)
  await platform.db.run(
    sql`update companies set language = 'en' where company_id = ${platform.demo.company_id}`,
  )
})
