/**
 * What else people come to the dashboard for, each by keyboard alone, as in `ten-tasks.browser.long.test.ts`.
 */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, type Opened, ready, startDashboard } from './dashboard.ts'
import { enter, fill, go, press, rowOf, tabTo } from './keys.ts'

let dashboard: Dashboard
let opened: Opened
let page: Page
let made: Awaited<ReturnType<typeof prepare>>
before(async () => {
  dashboard = await startDashboard()
  made = await prepare()
  opened = await dashboard.open('')
  page = opened.page
})
after(() => dashboard?.close())
/** Each begins at home, as a person does. */
beforeEach(() => opened.open(''))

const get = (path: string) => dashboard.platform.good('GET', path)

async function prepare() {
  const { charge, demo, good, saveCard } = dashboard.platform
  const card = await saveCard()
  await good('PATCH', `/contact/${card.contactId}`, { name: 'Grace Hopper' })
  const hold = { amount: '90.00', to_bank_account_id: demo.bank_account_id, statement: 'Hotel 12' }
  const held = (await good('POST', `${card.path}/preauthorize`, hold)).debit_id as string
  const paid = (await charge(card, { amount: '31.00', statement: 'Order 5001' })).body.debit_id as string
  const { network } = await get(`/transaction/${paid}`)
  const declined = (await charge(await saveCard('4000000000009995'), { amount: '8.00' })).body
    .debit_id as string
  return { contact: card.contactId, held, paid, code: network.authorization_code as string, declined }
}

/** The page of the contact, by the palette. */
async function toGrace(): Promise<void> {
  await press(page, 'Control+k')
  await page.getByRole('combobox', { name: 'Go to or find' }).waitFor()
  await page.keyboard.type('grace hop')
  await page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
  await press(page, 'Enter')
  await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor()
  await ready(page)
}

test('a payment is found by the authorization code that a bank names', async () => {
  await go(page, 't', 'Transactions')
  await press(page, '/')
  await page.keyboard.type(made.code)
  await page.getByRole('option', { name: /Transaction: Order 5001/ }).waitFor()
  await press(page, 'Enter')
  await page.waitForURL(new RegExp(made.paid))
  await page.getByText(made.code).first().waitFor()
})

test('of a hold less is captured, with the amount on the button', async () => {
  await go(page, 't', 'Transactions')
  await rowOf(page, /Hotel 12/)
  await press(page, 'Enter')
  await page.waitForURL(new RegExp(made.held))
  await ready(page)
  await enter(page, 'Capture')
  const amount = page.getByRole('dialog').getByLabel('Amount')
  await amount.waitFor()
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  await press(page, 'ControlOrMeta+a')
  await page.keyboard.type('75')
  await page.getByRole('button', { name: 'Capture $75.00' }).waitFor()
  await press(page, 'Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const { state, amount: taken } = await get(`/transaction/${made.held}`)
  assert.deepEqual([state, taken], ['paid', 75])
})

test('a customer’s saved card is charged from the customer’s page', async () => {
  await toGrace()
  await enter(page, 'Charge')
  await page.getByRole('dialog').getByLabel('From').waitFor()
  await fill(page, /^Amount/, '12.50')
  await fill(page, /^Statement/, 'Order 5002')
  await page.getByRole('button', { name: 'Charge $12.50' }).waitFor()
  await press(page, 'Enter')
  await page.waitForURL('**/transactions/**')
  const { data } = await get('/transaction?statement=Order%205002')
  assert.deepEqual(
    data.map(({ state, amount, contact_id }: any) => [state, amount, contact_id]),
    [['paid', 12.5, made.contact]],
  )
})

test('a customer’s bank account is added', async () => {
  await toGrace()
  await tabTo(page, 'Overview')
  for (const tab of ['Cards', 'Bank accounts']) {
    await press(page, 'ArrowRight')
    await press(page, 'Enter')
    await page.getByRole('tab', { name: tab, selected: true }).waitFor()
  }
  await enter(page, 'Add a bank account')
  await page.getByRole('dialog').waitFor()
  await fill(page, /^Holder/, 'Grace Hopper')
  await fill(page, /^Transit number/, '00011')
  await fill(page, /^Institution number/, '001')
  await fill(page, /^Account number/, '7654321')
  await press(page, 'Enter')
  await page.getByRole('cell', { name: /4321/ }).waitFor()
  assert.equal((await get(`/contact/${made.contact}/bank_accounts`)).data[0].account_number_last4, '4321')
})

test('the payments that failed are as many on home as in the list behind, and the list says why', async () => {
  await page.getByText(/\d+ paid, 1 failed/).waitFor()
  await enter(page, 'Payments that failed in these days')
  await page.getByRole('heading', { level: 1, name: 'Transactions' }).waitFor()
  await page.getByRole('row', { name: /insufficient funds/ }).waitFor()
  assert.equal(await page.locator('tbody tr[data-row]').count(), 1)
  await rowOf(page, /insufficient funds/)
  await press(page, 'Enter')
  await page.waitForURL(new RegExp(made.declined))
})
