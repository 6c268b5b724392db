/** One page of each kind that the guide has, at each width, in the light and in the dark, and on paper. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser, openPage } from '../../test/browser.ts'
import { assertAccessible, assertSound } from '../../test/dashboard.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'

let platform: Platform
let browser: Browser
before(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
})
after(async () => {
  await browser?.close()
  await platform?.close()
})

const kinds: Readonly<Record<string, string>> = {
  'the beginning': '',
  'a flow': '/make-a-refund',
  'a page with a table whose rows have names': '/concepts',
  'a look-up page': '/errors',
  'a problem': '/errors/card_declined',
  'a fail reason': '/fail-reasons/insufficient_funds',
  'a type of event': '/event-types/transactions.debits.paid',
  'a page that is not there': '/nothing-here',
}
const guide = (page: string) => `${platform.url}/docs/guide${page}`

for (const [width, colorScheme] of [
  [320, 'light'],
  [320, 'dark'],
  [390, 'light'],
  [1280, 'light'],
  [1280, 'dark'],
] as const)
  test(`nothing is wrong with any kind of page at ${width} px, ${colorScheme}`, async () => {
    const page = await openPage(browser, width, { colorScheme })
    for (const [kind, address] of Object.entries(kinds)) {
      await page.goto(guide(address))
      await page.getByRole('heading', { level: 1 }).waitFor()
      await assertSound({ page, complaints: [], open: async () => undefined }, kind)
      await assertAccessible({ page }, kind)
    }
    await page.context().close()
  })

test('the first key leads past what is on every page, to the content', async () => {
  const page = await openPage(browser, 1280)
  await page.goto(guide('/make-a-refund'))
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement!.textContent), 'Skip to the content')
  await page.keyboard.press('Enter')
  await page.locator('main:focus').waitFor()
  await page.context().close()
})

test('a printed page is what is read, dark on white, with no code cut off', async () => {
  const page = await openPage(browser, 720, { colorScheme: 'dark' })
  await page.goto(guide('/make-a-refund'))
  await page.locator('.copy').first().waitFor()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  for (const part of ['.top', '.menu', '.copy', '.languages'])
    assert.equal(await page.locator(part).first().isVisible(), false, part)
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  assert.equal(ground, 'rgb(255, 255, 255)')
  const cut = await page
    .locator('pre:visible')
    .evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth))
  assert.ok(cut.length > 0)
  assert.deepEqual(
    cut.filter((pixels) => pixels > 0),
    [],
  )
  await page.context().close()
})

test('whoever reads from the beginning is led on from page to page', async () => {
  const page = await openPage(browser, 390)
  await page.goto(guide(''))
  for (const title of ['Quick start: curl', 'Quick start: Node']) {
    await page.locator('footer').getByRole('link', { name: title, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  await page.context().close()
})
