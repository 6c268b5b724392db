/** Paying by a bank account in the United States. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../test/browser.ts'
import { eftStage } from '../../test/eft-stage.ts'
import { signed, signedAmerican, startLinks } from '../../test/payment-links.ts'
import { choose, drawSignature, openLink, state, typeAmericanAccount } from '../../test/payment-page.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { readAgreement } from './agreement.ts'
import { findPaymentPage } from './payment-page.ts'
import { texts } from './texts.ts'

let platform: Platform
let links: Awaited<ReturnType<typeof startLinks>>
let browser: Browser
before(async () => {
  platform = await startPlatform({ paymentPageRateLimit: 1_000 })
  links = await startLinks(platform)
  browser = await launchBrowser()
})
after(async () => {
  await browser.close()
  await platform.close()
})

const companyId = () => platform.demo.company_id
const pageText = async (link: string) => (await fetch(link)).text()
const agreementOf = async (id: string) =>
  (await readAgreement(platform.db, platform.context.seal, companyId(), id))!

/** The debit as the simulated bank has it in its books. */
const atBank = async (id: string) => {
  const { trace_number } = await platform.db.one<{ trace_number: string }>(sql`
    select trace_number from bank_items where company_id = ${companyId()} and subject_id = ${id} and kind = 'debit'`)
  const books: any = await (
    await fetch(`${platform.simulatorUrl}/bank/books?reference=${trace_number}`)
  ).json()
  return books.items
}

const american = [
  { order: 'A', category: 'personal', number: '7654321', booked: 'WEB S', end: 'completed', reason: null },
  { order: 'B', category: 'business', number: '7654321', booked: 'CCD', end: 'completed', reason: null },
  {
    order: 'C',
    category: 'personal',
    number: '9900001',
    booked: 'WEB S',
    end: 'failed',
    reason: 'insufficient_funds',
  },
  {
    order: 'D',
    category: 'business',
    number: '9900029',
    booked: 'CCD',
    end: 'failed',
    reason: 'no_agreement',
  },
] as const

test('a person’s American account is debited by WEB, a single entry, a business’s by CCD; each settles or comes back, and is signed for once', async () => {
  const paid = american.map(async ({ order, category, number, booked, end, reason }) => {
    const { id, link } = await links.debitInUsd({ statement: `US order ${order}` })
    const agreement = await links.shownAgreement(link)
    const body = { ...signedAmerican, category, account_number: number, agreement }
    const answers = await Promise.all([1, 2, 3].map(() => links.post(link, 'bank', body)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])

    const kept = await agreementOf(id)
    assert.deepEqual([kept.kind, kept.category], ['ach_web', category])
    const { accountNumber, ...signer } = kept.signer
    assert.ok(accountNumber === number && 'routingNumber' in signer)
    assert.deepEqual([signer.routingNumber, signer.accountType], ['021000021', 'savings'])
    assert.match(kept.terms.join('\n'), /Nacha Operating Rules/)

    const ended = await until('the bank to answer', async () => {
      const { body } = await platform.call('GET', `/transaction/${id}`)
      return body.state === end && body
    })
    assert.equal(ended.fail_reason, reason)
    const [item, ...again] = await atBank(id)
    assert.deepEqual(again, [])
    assert.deepEqual(
      [item.entry_class, item.type, item.amount, item.currency, item.return_code],
      [booked, 'D', 128_40, 'USD', reason && `R${number.slice(-2)}`],
    )
  })
  await Promise.all(paid)
  const mails = await platform.db.many<{ text: string; attachments: any[] }>(sql`
    select text, attachments from mails
    where company_id = ${companyId()} and subject = 'Your debit authorization for Maple Cycles'`)
  assert.equal(mails.length, american.length)
  for (const { order, number } of american) {
    const [mail] = mails.filter(({ text }) => text.includes(`US order ${order}`))
    assert.match(mail!.attachments[0].filename, /^authorization-[0-9a-f-]{36}\.pdf$/)
    assert.match(Buffer.from(mail!.attachments[0].content_base64, 'base64').toString('latin1'), /^%PDF-1/)
    assert.ok(!mail!.text.includes(number), 'not the whole number')
  }
})

