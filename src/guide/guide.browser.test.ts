/** The guide in a real browser. */
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

const guide = (page: string) => `${platform.url}/docs/guide${page}`

for (const [width, colorScheme] of [
  [390, 'dark'],
  [1280, 'light'],
] as const)
  test(`by keyboard alone a search leads to the page that tells of it, and nothing is wrong with that page (${width} px, ${colorScheme})`, async () => {
    const page = await openPage(browser, width, { colorScheme })
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(guide(''))
    await page.keyboard.press('/')
    await page.keyboard.type('refund')
    await page.locator('#found a').first().waitFor()
    assert.equal(await page.locator('#found a').first().textContent(), 'Make a refund')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Make a refund' }).waitFor()
    await assertSound({ page, complaints, open: async () => undefined }, 'Make a refund')
    await assertAccessible({ page }, `Make a refund, ${colorScheme}`)
    const diagram = await page.locator('.sequence .wide').evaluate((one) => one.scrollWidth - one.clientWidth)
    if (width === 1280) assert.ok(diagram <= 0, `the diagram is ${diagram} px too wide`)
    await page.context().close()
  })

test('without JavaScript a page reads, shows every language of a sample, and its navigation leads on', async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  })
  const page = await context.newPage()
  await page.goto(guide('/make-a-refund'))
  assert.equal(await page.locator('.samples figure:visible').count(), 3)
  await page.locator('.menu summary').first().click()
  await page.getByRole('link', { name: 'Receive webhooks' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Receive webhooks' }).waitFor()
  await context.close()
})
