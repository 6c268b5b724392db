/** An identifier is no secret: where a credit goes is said by who has its link, and nobody else. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accountEntered, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newSecret } from '../ground/ids.ts'
import { renewCreditLinks } from './renew-credit-links.ts'

let platform: Platform
let links: Awaited<ReturnType<typeof startLinks>>
before(async () => {
  platform = await startPlatform()
  links = await startLinks(platform)
})
after(() => platform?.close())

const named = { ...accountEntered, consent: true }
const stateOf = async (id: string) => (await platform.call('GET', `/transaction/${id}`)).body.state
const mails = () =>
  platform.db.many<{ text: string; link_sealed: Buffer | null; to_address: string }>(sql`
    select text, link_sealed, to_address from mails where company_id = ${platform.demo.company_id} order by mail_id`)

test('with the identifier, or another credit’s secret, nobody sees the page or says where money goes', async () => {
  const { id, link } = await links.credit()
  const other = await links.credit()
  const [base, secret] = link.split(/\.(?=[\w-]{43}$)/)
  assert.equal(base, `${platform.url}/payment/pay/${id}`)
  assert.match(secret!, /^[\w-]{42}[A-Za-z0-9]$/)
  const wrong = [
    base!,
    `${base}.`,
    `${base}.${newSecret()}`,
    `${base}.${other.link.split('.').at(-1)}`,
    `${base}.${secret}.${secret}`,
    `${base}.${secret!.toLowerCase()}`,
    `${base}%00.${secret}`,
  ]
  for (const guess of wrong) {
    const page = await fetch(guess)
    assert.equal(page.status, 404, guess)
    assert.doesNotMatch(await page.text(), /128\.40|Maple|Order 1001|ada/)
    assert.equal((await fetch(`${guess}/status`)).status, 404)
    for (const part of ['account', 'bank', 'card'] as const)
      assert.equal((await links.post(guess, part, named)).status, 404, `${part} ${guess}`)
  }
  assert.equal(await stateOf(id), 'requested')
  assert.equal((await fetch(link)).status, 200)
  assert.equal((await links.post(link, 'account', named)).status, 200)
  assert.notEqual(await stateOf(id), 'requested')
})

test('a debit’s link stays its identifier alone', async () => {
  const { id, link } = await links.debit()
  assert.equal(link, `${platform.url}/payment/pay/${id}`)
  assert.equal((await fetch(link)).status, 200)
  assert.equal((await fetch(`${link}.${newSecret()}`)).status, 404)
})

test('the contact is told before an account is named, with the link, and after', async () => {
  const before = (await mails()).length
  const { link } = await links.credit({ statement: 'Deposit back' })
  const [told] = (await mails()).slice(before)
  assert.match(told!.text, /Maple Cycles is paying you \$128\.40[\s\S]*\{link\}/)
  assert.ok((await (await fetch(`${platform.url}/mailbox`)).text()).includes(link))
  await links.post(link, 'account', named)
  const [, after] = (await mails()).slice(before)
  assert.match(after!.text, /account ending in 4321/)
  const withAccount = (await mails()).length
  const to_bank_account = await accountOf(links.contactId)
  await links.credit({ to_bank_account })
  assert.equal((await mails()).length, withAccount, 'where it goes is known: there is nothing to ask')
})

const accountOf = async (contactId: string) =>
  (await platform.call('GET', `/contact/${contactId}/bank_accounts`)).body.data[0].identifier

test('the secret is in no event, answer, list, delivery or table, but a repeated creation answers the same link', async () => {
  const body = {
    amount: '9.00',
    statement: 'Prize',
    contact_id: links.contactId,
    from_bank_account: platform.demo.bank_account_id,
  }
  const key = { 'idempotency-key': newSecret() }
  const first = await platform.call('PUT', '/credit', body, key)
  const again = await platform.call('PUT', '/credit', body, key)
  assert.equal(again.text, first.text)
  assert.equal(again.headers.get('idempotent-replayed'), 'true')
  const secret = first.body.link.split('.').at(-1)
  const { identifier } = first.body
  await until('its event', async () => (await platform.eventsOf(identifier)).length > 0)
  for (const path of [`/transaction/${identifier}`, '/transaction', '/events?after=0&limit=100'])
    assert.ok(!(await platform.call('GET', path)).text.includes(secret), path)
  const tables = await platform.db.many<{ name: string }>(sql`
    select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`)
  for (const { name } of tables) {
    const statement = `select count(*) as found from ${name} t where to_jsonb(t)::text like '%${secret}%'`
    const { found } = await platform.db.one<{ found: bigint }>({ text: statement, values: [] } as any)
    assert.equal(found, 0n, name)
  }
  assert.ok(!platform.lines.join('').includes(secret))
})

test('no answer that holds a secret is kept as text under its idempotency key', async () => {
  const key = () => ({ 'idempotency-key': newSecret() })
  const contactPage = await platform.call(
    'POST',
    `/contact/${links.contactId}/creditcards/url`,
    undefined,
    key(),
  )
  const { id } = await links.debit()
  const debitPage = await platform.call('POST', `/debit/${id}/creditcard/url`, undefined, key())
  for (const { body } of [contactPage, debitPage]) {
    const ticket = body.url.split('/').at(-1)
    const { kept } = await platform.db.one<{ kept: bigint }>(sql`
      select count(*) as kept from idempotency_keys where body like ${`%${ticket}%`}`)
    assert.equal(kept, 0n)
  }
})

test('a link that went out without a secret opens nothing; its contact is mailed a new one, once, and who is gone is not', async () => {
  const { id } = await links.credit()
  const gone = await platform.createContact('Gone')
  const ofGone = await links.credit({ contact_id: gone })
  await platform.good('DELETE', `/contact/${gone}`)
  const before = (await mails()).length
  await platform.db.run(
    sql`update payment_links set secret_hash = null where identifier = any(${[id, ofGone.id]})`,
  )
  const old = `${platform.url}/payment/pay/${id}`
  assert.equal((await links.post(old, 'account', named)).status, 404)
  await renewCreditLinks.run(platform.context)
  await renewCreditLinks.run(platform.context)
  const fresh = (await mails()).slice(before)
  assert.equal(fresh.length, 1)
  assert.match(fresh[0]!.text, /does not work any more/)
  const shown = await (await fetch(`${platform.url}/mailbox`)).text()
  const link = new RegExp(`${old}\\.[\\w-]{43}`).exec(shown)![0]
  assert.equal((await links.post(old, 'account', named)).status, 404)
  assert.equal((await links.post(link, 'account', named)).status, 200)
})
