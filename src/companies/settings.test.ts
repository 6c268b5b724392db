/** What a company says of itself: read, changed, refused, told, and shown to payers. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { type Platform, startPlatform, until } from '../../test/platform.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ tokenCacheMs: 0 })
})
after(() => platform?.close())

/** A PNG that says it has this size. */
function png(width: number, height: number): string {
  const header = Buffer.alloc(25)
  header.writeUInt32BE(13, 0)
  header.write('IHDR', 4)
  header.writeUInt32BE(width, 8)
  header.writeUInt32BE(height, 12)
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), header, deflateSync(Buffer.alloc(9))])
  return bytes.toString('base64')
}
const jpeg = Buffer.from('ffd8ffe000044a46ffc0000b080010002003011100', 'hex').toString('base64')
const change = (body: unknown) => platform.call('PATCH', '/company', body)
const errorOf = async (body: unknown) => (await change(body)).body.errors[0].message as string
const openDebit = async () =>
  (
    await platform.call('PUT', '/debit', {
      amount: '10.00',
      statement: 'Bill',
      contact_id: await platform.createContact(),
      to_bank_account: platform.demo.bank_account_id,
    })
  ).body.link as string

test('settings are what was last said, and nothing else of the company changes', async () => {
  const { body: had } = await platform.call('GET', '/company')
  assert.deepEqual(
    [had.time_zone, had.accent_color, had.logo_url, had.environment],
    ['America/Toronto', null, null, 'demo'],
  )
  const asked = {
    name: 'Maple & Sons',
    language: 'fr',
    contact_email: 'aide@maple.example',
    contact_phone: null,
    alert_email: 'dev@maple.example',
    time_zone: 'America/Vancouver',
    accent_color: '#7a1f5c',
  }
  const { status, body } = await change(asked)
  assert.deepEqual([status, body], [200, { ...had, ...asked }])
  assert.deepEqual((await platform.call('GET', '/company')).body, body)
  const { body: back } = await change({ name: had.name, accent_color: null })
  assert.deepEqual([back.name, back.accent_color, back.time_zone], [had.name, null, 'America/Vancouver'])
})

test('a change is told by one event, a change of nothing by none', async () => {
  await change({ contact_phone: '1-800-555-0111' })
  await change({ contact_phone: '1-800-555-0111' })
  await change({ contact_phone: '1-800-555-0112' })
  const { data } = await until('both events', async () => {
    const { body } = await platform.call('GET', '/events?type=company.updated&limit=100')
    return body.data.at(-1)?.data.contactPhone === '1-800-555-0112' && body
  })
  const told = data.map((event: any) => event.data.contactPhone).slice(-2)
  assert.deepEqual(told, ['1-800-555-0111', '1-800-555-0112'])
})

test('each time zone that has a name is taken, by its new name, its old one and however it is spelled', async () => {
  const zones = 'Asia/Kolkata Asia/Calcutta Europe/Kyiv America/Nuuk Asia/Kathmandu US/Eastern EST UTC'.split(
    ' ',
  )
  for (const time_zone of zones) assert.equal((await change({ time_zone })).body.time_zone, time_zone)
  assert.equal((await change({ time_zone: 'america/toronto' })).body.time_zone, 'America/Toronto')
})

test('what payers could not read, and what is no time zone or address, is refused with what to do', async () => {
  assert.match(await errorOf({ accent_color: '#ffcc00' }), /must be darker/)
  assert.match(await errorOf({ accent_color: 'red;}body{display:none' }), /such as #1d4fd7/)
  for (const time_zone of ['Toronto', '+05:00', 'PST', 'UTC+5', 'posixrules'])
    assert.match(await errorOf({ time_zone }), /IANA time zone/, time_zone)
  assert.match(await errorOf({ contact_email: 'nobody' }), /./)
  assert.match(await errorOf({ name: '' }), /must not be empty/)
  assert.equal((await change({ contact_email: null })).status, 422)
  assert.equal((await change({ features: ['card_on_file'] })).status, 422)
})

test('the colour is on payment pages, by a style of our own that says nothing else', async () => {
  const link = await openDebit()
  assert.doesNotMatch(await (await fetch(link)).text(), /\/payment\/accent\//)
  await change({ accent_color: '#7a1f5c' })
  const page = await (await fetch(link)).text()
  const said = ':root {\n  --accent: #7a1f5c;\n  --accent-deep: #611849;\n}\n'
  const hash = createHash('sha384').update(said).digest('base64')
  assert.ok(
    page.includes(`<link rel="stylesheet" href="/payment/accent/7a1f5c.css" integrity="sha384-${hash}">`),
  )
  const style = await fetch(`${platform.url}/payment/accent/7a1f5c.css`)
  assert.equal(await style.text(), said)
  assert.match(style.headers.get('content-type')!, /^text\/css/)
  for (const name of ['ffcc00.css', '7a1f5c.js', 'x}y.css', '7A1F5C.css'])
    assert.equal(
      (await fetch(`${platform.url}/payment/accent/${encodeURIComponent(name)}`)).status,
      404,
      name,
    )
})

test('the colour is on the card page too, also where it pays one debit, and served by the vault itself', async () => {
  await change({ accent_color: '#7a1f5c' })
  const { contactId } = await platform.saveCard()
  const debit = (await openDebit()).split('/').at(-1)
  for (const path of [`/contact/${contactId}/creditcards/url`, `/debit/${debit}/creditcard/url`]) {
    const { url } = (await platform.call('POST', path)).body
    const [, style] = /<link rel="stylesheet" href="(\/page\/accent\/[^"]+)"/.exec(
      await (await fetch(url)).text(),
    )!
    const served = await fetch(new URL(style!, url))
    assert.match(await served.text(), /--accent: #7a1f5c;/)
    assert.match(served.headers.get('content-type')!, /^text\/css/)
    assert.equal((await fetch(new URL('/page/accent/ffcc00.css', url))).status, 404)
  }
  await change({ accent_color: null })
})

test('a logo is a PNG or JPEG of a bounded size, and is served as what it is by its own address only', async () => {
  const set = (content: string) => platform.call('PUT', '/company/logo', { content })
  const { body } = await set(png(64, 32))
  const served = await fetch(body.logo_url)
  assert.equal(served.headers.get('content-type'), 'image/png')
  assert.equal(served.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(Buffer.from(await served.arrayBuffer()).toString('base64'), png(64, 32))
  assert.match(await (await fetch(await openDebit())).text(), /class="logo" src="data:image\/png;base64,/)
  const other = (await set(jpeg)).body.logo_url
  assert.notEqual(other, body.logo_url)
  assert.equal((await fetch(body.logo_url)).status, 404)
  const svg = Buffer.from('<svg onload="alert(1)"/>').toString('base64')
  for (const bad of [svg, png(4096, 1), png(0, 1), 'ffd8ff', Buffer.alloc(100_001).toString('base64')]) {
    const { status, body } = await set(bad)
    assert.deepEqual([status, body.errors?.[0].path], [422, 'content'], bad.slice(0, 40))
  }
  assert.equal((await platform.call('DELETE', '/company/logo')).body.logo_url, null)
  assert.equal((await fetch(other)).status, 404)
})
