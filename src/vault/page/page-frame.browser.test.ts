import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { fillIn, heard, hears, input, startStage } from '../../../test/card-page-stage.ts'

let stage: Awaited<ReturnType<typeof startStage>>
before(async () => {
  stage = await startStage()
})
after(() => stage?.stop())
beforeEach(() => stage.reset())

test('the platform hears that the page is ready, how high it is, that a card was sent and what came of it', async () => {
  const { page, frame } = await stage.openFramed()
  assert.deepEqual(await hears(page, 'ready'), {
    source: 'jetpay',
    version: 1,
    credit_card_id: 'card-1',
    type: 'ready',
  })
  const { height } = await hears(page, 'resize')
  assert.equal(
    height,
    await frame.locator('html').evaluate((html) => Math.ceil(html.getBoundingClientRect().height)),
  )
  await fillIn(frame)
  await frame.locator('#submit').click()
  assert.deepEqual(await hears(page, 'succeeded'), {
    source: 'jetpay',
    version: 1,
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
  assert.deepEqual([...new Set(said.map(({ origin }) => origin))], [stage.vault.origin])
  assert.doesNotMatch(JSON.stringify(said), /4242424242424242|4242 4242|0829|08 \/ 29|"123"|Roy/)
})

test('a page of an origin that is not allowed cannot frame the card page', async () => {
  stage.vault.state.card.allowedOrigins = ['https://shop.example']
  const page = await stage.open()
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await page.goto(`${stage.platform.origin}/?frame=${stage.vault.origin}/tokenize/t`)
  await refused
  assert.deepEqual(await heard(page), [])
  assert.ok(!stage.vault.state.requested.some((path) => path.startsWith('/page/')), 'it loads nothing')
})

test('with no allowed origins the card is saved and nobody is told anything', async () => {
  stage.vault.state.card.allowedOrigins = []
  const { page, frame } = await stage.openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.deepEqual(await heard(page), [])
})

test('where the browser does not name the parent, only the allowed origin among many hears', async () => {
  stage.vault.state.card.allowedOrigins = ['https://shop.example', stage.platform.origin]
  const page = await stage.open()
  await page.addInitScript(
    "Object.defineProperty(Location.prototype, 'ancestorOrigins', { value: undefined })",
  )
  await page.goto(`${stage.platform.origin}/?frame=${stage.vault.origin}/tokenize/t`)
  await hears(page, 'ready')
})

test('an outcome page tells the platform once and asks for nothing', async () => {
  stage.vault.state.outcome = { kind: 'expired', language: 'fr', creditCardId: 'card-1' }
  const { page, frame } = await stage.openFramed(390, '/outcome')
  assert.equal(await frame.locator('h1').textContent(), 'Cette page est expirée')
  assert.equal((await hears(page, 'failed')).fail_reason, 'tokenization_url_expired')
  await hears(page, 'resize')
  assert.equal(await frame.locator('input, button').count(), 0)
})

test('a page that stands alone leads back to the platform, and a framed one does not', async () => {
  stage.vault.state.card.returnUrl = `${stage.platform.origin}/account`
  const { frame } = await stage.openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.equal(await frame.locator('[data-return]').isVisible(), false)
  const page = await stage.open()
  await page.goto(`${stage.vault.origin}/tokenize/t`)
  await fillIn(page)
  await page.locator('#submit').click()
  await page.locator('[data-return]').click()
  await page.waitForURL(`${stage.platform.origin}/account`)
})

test('no card data is in any address, in storage or in the console', async () => {
  const { page, frame } = await stage.openFramed()
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.doesNotMatch(stage.vault.state.requested.join('\n'), /4242|0829|Roy/)
  const kept = await frame
    .locator('html')
    .evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])
  assert.deepEqual(kept, [0, 0, ''])
  assert.deepEqual(lines, [])
})

test('without JavaScript the page says so, and pressing Enter sends the card nowhere', async () => {
  const context = await stage.browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${stage.vault.origin}/tokenize/t`)
  assert.equal(await page.locator('noscript .alert').isVisible(), true)
  await fillIn(page)
  await input(page, 'name').press('Enter')
  assert.equal(await page.locator('#submit').isDisabled(), true)
  assert.equal(page.url(), `${stage.vault.origin}/tokenize/t`)
  assert.deepEqual(stage.vault.state.submitted, [])
})

test('when a script of the page is missing, the page says that it did not load', async () => {
  stage.vault.state.missing = ['card.js']
  const page = await stage.open()
  await page.goto(`${stage.vault.origin}/tokenize/t`)
  // The message waits eight seconds for a slow connection; the test lets that animation end at once.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish()
  })
  await page.locator('.late').waitFor({ state: 'visible' })
  assert.equal(await page.locator('#submit').isDisabled(), true)
})
