/** What tests and screenshots do on the payment page, as a payer does. */
import type { Browser, Page } from 'playwright-core'
import { openPage } from './browser.ts'

/** A link's page that must not complain: no error of a script, and nothing that its policy stops. */
export async function openLink(browser: Browser, link: string, width = 390) {
  const page = await openPage(browser, width)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(link)
  await page.locator('html[data-started]').waitFor({ state: 'attached' })
  return { page, complaints }
}

/** Waits until the page says this of its payment. */
export const state = (page: Page, name: string) => page.locator(`[data-state=${name}]`).waitFor()

export const choose = (page: Page, method: 'card' | 'bank') =>
  page.locator(`input[value=${method}]`).check({ force: true })

/** Fills in the bank account. The simulated bank takes all numbers but its documented ones. */
export async function typeBankAccount(page: Page, french = false): Promise<void> {
  const label = (en: string, fr: string) => page.getByLabel(french ? fr : en)
  await label('Name of the account holder', 'Nom du titulaire du compte').fill('Amélie Tremblay')
  await label('Transit number', 'Numéro de transit').fill('00011')
  await page.getByLabel('Institution', { exact: true }).fill('001')
  await label('Account number', 'Numéro de compte').fill('7654321')
  await label('Chequing', 'Chèques').check()
}

/** Fills in an account in the United States; `number` may be one of the simulated bank's. */
export async function typeAmericanAccount(page: Page, number = '7654321'): Promise<void> {
  await page.getByLabel('Name of the account holder').fill('Amélie Tremblay')
  await page.getByLabel('Routing number').fill('021000021')
  await page.getByLabel('Account number').fill(number)
  await page.getByLabel('Checking').check()
}

/** Draws a line with the mouse. */
export async function drawSignature(page: Page): Promise<void> {
  const pad = page.locator('#signature-pad')
  await pad.scrollIntoViewIfNeeded()
  const box = (await pad.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.7)
  await page.mouse.down()
  for (const [x, y] of [
    [0.18, 0.2],
    [0.25, 0.75],
    [0.33, 0.35],
    [0.42, 0.7],
    [0.52, 0.45],
    [0.6, 0.65],
    [0.85, 0.5],
  ] as const)
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 4 })
  await page.mouse.up()
}

/** Types a card into the vault's form and sends it. */
export async function payByCard(page: Page, number = '4242424242424242'): Promise<void> {
  const frame = page.frameLocator('#card-frame iframe')
  await frame.locator('#submit:enabled').waitFor()
  await frame.locator('#field-number').fill(number)
  await frame.locator('#field-expiry').fill('12/39')
  await frame.locator('#field-cvc').fill('123')
  await frame.locator('#field-name').fill('Amélie Tremblay')
  await frame.locator('#field-postal_code').fill('H2X 1Y4')
  await frame.locator('#submit').click()
}
