import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  accountEntered,
  americanEntered,
  signed,
  signedAmerican,
  startLinks,
} from '../../test/payment-links.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { setLogo, setPayeeContact } from '../companies/payee.ts'
import { sql } from '../db/sql.ts'
import { readAgreement, sweepAgreements } from './agreement.ts'

let platform: Platform
let links: Awaited<ReturnType<typeof startLinks>>
before(async () => {
  // What is signed for stays agreed to: no file is opened before the tests are over.
  platform = await startPlatform({ paymentPageRateLimit: 1_000 }, { bankGatherMs: 3_600_000 })
  links = await startLinks(platform)
})
after(() => platform.close())

const companyId = () => platform.demo.company_id
const mailsTo = (subject: RegExp) =>
  platform.db
    .many<{ subject: string; text: string; attachments: any[] }>(
      sql`select subject, text, attachments from mails where company_id = ${companyId()} order by mail_id`,
    )
    .then((mails) => mails.filter((mail) => subject.test(mail.subject)))
const pageText = async (link: string) => (await fetch(link)).text()
/** Stands in for the days until a link is over. */
const letExpire = (id: string) =>
  platform.db.run(sql`
    update debits set payable_until = jetpay_now() where company_id = ${companyId()} and debit_id = ${id}`)

test('a signed agreement pays the debit, is kept sealed, and its copy is mailed: all of it, once', async () => {
  const { id, link } = await links.debit({ statement: 'Order 2001' })
  const agreement = await links.shownAgreement(link)
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => links.post(link, 'bank', { ...signed, agreement })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409])
  assert.equal(await links.status(link), 'agreed')

  const kept = (await readAgreement(platform.db, platform.context.seal, companyId(), id))!
  assert.equal(kept.category, 'personal')
  assert.match(kept.terms.join('\n'), /certain recourse rights/)
  assert.deepEqual(kept.signer.signature, { kind: 'typed', name: 'Ana Tremblay' })
  assert.equal(kept.signer.accountNumber, '7654321')
  assert.equal(kept.signer.ip, '127.0.0.1')
  const row = await platform.db.one<{ whole: string }>(sql`
    select to_jsonb(a)::text as whole from signed_agreements a where company_id = ${companyId()} and debit_id = ${id}`)
  assert.doesNotMatch(row.whole, /7654321|Tremblay|127\.0\.0\.1/)

  const items = await platform.db.many(sql`
    select direction from bank_items where company_id = ${companyId()} and subject_id = ${id}`)
  assert.equal(items.length, 1)
  const mails = (await mailsTo(/agreement/)).filter(({ text }) => text.includes('Order 2001'))
  assert.equal(mails.length, 1)
  assert.match(mails[0]!.text, /account ending in 4321/)
  const pdf = Buffer.from(mails[0]!.attachments[0].content_base64, 'base64')
  assert.match(pdf.subarray(0, 8).toString(), /^%PDF-1/)
  const accounts = (await platform.call('GET', `/contact/${links.contactId}/bank_accounts`)).body.data
  assert.equal(accounts.length, 1, 'a repeated signature leaves no second account')
})

test('nothing is taken without consent, signature, category and a whole account; each is named', async () => {
  const { link } = await links.debit()
  const agreement = await links.shownAgreement(link)
  const { status, body } = await links.post(link, 'bank', {})
  assert.equal(status, 422)
  assert.deepEqual(
    body.errors.map(({ code }: { code: string }) => code),
    [
      'holder_name.required',
      'transit_number.required',
      'institution_number.required',
      'account_number.required',
      'account_type.required',
      'category.required',
      'signature.required',
      'consent.required',
    ],
  )
  for (const [fields, code] of [
    [{ consent: 'true' }, 'consent.required'],
    [{ signature: { kind: 'drawn', strokes: [[1, 1]] } }, 'signature.required'],
    [{ signature: { kind: 'typed', name: 'x'.repeat(101) } }, 'signature.too_long'],
    [{ category: 'cash' }, 'category.required'],
    [{ account_number: '12' }, 'account_number.invalid'],
  ] as const) {
    const answer = await links.post(link, 'bank', { ...signed, agreement, ...fields })
    assert.deepEqual([answer.status, answer.body.errors?.map((one: any) => one.code)], [422, [code]])
  }
  assert.equal(await links.status(link), 'open')
})

test('nobody is held to words that were not shown: after a change the signature is not taken', async () => {
  const { link } = await links.debit()
  const agreement = await links.shownAgreement(link)
  await setPayeeContact(platform.db, companyId(), { email: 'new@maplecycles.example', phone: null })
  const answer = await links.post(link, 'bank', { ...signed, agreement })
  assert.deepEqual([answer.status, answer.body], [409, { state: 'changed' }])
  assert.equal(await links.status(link), 'open')
  const again = await links.shownAgreement(link)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement: again })).status, 200)
})

