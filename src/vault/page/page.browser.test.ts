import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { launchBrowser, openPage } from '../../../test/browser.ts'
import { type PlayedAnswer, startPlatform, startPlayedVault } from './page.browser-harness.ts'
import { texts } from './texts.ts'

type Heard = { origin: string; data: Record<string, unknown> }

let browser: Browser
let vault: Awaited<ReturnType<typeof startPlayedVault>>
let platform: Awaited<ReturnType<typeof startPlatform>>
const pages: Page[] = []

before(async () => {
  vault = await startPlayedVault()
  platform = await startPlatform()
  browser = await launchBrowser()
})

after(async () => {
  await browser?.close()
  for (const { server } of [vault, platform]) {
    server.closeAllConnections()
    server.close()
  }
})

beforeEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
  vault.state.card = { allowedOrigins: [platform.origin], now: new Date('2026-11-21T12:00:00Z') }
  vault.state.submitted = []
  vault.state.requested = []
  vault.state.missing = []
  vault.state.answer = async () => ({
    status: 200,
    body: { outcome: 'succeeded', brand: 'visa', last4: '4242' },
  })
})

async function open(width = 1280) {
  const page = await openPage(browser, width)
  pages.push(page)
  return page
}

/** The platform's page with the card page in its frame, ready to type. */
async function openFramed(width?: number, path = '/tokenize/t') {
  const page = await open(width)
  await page.goto(`${platform.origin}/?frame=${vault.origin}${path}`)
  const frame = page.frameLocator('iframe')
  await frame.locator('html[data-started]').waitFor()
  return { page, frame }
}

const input = (frame: FrameLocator | Page, name: string) => frame.locator(`#field-${name}`)
const error = (frame: FrameLocator | Page, name: string) => frame.locator(`#error-${name}`).textContent()
const visa = {
  number: '4242424242424242',
  expiry: '0829',
  cvc: '123',
  name: 'Amélie Roy',
  postal_code: 'k1a0b1',
}

async function fillIn(frame: FrameLocator | Page, card: Partial<typeof visa> = visa) {
  for (const [name, text] of Object.entries(card)) await input(frame, name).fill(text)
}

const heard = (page: Page) => page.evaluate('heard') as Promise<Heard[]>
/** Waits for a message of this type and returns it. */
async function hears(page: Page, type: string): Promise<Record<string, unknown>> {
  await page.waitForFunction(`heard.some((message) => message.data.type === '${type}')`)
  return (await heard(page)).find(({ data }) => data.type === type)!.data
}

/** An answer that is held back until `release` is called. */
function heldAnswer(answer: PlayedAnswer) {
  const gate = Promise.withResolvers<void>()
  vault.state.answer = () => gate.promise.then(() => answer)
  return gate.resolve
}

for (const width of [320, 390, 1280]) {
  for (const language of ['en', 'fr'] as const) {
    test(`a card is saved with the keyboard alone, at ${width} px in ${language}`, async () => {
      vault.state.card.language = language
      const { page, frame } = await openFramed(width)
      await frame.locator('#submit:enabled').waitFor()
      for (const text of Object.values(visa)) {
        await page.keyboard.press('Tab')
        await page.keyboard.type(text)
      }
      assert.equal(await input(frame, 'number').inputValue(), '4242 4242 4242 4242')
      assert.equal(await input(frame, 'expiry').inputValue(), '08 / 29')
      assert.equal(await frame.locator('#brand-badge').textContent(), 'Visa')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      const heading = frame.locator('#outcome-heading')
      await heading.waitFor()
      assert.equal(await heading.textContent(), texts[language].outcomes.succeeded.heading)
      assert.ok((await frame.locator('.message').textContent())?.includes('4242'))
      assert.equal(await heading.evaluate((element) => element === document.activeElement), true)
      assert.deepEqual(vault.state.submitted, [
        {
          number: '4242 4242 4242 4242',
          expiry: '08 / 29',
          cvc: '123',
          name: 'Amélie Roy',
          postal_code: 'K1A 0B1',
        },
      ])
    })
  }
}

