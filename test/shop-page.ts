import type { Page } from 'playwright-core'

/** Opens the demo shop and makes a customer there, once its webhook is registered. */
export async function openShopWithCustomer(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByText('Webhook registered').waitFor()
  await page.locator('#contact:not([disabled]), #contact-form:not([hidden])').first().waitFor()
  if (await page.locator('#contact-form').isHidden()) await page.locator('#new-contact').click()
  await page.getByLabel('Name').fill('Ana Tremblay')
  await page.getByLabel('E-mail').fill('ana@example.com')
  await page.getByRole('button', { name: 'Create customer' }).click()
  await page.locator('#card', { hasText: 'No saved cards yet' }).waitFor()
}

/** Types a card into the hosted page inside the shop's iframe; `saveCard` presses its button. */
export async function typeCard(page: Page, number: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a card' }).click()
  await fillFrame(page, number)
}

/** Types a card into the hosted page inside whichever page's one iframe. */
export async function fillFrame(page: Page, number: string): Promise<void> {
  const frame = page.frameLocator('iframe')
  await frame.getByLabel('Card number').fill(number)
  await frame.getByLabel('Expiry date').fill('12/39')
  await frame.getByLabel('Security code').fill('123')
  await frame.getByLabel('Name on card').fill('Ana Tremblay')
  await frame.getByLabel('Postal or ZIP code').fill('H2X 1Y4')
}

export const pressSaveCard = (page: Page) =>
  page.frameLocator('iframe').getByRole('button', { name: 'Save card' }).click()

/** The card is saved when the shop's webhook says so. */
export async function saveCard(page: Page, number: string): Promise<void> {
  await typeCard(page, number)
  await pressSaveCard(page)
  await page.getByText(`${number.slice(-4)} is saved. The webhook confirmed it.`).waitFor()
}
