import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser, placeholderFits } from '../../test/browser.ts'
import { signed, startLinks } from '../../test/payment-links.ts'
import {
  choose,
  drawSignature,
  openLink,
  payByCard,
  state,
  typeBankAccount,
} from '../../test/payment-page.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { payerWords } from '../ground/payer-words.ts'
import { readAgreement } from './agreement.ts'
import { texts } from './texts.ts'

let platform: Platform
let links: Awaited<ReturnType<typeof startLinks>>
let browser: Browser
before(async () => {
  // What is signed for stays agreed to: no file is opened before the tests are over.
  platform = await startPlatform({ paymentPageRateLimit: 1_000 }, { bankGatherMs: 3_600_000 })
  links = await startLinks(platform)
  browser = await launchBrowser()
})
after(async () => {
  await browser.close()
  await platform.close()
})

const companyId = () => platform.demo.company_id
const count = async (table: 'attempts' | 'bank_items', id: string) => {
  const { n } = await platform.db.one<{ n: bigint }>(
    table === 'attempts'
      ? sql`select count(*) as n from attempts where company_id = ${companyId()} and debit_id = ${id}`
      : sql`select count(*) as n from bank_items where company_id = ${companyId()} and subject_id = ${id}`,
  )
  return Number(n)
}
const open = (link: string, width = 390) => openLink(browser, link, width)

for (const width of [320, 390, 1280]) {
  test(`a card pays in the vault’s frame, at ${width} px, and the link is used up`, async () => {
    const { id, link } = await links.debit()
    const { page, complaints } = await open(link, width)
    await choose(page, 'card')
    const frame = page.frameLocator('#card-frame iframe')
    await frame.getByRole('button', { name: 'Pay $128.40' }).waitFor()
    assert.match(await frame.locator('.intro').innerText(), /charges this card \$128\.40 now/)
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth)
    assert.ok(wide <= width, `${wide}`)
    assert.ok(await placeholderFits(frame.locator('#field-number')), 'the example of a number is whole')
    const banners = [page.locator('.demo'), frame.locator('.demo')]
    assert.equal(
      (await Promise.all(banners.map((banner) => banner.count()))).join(),
      '1,0',
      'one banner says it',
    )
    await payByCard(page)
    await state(page, 'paid')
    assert.equal(await page.locator('h1').innerText(), 'Paid')
    assert.equal(await count('attempts', id), 1)
    await page.reload()
    await state(page, 'paid')
    assert.deepEqual(complaints, [])
  })
}

test('a card that does not pay says why in words, and the next one pays', async () => {
  const { link } = await links.debit()
  const { page } = await open(link)
  await choose(page, 'card')
  await payByCard(page, '4000000000009995')
  await page.locator('#declined').waitFor()
  assert.equal(await page.locator('#declined').innerText(), payerWords.insufficient_funds.paymentPage.en)
  await choose(page, 'card')
  await payByCard(page)
  await state(page, 'paid')
})

test('a card that the vault refuses can be followed by another', async () => {
  const { link } = await links.debit()
  const { page } = await open(link)
  await choose(page, 'card')
  await payByCard(page, '4000000000000002')
  await page.getByRole('button', { name: 'Try another card' }).waitFor()
  assert.ok(
    await page.locator('input[value=bank]').isEnabled(),
    'nothing was charged, so another way is open too',
  )
  await page.getByRole('button', { name: 'Try another card' }).click()
  await choose(page, 'card')
  await payByCard(page)
  await state(page, 'paid')
})

test('a card that is entered in one window does not pay what was signed for in another', async () => {
  const { id, link } = await links.debit()
  const { page } = await open(link)
  await choose(page, 'card')
  await page.frameLocator('#card-frame iframe').locator('#submit:enabled').waitFor()
  const agreement = await links.shownAgreement(link)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 200)
  await payByCard(page)
  await state(page, 'agreed')
  assert.equal(await count('attempts', id), 0)
  assert.equal(await count('bank_items', id), 1)
})