test('the platform hears that the page is ready, how high it is, that a card was sent and what came of it', async () => {
  const { page, frame } = await openFramed()
  assert.deepEqual(await hears(page, 'ready'), { source: 'jetpay', credit_card_id: 'card-1', type: 'ready' })
  const { height } = await hears(page, 'resize')
  assert.equal(
    height,
    await frame.locator('html').evaluate((html) => Math.ceil(html.getBoundingClientRect().height)),
  )
  await fillIn(frame)
  await frame.locator('#submit').click()
  assert.deepEqual(await hears(page, 'succeeded'), {
    source: 'jetpay',
    credit_card_id: 'card-1',
    type: 'succeeded',
    brand: 'visa',
    last4: '4242',
  })
  const said = await heard(page)
  assert.deepEqual(
    said.map(({ data }) => data.type).filter((type) => type !== 'resize'),
    ['ready', 'submitted', 'succeeded'],
  )
  assert.deepEqual([...new Set(said.map(({ origin }) => origin))], [vault.origin])
  assert.doesNotMatch(JSON.stringify(said), /4242424242424242|4242 4242|0829|08 \/ 29|"123"|Roy/)
})

test('a page of an origin that is not allowed cannot frame the card page', async () => {
  vault.state.card.allowedOrigins = ['https://shop.example']
  const page = await open()
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await page.goto(`${platform.origin}/?frame=${vault.origin}/tokenize/t`)
  await refused
  assert.deepEqual(await heard(page), [])
  assert.ok(!vault.state.requested.some((path) => path.startsWith('/page/')), 'it loads nothing')
})

test('with no allowed origins the card is saved and nobody is told anything', async () => {
  vault.state.card.allowedOrigins = []
  const { page, frame } = await openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.deepEqual(await heard(page), [])
})

test('where the browser does not name the parent, only the allowed origin among many hears', async () => {
  vault.state.card.allowedOrigins = ['https://shop.example', platform.origin]
  const page = await open()
  await page.addInitScript(
    "Object.defineProperty(Location.prototype, 'ancestorOrigins', { value: undefined })",
  )
  await page.goto(`${platform.origin}/?frame=${vault.origin}/tokenize/t`)
  await hears(page, 'ready')
})

test('pressing twice, and pressing Enter besides, sends the card once', async () => {
  const release = heldAnswer({ status: 200, body: { outcome: 'succeeded', brand: 'visa', last4: '4242' } })
  const { page, frame } = await openFramed()
  await fillIn(frame)
  await frame.locator('#submit').dblclick()
  await frame.locator('form[aria-busy=true]').waitFor()
  assert.equal(await frame.locator('#submit').isDisabled(), true)
  assert.equal(await frame.locator('#submit').textContent(), texts.en.card.sending)
  await page.keyboard.press('Enter')
  await frame
    .locator('form')
    .evaluate((form) => form.dispatchEvent(new Event('submit', { cancelable: true })))
  release()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.equal(vault.state.submitted.length, 1)
  assert.equal((await heard(page)).filter(({ data }) => data.type === 'submitted').length, 1)
})

test('a bad field is named when it is left, mended as it is typed, and the first one takes the focus at submit', async () => {
  const { frame } = await openFramed(390)
  await fillIn(frame, { number: '4242424242424241', expiry: '1020' })
  await input(frame, 'cvc').focus()
  assert.equal(await error(frame, 'number'), texts.en.errors['number.invalid'])
  assert.equal(await error(frame, 'expiry'), texts.en.errors['expiry.past'])
  assert.equal(await error(frame, 'cvc'), '')
  await frame.locator('#submit').click()
  assert.equal(await frame.locator('#alert').textContent(), 'Please correct the 5 fields marked above.')
  assert.equal(await input(frame, 'number').evaluate((element) => element === document.activeElement), true)
  assert.equal(await input(frame, 'number').getAttribute('aria-invalid'), 'true')
  assert.equal(await input(frame, 'number').getAttribute('aria-describedby'), 'error-number')
  await input(frame, 'number').fill(visa.number)
  assert.equal(await error(frame, 'number'), '')
  assert.equal(await input(frame, 'number').getAttribute('aria-invalid'), null)
  assert.deepEqual(vault.state.submitted, [])
})

