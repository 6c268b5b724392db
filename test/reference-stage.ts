/** The API's reference in a real browser. */
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openPage } from './browser.ts'
import { type Platform, startPlatform } from './platform.ts'

export type ReferenceStage = { platform: Platform; browser: Browser; close(): Promise<void> }

export async function startReference(): Promise<ReferenceStage> {
  const platform = await startPlatform()
  const browser = await launchBrowser()
  return {
    platform,
    browser,
    async close() {
      await browser.close()
      await platform.close()
    },
  }
}

/**
 * Opens the reference at an operation and notes every request and complaint of the browser (blocked ones are,
 * too).
 */
export async function openReference(
  { platform, browser }: ReferenceStage,
  id: string,
  { hash = `#${id}`, width = 1280 } = {},
) {
  const page = await openPage(browser, width)
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${platform.url}/docs${hash}`)
  await operation(page, id).waitFor()
  return { page, requests, complaints }
}

export const operation = (page: Page, id: string) => page.locator(`section[id$="/operation/${id}"]`)