test('of an American account too each missing or wrong part is named, and Canadian numbers are no way around it', async () => {
  const { link } = await links.debitInUsd()
  const agreement = await links.shownAgreement(link)
  const codes = async (body: object) =>
    (await links.post(link, 'bank', body)).body.errors?.map(({ code }: { code: string }) => code)
  assert.deepEqual(await codes({}), [
    'holder_name.required',
    'routing_number.required',
    'account_number.required',
    'account_type.required',
    'category.required',
    'signature.required',
    'consent.required',
  ])
  assert.deepEqual(await codes({ ...signed, agreement }), ['routing_number.required'])
  for (const routing_number of ['021000022', '12345678', 'abcdefghi'])
    assert.deepEqual(await codes({ ...signedAmerican, agreement, routing_number }), [
      'routing_number.invalid',
    ])
  assert.equal(await links.status(link), 'open')
})

test('where no bank moves US dollars the page of a debit in USD offers cards alone', async () => {
  const { id, link } = await links.debitInUsd()
  const { config } = platform.context
  const bank = { ...config.bank, ach: { ...config.bank.ach, profile: 'none' as const } }
  const without = await findPaymentPage({ ...platform.context, config: { ...config, bank } }, id)
  assert.deepEqual([without!.takesCards, without!.bankCountry], [true, null])
  assert.match(await pageText(link), /value="card"[\s\S]*value="bank"/)
})

test('an American account pays in the real page: authorization by what is chosen, bank’s answer, copy in the mailbox', async () => {
  const { id, link } = await links.debitInUsd({ statement: 'Order US 1' })
  const { page, complaints } = await openLink(browser, link)
  await choose(page, 'bank')
  await typeAmericanAccount(page)
  assert.ok(await page.getByText('ACH debit authorization', { exact: true }).isVisible())
  await page.getByLabel('Business', { exact: true }).check({ force: true })
  assert.ok(await page.getByText('the business agrees to be bound by these rules').isVisible())
  await page.getByLabel('Personal').check({ force: true })
  assert.ok(await page.getByText('the business agrees to be bound by these rules').isHidden())
  await page.getByLabel('Draw').check({ force: true })
  await drawSignature(page)
  await page
    .getByLabel(/I have read this authorization and authorize Maple Cycles .* once, for US\$128\.40/)
    .check()
  const routing = page.getByLabel('Routing number')
  await routing.fill('021000022')
  await page.locator('#submit').click()
  assert.equal(
    await page.locator('#error-routing_number').innerText(),
    texts.en.errors['routing_number.invalid'],
  )
  assert.ok(await routing.evaluate((element) => element === document.activeElement))
  await routing.fill('0210-0002 1')
  await page.locator('#submit').click()
  // The simulated bank answers within seconds, so that the page may find the debit paid already.
  await page.locator('[data-state=agreed], [data-state=paid]').waitFor()
  const kept = await agreementOf(id)
  assert.deepEqual([kept.kind, kept.category, kept.signer.signature.kind], ['ach_web', 'personal', 'drawn'])
  assert.deepEqual(complaints, [])

  await until('the debit to be paid', async () => (await links.status(link)) === 'paid')
  await page.reload()
  await state(page, 'paid')
  await page.goto(`${platform.url}/mailbox`)
  const mail = page.locator('li').filter({ hasText: 'Order US 1' })
  const href = await mail.getByRole('link', { name: /authorization-/ }).getAttribute('href')
  const pdf = Buffer.from(await (await fetch(platform.url + href)).arrayBuffer()).toString('latin1')
  assert.match(pdf, /^%PDF-1/)
  assert.match(pdf, /ACH debit authorization/)
})

test('an American account with nothing on it comes back, and the link says that the payment failed', async () => {
  const { id, link } = await links.debitInUsd()
  const { page } = await openLink(browser, link, 1280)
  await choose(page, 'bank')
  await typeAmericanAccount(page, '9900001')
  await page.getByLabel('Personal').check({ force: true })
  await page.getByLabel('Type your full name').fill('Amélie Tremblay')
  await page.getByLabel(/I have read this authorization/).check()
  await page.locator('#submit').click()
  // The simulated bank answers in no time, so that the page may find the debit already back.
  await page.locator('[data-state]').waitFor()
  await until('the return', async () => (await links.status(link)) === 'failed')
  await page.reload()
  await state(page, 'failed')
  const { fail_reason, fail_direction } = (await platform.call('GET', `/transaction/${id}`)).body
  assert.deepEqual([fail_reason, fail_direction], ['insufficient_funds', 'pull'])
})

test('of all that was paid and came back here every invariant holds, against the bank’s books too', async () => {
  await eftStage(platform).holds()
})