test('one press of the button counts even when leaving the last field shows an error above it', async () => {
  const { frame } = await openFramed(320)
  await fillIn(frame, { ...visa, postal_code: 'D1A 0B1' })
  await frame.locator('#submit').click()
  await frame.locator('#field-postal_code[aria-invalid]').waitFor()
  await input(frame, 'postal_code').fill('K1A 0B1')
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
})

test('a field that the vault refuses is marked and can be corrected and sent again', async () => {
  vault.state.answer = async () => ({
    status: 422,
    body: { errors: [{ field: 'number', code: 'number.unsupported' }] },
  })
  const { page, frame } = await openFramed()
  await fillIn(frame)
  await input(frame, 'postal_code').press('Enter')
  await frame.locator('#field-number[aria-invalid]').waitFor()
  assert.equal(await error(frame, 'number'), texts.en.errors['number.unsupported'])
  assert.equal(await input(frame, 'number').evaluate((element) => element === document.activeElement), true)
  assert.equal(await frame.locator('#submit').isEnabled(), true)
  assert.ok(!(await heard(page)).some(({ data }) => data.type === 'failed'))
})

test('a declined card is explained, told to the platform, and gone from the page', async () => {
  vault.state.answer = async () => ({
    status: 402,
    body: { outcome: 'failed', fail_reason: 'incorrect_cvc' },
  })
  const { page, frame } = await openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=failed]').waitFor()
  assert.equal(await frame.locator('.message').textContent(), texts.en.declines.incorrect_cvc)
  assert.equal((await hears(page, 'failed')).fail_reason, 'incorrect_cvc')
  assert.equal(await frame.locator('input').count(), 0)
  assert.doesNotMatch(await frame.locator('html').evaluate((html) => html.outerHTML), /4242|Roy/)
})

for (const [status, kind] of [
  [404, 'invalid'],
  [409, 'used'],
  [410, 'expired'],
] as const) {
  test(`a card sent to a URL that is ${kind} by now is told so`, async () => {
    vault.state.answer = async () => ({ status, body: { outcome: kind } })
    const { page, frame } = await openFramed()
    await fillIn(frame)
    await frame.locator('#submit').click()
    await frame.locator(`[data-outcome=${kind}]`).waitFor()
    assert.equal((await hears(page, 'failed')).fail_reason, `tokenization_url_${kind}`)
  })
}

test('when the card network is away the card stays in the form and can be sent again', async () => {
  vault.state.answer = async () => ({ status: 503, body: { outcome: 'unavailable' } })
  const { frame } = await openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('#alert:not(:empty)').waitFor()
  assert.equal(await frame.locator('#alert').textContent(), texts.en.card.unavailable)
  assert.equal(await input(frame, 'number').inputValue(), '4242 4242 4242 4242')
  vault.state.answer = async () => ({
    status: 200,
    body: { outcome: 'succeeded', brand: 'visa', last4: '4242' },
  })
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.equal(vault.state.submitted.length, 2)
})

test('when the connection breaks the page says that it does not know, keeps no card, and reloads on request', async () => {
  vault.state.answer = async () => 'hang up'
  const { page, frame } = await openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('#reload').waitFor()
  assert.equal(await frame.locator('#alert').textContent(), texts.en.card.unknown)
  assert.equal(await input(frame, 'number').inputValue(), '')
  assert.ok(!(await heard(page)).some(({ data }) => data.type === 'failed' || data.type === 'succeeded'))
  await frame.locator('#reload').click()
  await frame.locator('#submit:enabled').waitFor()
})

