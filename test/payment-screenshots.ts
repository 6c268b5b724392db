/** Pictures of the payment page for docs/, as a payer goes through it. */
import type { Browser, Page } from 'playwright-core'
import { openPage } from './browser.ts'
import { drawSignature, payByCard, typeAmericanAccount, typeBankAccount } from './payment-page.ts'
import type { System } from './system.ts'

/** Takes them all at one width; `save` writes the whole page under a name. */
export async function paymentPages(
  browser: Browser,
  { demo }: System,
  width: number,
  save: (page: Page, name: string) => Promise<unknown>,
): Promise<void> {
  const headers = { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' }
  const ask = async (path: string, body: unknown): Promise<any> =>
    (await fetch(demo.api_url + path, { method: 'PUT', headers, body: JSON.stringify(body) })).json()
  const { identifier } = await ask('/contact', { email: 'ana@example.com', name: 'Ana Tremblay' })
  const order = { amount: 128.4, statement: 'Order 1001', contact_id: identifier }
  const debit = async (account = demo.bank_account_id) =>
    (await ask('/debit', { ...order, to_bank_account: account })).link
  const choose = (method: 'card' | 'bank') => page.locator(`input[value=${method}]`).check({ force: true })

  const page = await openPage(browser, width)
  await page.goto(await debit())
  await choose('card')
  await page.frameLocator('#card-frame iframe').locator('#submit:enabled').waitFor()
  await save(page, 'payment-card')
  await payByCard(page, '4000000000009995')
  await page.locator('#declined').waitFor()
  await save(page, 'payment-declined')
  await choose('card')
  await payByCard(page)
  await page.locator('[data-state=paid]').waitFor()
  await save(page, 'payment-paid')

  await page.goto(await debit())
  await choose('bank')
  await typeBankAccount(page)
  await page.getByLabel('Personal').check({ force: true })
  await page.getByLabel('Draw').check({ force: true })
  await drawSignature(page)
  await page.getByLabel(/I have read this agreement/).check()
  await save(page, 'payment-bank')
  await page.locator('#submit').click()
  await page.locator('[data-state=agreed]').waitFor()
  await save(page, 'payment-agreed')

  await page.goto(`${await debit()}?lang=fr`)
  await choose('bank')
  await page.locator('#submit').click()
  await page.locator('[aria-invalid=true]').first().waitFor()
  await save(page, 'payment-bank-french-errors')

  const own = await ask('/bank_account', {
    holder_name: 'Maple Cycles',
    account_type: 'chequing',
    account_number: '7654321',
    routing_number: '021000021',
  })
  await page.goto(await debit(own.identifier))
  await choose('bank')
  await typeAmericanAccount(page)
  await page.getByLabel('Personal').check({ force: true })
  await page.getByLabel('Type your full name').fill('Amélie Tremblay')
  await page.getByLabel(/I have read this authorization/).check()
  await save(page, 'payment-us-bank')
  await page.goto(`${await debit(own.identifier)}?lang=fr`)
  await choose('bank')
  await page.getByLabel('D’entreprise').check({ force: true })
  await page.getByLabel('Numéro d’acheminement').fill('021000022')
  await page.locator('#submit').click()
  await page.locator('[aria-invalid=true]').first().waitFor()
  await save(page, 'payment-us-bank-french-errors')

  const credit = { ...order, statement: 'Deposit back', from_bank_account: demo.bank_account_id }
  await page.goto((await ask('/credit', credit)).link)
  await page.locator('#submit:enabled').waitFor()
  await save(page, 'payment-credit')
  // For whoever tries the demo, at a desk.
  if (width < 600) return
  await page.goto(`${demo.api_url}/mailbox`)
  await save(page, 'payment-mailbox')
}