test('a write from another site, or by a form, changes nothing', async () => {
  const { link } = await links.debit()
  const body = { ...signed, agreement: await links.shownAgreement(link) }
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ])
    assert.equal((await links.post(link, 'bank', body, headers)).status, 403)
  const bare = (headers: Record<string, string>) =>
    fetch(`${link}/bank`, { method: 'POST', headers, body: JSON.stringify(body) })
  const json = { 'content-type': 'application/json' }
  assert.equal((await bare({ ...json, origin: 'https://evil.example' })).status, 403)
  assert.equal((await bare({ 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' })).status, 415)
  assert.equal(await links.status(link), 'open')
  assert.equal((await bare({ ...json, origin: platform.url })).status, 200)
})

test('the page may frame the vault alone, may not be framed, runs only its own files and is not kept', async () => {
  const { link } = await links.debit()
  const { headers } = await fetch(link)
  const policy = headers.get('content-security-policy')!
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /script-src 'nonce-[\w-]{22}';/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.ok(policy.includes(`frame-src ${platform.config.vaultPublicUrl};`), policy)
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('cache-control'), 'no-store')
  const unknown = await fetch(`${platform.url}/payment/pay/0197d3a0-0000-7000-8000-000000000000`)
  assert.equal(unknown.status, 404)
  assert.match(unknown.headers.get('content-security-policy')!, /frame-src 'none'/)
  assert.match(await unknown.text(), /This link does not work/)
})

test('links that are paid, cancelled, expired or unknown say so, take nothing, and never ask for a card', async () => {
  const cancelled = await links.debit()
  await platform.good('DELETE', `/transaction/${cancelled.id}`)
  const expired = await links.debit()
  await letExpire(expired.id)
  const paid = await links.debit()
  await platform.submitCard((await links.post(paid.link, 'card', {})).body.url, '4242424242424242')
  await until('paid', async () => (await links.status(paid.link)) === 'paid')
  for (const [{ link }, state, words] of [
    [cancelled, 'cancelled', /This payment was cancelled/],
    [expired, 'expired', /This link has expired/],
    [paid, 'paid', /has received your payment/],
  ] as const) {
    await until(state, async () => (await links.status(link)) === state)
    const html = await pageText(link)
    assert.match(html, words)
    assert.doesNotMatch(html, /<form|name="method"/)
    assert.equal((await links.post(link, 'bank', signed)).status, 409)
    assert.equal((await links.post(link, 'card', {})).status, 409)
  }
  assert.equal((await links.post(`${platform.url}/payment/pay/nonsense`, 'card', {})).status, 404)
})

test('a card that is declined leaves the link open, and the page says why in few words', async () => {
  const { link } = await links.debit()
  const { body } = await links.post(link, 'card', {})
  await platform.submitCard(body.url, '4000000000009995')
  await until('the try to end', async () => {
    const status = (await (await fetch(`${link}/status?card=${body.credit_card_id}`)).json()) as any
    return status.state === 'open' && status.card === 'ended'
  })
  assert.match(await pageText(link), /The last card has too little available/)
  const agreement = await links.shownAgreement(link)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 200)
})

test('a credit asks where to be paid, once, and tells the contact by mail', async () => {
  const { id, link } = await links.credit({ statement: 'Deposit back' })
  assert.match(await pageText(link), /<bdi>Maple Cycles<\/bdi> is paying you/)
  const { status, body } = await links.post(link, 'account', accountEntered)
  assert.deepEqual([status, body.errors], [422, [{ field: 'consent', code: 'consent.required' }]])
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => links.post(link, 'account', { ...accountEntered, consent: true })),
  )
  assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409, 409])
  assert.equal(await links.status(link), 'accepted')
  assert.equal((await platform.call('GET', `/transaction/${id}/status`)).body.state, 'initiated')
  const [mail, ...more] = await mailsTo(/is paying you \$128\.40/)
  assert.match(mail!.text, /account ending in 4321/)
  assert.deepEqual(more, [])
  assert.equal((await links.post(link, 'bank', signed)).status, 409, 'a credit is not debited')
})

test('a credit in US dollars asks for an account in the United States', async () => {
  const { id, link } = await links.creditInUsd()
  assert.match(await pageText(link), /US\$128\.40[\s\S]*id="field-routing_number"/)
  const entered = { ...americanEntered, consent: true }
  const wrong = await links.post(link, 'account', { ...entered, routing_number: '021000022' })
  assert.deepEqual(wrong.body.errors, [{ field: 'routing_number', code: 'routing_number.invalid' }])
  assert.equal((await links.post(link, 'account', entered)).status, 200)
  const { to_bank_account_id: to } = (await platform.call('GET', `/transaction/${id}`)).body
  const accounts = (await platform.call('GET', `/contact/${links.contactId}/bank_accounts`)).body.data
  const paidTo = accounts.find((one: any) => one.identifier === to)
  assert.deepEqual([paidTo.routing_number, paidTo.currency], ['021000021', 'USD'])
})