test('a bank account with a typed signature pays, on a phone, and pressing twice pays once', async () => {
  const { id, link } = await links.debit()
  const { page, complaints } = await open(link)
  await choose(page, 'bank')
  await typeBankAccount(page)
  await page.getByLabel('Personal').check({ force: true })
  await page.getByLabel('Type your full name').fill('Amélie Tremblay')
  await page.getByLabel(/I have read this agreement/).check()
  await page.locator('#submit').dblclick()
  await state(page, 'agreed')
  assert.equal(await count('bank_items', id), 1)
  const { signer } = (await readAgreement(platform.db, platform.context.seal, companyId(), id))!
  assert.deepEqual(signer.signature, { kind: 'typed', name: 'Amélie Tremblay' })
  assert.match(signer.userAgent, /Chrome/)
  assert.deepEqual(complaints, [])
})

test('a drawn signature is kept stroke by stroke; a slip of the finger is none, and it can be cleared', async () => {
  const { id, link } = await links.debit()
  const { page } = await open(link, 1280)
  await choose(page, 'bank')
  await typeBankAccount(page)
  await page.getByLabel('For a business').check({ force: true })
  assert.ok(await page.getByText('a business pre-authorized debit').isVisible())
  assert.ok(await page.getByText('a personal pre-authorized debit').isHidden())
  await page.getByLabel('Draw').check({ force: true })
  await page.getByLabel(/I have read this agreement/).check()
  await page.locator('#signature-pad').click()
  await page.locator('#submit').click()
  assert.equal(await page.locator('#error-signature').innerText(), texts.en.errors['signature.required'])
  await drawSignature(page)
  assert.equal(await page.locator('#error-signature').innerText(), '')
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.locator('#submit').click()
  assert.equal(await page.locator('#error-signature').innerText(), texts.en.errors['signature.required'])
  await drawSignature(page)
  await page.locator('#submit').click()
  await state(page, 'agreed')
  const kept = (await readAgreement(platform.db, platform.context.seal, companyId(), id))!
  assert.equal(kept.category, 'business')
  assert.ok(kept.signer.signature.kind === 'drawn')
  assert.equal(kept.signer.signature.strokes.length, 1)
  assert.ok(kept.signer.signature.strokes[0]!.length > 20)
})

test('the keyboard alone signs and pays', async () => {
  const { link } = await links.debit()
  const { page } = await open(link, 1280)
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const type = (text: string) => page.keyboard.type(text)
  const focused = () => page.evaluate('document.activeElement.id || document.activeElement.value')
  await page.locator('input[value=card]').focus()
  await press('ArrowRight')
  assert.equal(await focused(), 'bank')
  await press('Tab')
  assert.equal(await focused(), 'field-holder_name')
  await type('Ana Tremblay')
  await press('Tab')
  await type('00011')
  await press('Tab')
  await type('001')
  await press('Tab')
  await type('765-4321')
  await press('Tab', 'Space', 'Tab', 'Space', 'Tab')
  assert.ok(
    await page.evaluate("document.activeElement.matches('[role=region]')"),
    'the agreement can be scrolled',
  )
  await press('Tab')
  assert.equal(await focused(), 'typed')
  await press('Tab')
  await type('Ana Tremblay')
  await press('Tab', 'Space', 'Tab')
  assert.equal(await focused(), 'submit')
  await press('Enter')
  await state(page, 'agreed')
  assert.equal(await focused(), 'outcome-heading', 'a screen reader hears that the page is another')
})

test('in French all of it is French: page, agreement, card form and mail', async () => {
  const { link } = await links.debit({ statement: 'Commande 7' })
  const { page } = await open(link, 390)
  await page.getByRole('link', { name: 'Français' }).click()
  await page.getByText('Comment souhaitez-vous payer?').waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr-CA')
  await choose(page, 'card')
  await page.frameLocator('#card-frame iframe').getByRole('button', { name: 'Payer 128,40 $' }).waitFor()
  await choose(page, 'bank')
  assert.ok(await page.getByText('Vous avez certains droits de recours').first().isVisible())
  await typeBankAccount(page, true)
  await page.getByLabel('Personnel').check({ force: true })
  await page.getByLabel('Tapez votre nom complet').fill('Ana Tremblay')
  await page.getByLabel(/J’ai lu cet accord/).check()
  await page.getByRole('button', { name: 'Signer et payer' }).click()
  await page.getByRole('heading', { name: 'Merci' }).waitFor()
  const { subject, text } = await platform.db.one<{ subject: string; text: string }>(sql`
    select subject, text from mails where company_id = ${companyId()} order by mail_id desc limit 1`)
  assert.equal(subject, 'Votre accord de débit avec Maple Cycles')
  assert.match(text, /Commande 7/)
})

