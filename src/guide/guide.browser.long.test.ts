/** The guide in a real browser. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser, openPage } from '../../test/browser.ts'
import { assertAccessible, assertSound } from '../../test/dashboard.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { readPages } from './pages.ts'

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

test('on a phone no page is wider than the screen, and no table breaks a word in its middle', async () => {
  const page = await openPage(browser, 390)
  const faults: string[] = []
  for (const name of readPages().keys()) {
    // Of a catalogue's pages two of each are as the others.
    if (name.includes('/') && !/\/(validation_failed|card_declined|contacts\.)/.test(name)) continue
    await page.goto(guide(name === 'index' ? '' : `/${name}`))
    const { wide, broken } = await page.evaluate(() => {
      const broken: string[] = []
      for (const cell of document.querySelectorAll('td, th')) {
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
          const text = texts.currentNode as Text
          for (const { 0: word, index } of text.data.matchAll(/[\p{L}\p{N}]+/gu)) {
            const range = document.createRange()
            range.setStart(text, index)
            range.setEnd(text, index + word.length)
            const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
            if (lines.size > 1) broken.push(word)
          }
        }
      }
      return { wide: document.documentElement.scrollWidth - innerWidth, broken }
    })
    if (wide > 0) faults.push(`${name} is ${wide} px too wide`)
    if (broken.length > 0) faults.push(`${name} breaks ${broken.slice(0, 3).join(', ')}`)
  }
  await page.context().close()
  assert.deepEqual(faults, [])
})

test('whoever goes offline with a page still finds others by its search', async () => {
  const page = await openPage(browser, 1280)
  await page.goto(guide('/concepts'))
  await page.locator('html[data-search="ready"]').waitFor()
  await page.context().setOffline(true)
  await page.locator('#search').fill('3DS')
  await page.locator('#found a').first().waitFor()
  assert.equal(await page.locator('#found a').first().textContent(), 'Saved cards3-D Secure')
  await page.context().close()
})

test('an address that leads nowhere shows a page with the search and the pages that were meant', async () => {
  const page = await openPage(browser, 390)
  const answer = await page.goto(guide('/recieve-webhook'))
  assert.equal(answer!.status(), 404)
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
  await assertAccessible({ page }, 'a page that is not there')
  await page.locator('main').getByRole('link', { name: 'Receive webhooks' }).click()
  await page.getByRole('heading', { level: 1, name: 'Receive webhooks' }).waitFor()
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