test('a company without a contact address takes no bank accounts: its agreement would lack what Rule H1 wants', async () => {
  const { link } = await links.debit()
  const agreement = await links.shownAgreement(link)
  const set = (address: string | null) =>
    platform.db.run(sql`update companies set contact_email = ${address} where company_id = ${companyId()}`)
  await set(null)
  try {
    assert.doesNotMatch(await pageText(link), /id="bank-form"|value="bank"/)
    assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 409)
  } finally {
    await set('billing@maplecycles.example')
  }
})

test('the logo is shown as it was set, and only pictures of a modest size are taken', async () => {
  const { link } = await links.debit()
  assert.match(await pageText(link), /class="logo initials" aria-hidden="true">MC</)
  // A PNG of one pixel.
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  )
  await setLogo(platform.db, companyId(), png)
  assert.ok((await pageText(link)).includes(`src="data:image/png;base64,${png.toString('base64')}"`))
  await assert.rejects(setLogo(platform.db, companyId(), Buffer.from('<svg/>')), /PNG or JPEG/)
  await assert.rejects(setLogo(platform.db, companyId(), Buffer.alloc(100_001)), /100000/)
  await setLogo(platform.db, companyId(), null)
})

test('an agreement is deleted 12 months after its debit has ended, one by ACH after 24, and not before', async () => {
  const sign = async (inUsd: boolean) => {
    const { id, link } = inUsd ? await links.debitInUsd() : await links.debit()
    const agreement = await links.shownAgreement(link)
    const body = inUsd ? signedAmerican : signed
    assert.equal((await links.post(link, 'bank', { ...body, agreement })).status, 200)
    return id
  }
  /** Stands in for the months that pass. */
  const age = (id: string, months: string) =>
    platform.db.run(sql`
      with signed as (
        update signed_agreements set signed_at = jetpay_now() - ${months}::interval
        where company_id = ${companyId()} and debit_id = ${id})
      update debits set updated_at = jetpay_now() - ${months}::interval
      where company_id = ${companyId()} and debit_id = ${id}`)
  const aged = async (inUsd: boolean, months: string, ended = true) => {
    const id = await sign(inUsd)
    if (ended) assert.equal((await platform.call('DELETE', `/transaction/${id}`)).status, 200)
    await age(id, months)
    return id
  }
  const kept = [
    await aged(false, '30 months', false),
    await aged(true, '30 months', false),
    await aged(false, '11 months 25 days'),
    await aged(true, '12 months 5 days'),
    await aged(true, '23 months 25 days'),
  ]
  const old = [await aged(false, '12 months 5 days'), await aged(true, '24 months 5 days')]
  assert.equal(await sweepAgreements(platform.db, 12), 2)
  const there = async (id: string) =>
    (await readAgreement(platform.db, platform.context.seal, companyId(), id)) !== undefined
  assert.deepEqual(await Promise.all(kept.map(there)), [true, true, true, true, true])
  assert.deepEqual(await Promise.all(old.map(there)), [false, false])
  // A longer time that the settings ask for is for all kinds.
  await age(kept[4]!, '30 months')
  assert.equal(await sweepAgreements(platform.db, 36), 0)
  assert.equal(await sweepAgreements(platform.db, 30), 1)
})

test('a link whose time is over takes nothing, also while no worker is there to cancel its debit', async () => {
  const { id, link } = await links.debit()
  const agreement = await links.shownAgreement(link)
  await letExpire(id)
  assert.equal(await links.status(link), 'expired')
  const answer = await links.post(link, 'bank', { ...signed, agreement })
  assert.deepEqual([answer.status, answer.body], [409, { state: 'expired' }])
})

test('the demo’s mailbox shows what was sent, with its attachment', async () => {
  const html = await pageText(`${platform.url}/mailbox`)
  assert.match(html, /Your debit agreement with Maple Cycles/)
  const [, path] = /href="(\/mailbox\/[0-9a-f-]{36}\/\d+)"/.exec(html)!
  const file = await fetch(platform.url + path)
  assert.equal(file.headers.get('content-type'), 'application/pdf')
  assert.match(await file.text(), /^%PDF/)
  assert.equal((await fetch(`${platform.url}/mailbox/0197d3a0-0000-7000-8000-000000000000/0`)).status, 404)
})