test('a bad field is named at the field, keeps the others, takes the focus and goes as it is mended', async () => {
  const { link } = await links.debit()
  const { page } = await open(link)
  await choose(page, 'bank')
  await typeBankAccount(page)
  const transit = page.getByLabel('Transit number')
  await transit.fill('12')
  await page.getByLabel('Account number').focus()
  assert.equal(
    await page.locator('#error-transit_number').innerText(),
    texts.en.errors['transit_number.invalid'],
  )
  await page.locator('#submit').click()
  assert.equal(await page.locator('#alert').innerText(), 'Please correct the 4 places marked above.')
  assert.ok(await transit.evaluate((element) => element === document.activeElement))
  assert.equal(await transit.getAttribute('aria-invalid'), 'true')
  await transit.fill('00011')
  assert.equal(await transit.getAttribute('aria-invalid'), null)
  assert.equal(await page.getByLabel('Account number').inputValue(), '7654321')
  const alert = page.locator('#alert')
  assert.equal(await alert.innerText(), 'Please correct the 3 places marked above.')
  await page.getByLabel('Personal').check({ force: true })
  await page.getByLabel('Type your full name').fill('Ana')
  assert.equal(await alert.textContent(), '', 'one that is left speaks for itself')
  await page.getByLabel(/I have read this agreement/).check()
  assert.equal(await page.locator('[aria-invalid]').count(), 0)
  await page.getByLabel('Type your full name').fill('')
  await page.getByLabel('Transit number').fill('1')
  await page.locator('#submit').click()
  assert.equal(await alert.innerText(), 'Please correct the 2 places marked above.')
  await page.locator('input[name=signing][value=drawn]').check({ force: true })
  assert.equal(await page.locator('#error-signature').textContent(), '')
  assert.equal(await alert.textContent(), '', 'the typed name is not asked for any more')
})

test('when the answer is lost the page does not send again but asks to be reloaded, and tells the truth then', async () => {
  const { id, link } = await links.debit()
  const { page } = await open(link)
  await page.route('**/bank', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await choose(page, 'bank')
  await typeBankAccount(page)
  await page.getByLabel('Personal').check({ force: true })
  await page.getByLabel('Type your full name').fill('Ana')
  await page.getByLabel(/I have read this agreement/).check()
  await page.locator('#submit').click()
  await page.getByRole('button', { name: 'Reload the page' }).click()
  await state(page, 'agreed')
  assert.equal(await count('bank_items', id), 1)
})

test('a payment that is made elsewhere meanwhile is not made again here', async () => {
  const { id, link } = await links.debit()
  const { page } = await open(link)
  await choose(page, 'bank')
  await typeBankAccount(page)
  await page.getByLabel('Personal').check({ force: true })
  await page.getByLabel('Type your full name').fill('Ana')
  await page.getByLabel(/I have read this agreement/).check()
  await platform.good('DELETE', `/transaction/${id}`)
  await page.locator('#submit').click()
  await state(page, 'cancelled')
  assert.equal(await count('bank_items', id), 0)
})

test('a credit’s contact says where to be paid', async () => {
  const { id, link } = await links.credit()
  const { page, complaints } = await open(link)
  assert.match(await page.locator('h1').innerText(), /Maple Cycles is paying you\s+\$128\.40/)
  await typeBankAccount(page)
  await page.locator('#submit').click()
  assert.equal(await page.locator('#error-consent').innerText(), texts.en.errors['consent.required'])
  await page.getByLabel(/I have checked these numbers/).check()
  await page.locator('#submit').click()
  await state(page, 'accepted')
  assert.equal((await platform.call('GET', `/transaction/${id}/status`)).body.state, 'initiated')
  assert.deepEqual(complaints, [])
})