test('an outcome page tells the platform once and asks for nothing', async () => {
  vault.state.outcome = { kind: 'expired', language: 'fr', creditCardId: 'card-1' }
  const { page, frame } = await openFramed(390, '/outcome')
  assert.equal(await frame.locator('h1').textContent(), 'Cette page est expirée')
  assert.equal((await hears(page, 'failed')).fail_reason, 'tokenization_url_expired')
  await hears(page, 'resize')
  assert.equal(await frame.locator('input, button').count(), 0)
})

test('a page that stands alone leads back to the platform, and a framed one does not', async () => {
  vault.state.card.returnUrl = `${platform.origin}/account`
  const { frame } = await openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.equal(await frame.locator('[data-return]').isVisible(), false)
  const page = await open()
  await page.goto(`${vault.origin}/tokenize/t`)
  await fillIn(page)
  await page.locator('#submit').click()
  await page.locator('[data-return]').click()
  await page.waitForURL(`${platform.origin}/account`)
})

test('no card data is in any address, in storage or in the console', async () => {
  const { page, frame } = await openFramed()
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.doesNotMatch(vault.state.requested.join('\n'), /4242|0829|Roy/)
  const kept = await frame
    .locator('html')
    .evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])
  assert.deepEqual(kept, [0, 0, ''])
  assert.deepEqual(lines, [])
})

test('without JavaScript the page says so, and pressing Enter sends the card nowhere', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  pages.push(page)
  await page.goto(`${vault.origin}/tokenize/t`)
  assert.equal(await page.locator('noscript .alert').isVisible(), true)
  await fillIn(page)
  await input(page, 'name').press('Enter')
  assert.equal(await page.locator('#submit').isDisabled(), true)
  assert.equal(page.url(), `${vault.origin}/tokenize/t`)
  assert.deepEqual(vault.state.submitted, [])
})

test('when a script of the page is missing, the page says that it did not load', async () => {
  vault.state.missing = ['typing.js']
  const page = await open()
  await page.goto(`${vault.origin}/tokenize/t`)
  // The message waits eight seconds for a slow connection; the test lets that animation end at once.
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()))
  await page.locator('.late').waitFor({ state: 'visible' })
  assert.equal(await page.locator('#submit').isDisabled(), true)
})

for (const width of [320, 390]) {
  test(`at ${width} px nothing overflows, text fields do not make iOS zoom, and targets are a finger wide`, async () => {
    vault.state.card.companyName = 'Corporation-des-établissements-d’hébergement-touristique-du-Saguenay'
    vault.state.card.language = 'fr'
    const { frame } = await openFramed(width)
    await frame.locator('#submit').click()
    const wide = await frame.locator('html').evaluate((html) => html.scrollWidth)
    assert.ok(wide <= width, `${wide}`)
    for (const control of await frame.locator('input, #submit').all()) {
      const [height, fontSize] = await control.evaluate((element) => [
        element.getBoundingClientRect().height,
        Number.parseFloat(getComputedStyle(element).fontSize),
      ])
      assert.ok(height! >= 44 && fontSize! >= 16, `${height} ${fontSize}`)
    }
  })
}

test('the browser is told what each field is for, so that it can fill it in', async () => {
  const { frame } = await openFramed()
  const filled = await frame
    .locator('input')
    .evaluateAll((inputs) => inputs.map((one) => one.getAttribute('autocomplete')))
  assert.deepEqual(filled, ['cc-number', 'cc-exp', 'cc-csc', 'cc-name', 'postal-code'])
  for (const one of await frame.locator('input').all()) {
    assert.ok(await one.evaluate((element) => (element as HTMLInputElement).labels?.[0]?.textContent))
  }
})

test('the caret stays where it is while a digit in the middle is corrected', async () => {
  const { page, frame } = await openFramed()
  const number = input(frame, 'number')
  await number.fill('4242424242424242')
  await number.evaluate((element) => (element as HTMLInputElement).setSelectionRange(5, 5))
  await page.keyboard.press('Backspace')
  await page.keyboard.type('9')
  assert.equal(await number.inputValue(), '4249 4242 4242 4242')
  assert.equal(await number.evaluate((element) => (element as HTMLInputElement).selectionStart), 4)
})
