/**
 * `npm run screenshots`: pictures of the real pages for docs/, taken from the running system by a real
 * browser.
 */
import { mkdirSync, rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { projectFolder } from '../src/ground/config.ts'
import { launchBrowser, openPage } from './browser.ts'
import { dashboardPages } from './dashboard-screenshots.ts'
import { paymentPages } from './payment-screenshots.ts'
import { openShopWithCustomer, pressSaveCard, typeCard } from './shop-page.ts'
import { newDataFolder, type System, startSystem } from './system.ts'

const folder = `${projectFolder}/docs/screenshots`
const widths = { phone: 390, desktop: 1280 } as const
type Width = keyof typeof widths

mkdirSync(folder, { recursive: true })
const dataFolder = newDataFolder()
const system = await startSystem(dataFolder)
const browser = await launchBrowser()
try {
  // `npm run screenshots -- dashboard` takes those of the dashboard alone.
  if (process.argv[2] !== 'dashboard') await pagesForPayers()
  await dashboardPages(browser, system, dataFolder, folder)
} finally {
  await browser.close()
  await system.stop()
  rmSync(dataFolder, { recursive: true, force: true })
}

/** What payers see, and the reference. */
async function pagesForPayers(): Promise<void> {
  for (const width of Object.keys(widths) as Width[]) {
    await shop(width)
    await cardPages(width)
    await paymentPages(browser, system, widths[width], (page, name) => save(page, name, width, true))
    const page = await openPage(browser, widths[width])
    await page.goto(`${system.demo.api_url}/docs#charge_contact_credit_card`)
    await page.locator('section[id$="/operation/charge_contact_credit_card"]').waitFor()
    await save(page, 'reference', width)
  }
}

function save(page: Page, name: string, width: Width, fullPage = false) {
  return page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage })
}

/**
 * The demo shop: the card page in its iframe, filled in; then the card paid with, and the webhooks that came.
 */
async function shop(width: Width): Promise<void> {
  const page = await openPage(browser, widths[width])
  await openShopWithCustomer(page, shopUrl(system))
  await typeCard(page, '4242424242424242')
  await page.locator('iframe').scrollIntoViewIfNeeded()
  await save(page, 'shop-card-page', width, true)
  await pressSaveCard(page)
  await page.getByText('4242 is saved. The webhook confirmed it.').waitFor()
  await page.locator('#pay').click()
  await page.getByText('confirms: paid').waitFor()
  await save(page, 'shop-paid', width, true)
}

/** The card page by itself: empty in English, with errors in French, and after it was used. */
async function cardPages(width: Width): Promise<void> {
  const { api_url, api_token } = system.demo
  const headers = { authorization: `Bearer ${api_token}`, 'content-type': 'application/json' }
  const ask = async (method: string, path: string, body: unknown): Promise<any> =>
    (await fetch(api_url + path, { method, headers, body: JSON.stringify(body) })).json()
  const contact = await ask('PUT', '/contact', { email: 'ana@example.com', name: 'Ana Tremblay' })
  const path = `/contact/${contact.identifier}/creditcards/url`

  const page = await openPage(browser, widths[width])
  await page.goto((await ask('POST', path, { language: 'en' })).url)
  await page.getByRole('button', { name: 'Save card' }).waitFor()
  await save(page, 'card-page', width)
  await page.goto((await ask('POST', path, { language: 'fr' })).url)
  await page.getByLabel('Numéro de carte').fill('4242424242424241')
  await page.keyboard.press('Enter')
  await page.locator('[aria-invalid=true]').first().waitFor()
  await save(page, 'card-page-french-errors', width)
  await page.goto(`${system.demo.vault_url}/tokenize/${'A'.repeat(43)}`)
  await save(page, 'card-page-invalid', width)
}

function shopUrl({ output }: System): string {
  return /Demo shop\s+(\S+)/.exec(output())![1]!
}
