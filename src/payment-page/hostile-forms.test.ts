/** What is typed into the pages is by the same rule as what comes by the API (`src/ground/text.ts`). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accountEntered, signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { createCompany } from '../companies/company.ts'
import { sql } from '../db/sql.ts'
import { readAgreement } from './agreement.ts'

let platform: Platform
let links: Awaited<ReturnType<typeof startLinks>>
before(async () => {
  platform = await startPlatform({ paymentPageRateLimit: 1_000 }, { bankGatherMs: 3_600_000 })
  links = await startLinks(platform)
})
after(() => platform?.close())

const CARD = '4242424242424242'
const invalid = [
  'A\0B',
  'A\u0085B',
  'A\u2028B',
  'A\ud800',
  'A\u202eB',
  'A\u2066B',
  'A\u200d',
  CARD,
  '４２４２ 4242-4242 4242',
]
const unseen = ['\u3164', '\u2800', '\u200b', '\u{e0041}\u{e007f}']
const codes = ({ body }: { body: any }) => (body.errors ?? []).map(({ code }: { code: string }) => code)

test('no form takes what is no text, or a card number: the field is marked, nothing is kept, never a 500', async () => {
  const debit = await links.debit()
  const credit = await links.credit()
  const agreement = await links.shownAgreement(debit.link)
  const accounts = async () =>
    (await platform.call('GET', `/contact/${links.contactId}/bank_accounts`)).body.data
  for (const text of [...invalid, ...unseen]) {
    const code = unseen.slice(0, 3).includes(text) ? 'required' : 'invalid'
    const what = JSON.stringify(text)
    const named = await links.post(debit.link, 'bank', { ...signed, agreement, holder_name: text })
    assert.deepEqual([named.status, codes(named)], [422, [`holder_name.${code}`]], what)
    const signature = { kind: 'typed', name: text }
    const signing = await links.post(debit.link, 'bank', { ...signed, agreement, signature })
    assert.deepEqual([signing.status, codes(signing)], [422, [`signature.${code}`]], what)
    const payee = await links.post(credit.link, 'account', {
      ...accountEntered,
      consent: true,
      holder_name: text,
    })
    assert.deepEqual([payee.status, codes(payee)], [422, [`holder_name.${code}`]], what)
    for (const answer of [named, signing, payee]) assert.ok(!JSON.stringify(answer.body).includes(CARD))
    for (const field of ['transit_number', 'account_number', 'account_type', 'category'])
      assert.equal(
        (await links.post(debit.link, 'bank', { ...signed, agreement, [field]: text })).status,
        422,
        field,
      )
  }
  assert.deepEqual(await accounts(), [])
  assert.ok(!platform.lines.join('').includes(CARD))
})

test('a name of any script is taken, composed, also with its joiners; one that no bank can print is marked', async () => {
  const { id, link } = await links.debit()
  const agreement = await links.shownAgreement(link)
  const picture = await links.post(link, 'bank', { ...signed, agreement, holder_name: '😀' })
  assert.deepEqual([picture.status, codes(picture)], [422, ['holder_name.invalid']])
  const name = 'Jose\u0301 می‌خواهم'
  const body = { ...signed, agreement, holder_name: name, signature: { kind: 'typed', name } }
  const headers = { 'user-agent': 'Browser/1 \u0085\u00e9' }
  assert.equal((await links.post(link, 'bank', body, headers)).status, 200)
  const { signer } = (await readAgreement(platform.db, platform.context.seal, platform.demo.company_id, id))!
  assert.equal(signer.holderName, name.normalize('NFC'))
  assert.deepEqual(signer.signature, { kind: 'typed', name: name.normalize('NFC') })
  assert.equal(signer.userAgent, 'Browser/1 \ufffd\u00e9')
  const [account] = (await platform.call('GET', `/contact/${links.contactId}/bank_accounts`)).body.data
  assert.match(account.holder_name_at_bank, /^JOSE [A-Z]+$/)
})

test('a body that no two programs read alike is refused by the pages too', async () => {
  const { link } = await links.debit()
  const post = async (body: string | Buffer, headers: Record<string, string> = {}) =>
    (
      await fetch(`${link}/bank`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
        body: body as string,
      })
    ).status
  assert.equal(await post(Buffer.from('{"holder_name":"Zo\u00eb"}', 'latin1')), 400)
  assert.equal(await post('{"consent":true,"consent":false}'), 400)
  assert.equal(await post('\ufeff{}'), 400)
  assert.equal(await post('{}', { 'content-encoding': 'gzip' }), 415)
  assert.equal(await post('{}', { 'content-type': 'application/json; charset=utf-16' }), 415)
})

test('whatever is asked of the page’s address, it is a page or a problem, never a failure', async () => {
  const { link } = await links.debit()
  for (const query of ['?lang=%00', '?card=%00', '?card=a&card=b', '?lang=%ff', '?x=%E2%80%AE'])
    for (const path of ['', '/status'])
      assert.ok((await fetch(link + path + query)).status < 500, path + query)
  assert.equal((await fetch(`${platform.config.publicUrl}/payment/pay/%00`)).status, 404)
})

test('a name from right to left is isolated where pages show it, so that the amount beside it stays as it is', async () => {
  const company = 'עמית & Sons'
  const { name } = await platform.db.one<{ name: string }>(sql`
    select name from companies where company_id = ${platform.demo.company_id}`)
  const rename = (to: string) =>
    platform.db.run(sql`update companies set name = ${to} where company_id = ${platform.demo.company_id}`)
  await rename(company)
  try {
    const { link } = await links.debit({ statement: 'הזמנה 12' })
    const html = await (await fetch(link)).text()
    const shown = html.slice(html.indexOf('<body>')).replaceAll(/<script[\s\S]*?<\/script>/g, '')
    const bare = shown.replaceAll(/<bdi>[^<]*<\/bdi>/g, '')
    assert.ok(shown.split('<bdi>עמית &amp; Sons</bdi>').length > 5)
    assert.ok(!bare.includes('עמית') && !bare.includes('הזמנה'), bare)
  } finally {
    await rename(name)
  }
})

test('an operator’s words are by the rule too', async () => {
  for (const name of ['A\u202eB', '\u3164', CARD, 'x'.repeat(101)])
    await assert.rejects(createCompany(platform.db, name), /^OperatorError: The name /)
})
