/**
 * Three further tasks by keyboard alone, as in `ten-tasks.browser.long.test.ts`: money that went back and
 * came back, a feature that an operator takes away, and which payout a payment is in.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, ready, startDashboard } from './dashboard.ts'
import { eftStage } from './eft-stage.ts'
import { enter, focusAt, go, press, rowOf, tabTo } from './keys.ts'
import { type Platform, startPlatform, until } from './platform.ts'

/** The bank sends credits to it back, and pulls from it settle. */
const TAKES_NO_CREDIT = '9900922'

let dashboard: Dashboard
let platform: Platform
let made: Awaited<ReturnType<typeof prepare>>
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, tokenCacheMs: 0 })
  dashboard = await startDashboard(platform)
  made = await prepare()
})
after(async () => {
  await dashboard?.close()
  await platform?.close()
})

const get = (path: string) => platform.good('GET', path)

async function prepare() {
  const stage = eftStage(platform)
  const card = await platform.saveCard()
  const sold = (await platform.charge(card, { amount: '41.00', statement: 'Order 6002' })).body
    .debit_id as string
  const { id: pulled } = await stage.payByBank(TAKES_NO_CREDIT, { amount: '25.00', statement: 'Order 6001' })
  await until('the debit by bank to be paid', async () =>
    /^(paid|completed)$/.test((await get(`/transaction/${pulled}`)).state),
  )
  await fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })
  await until('the charge to be paid out', async () =>
    (await get('/payout')).data.some(({ state }: any) => state === 'completed'),
  )
  return { card, sold, pulled }
}

/** The page of a payment, by the list of all. */
async function toPayment(page: Page, statement: RegExp, id: string): Promise<void> {
  await go(page, 't', 'Transactions')
  await rowOf(page, statement)
  await press(page, 'Enter')
  await page.waitForURL(new RegExp(id))
  await ready(page)
}

test('a part of a debit by bank is refunded, the bank sends it back, and the refund’s page says why', async () => {
  const { page } = await dashboard.open('')
  await toPayment(page, /Order 6001/, made.pulled)
  await enter(page, 'Refund')
  await focusAt(page, /^Amount/)
  await press(page, 'ControlOrMeta+a')
  await page.keyboard.type('4')
  await page.getByRole('button', { name: 'Refund $4.00' }).waitFor()
  await press(page, 'Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const [refund] = (await get(`/refund?debit_id=${made.pulled}`)).data
  await until('it to come back', async () => (await get(`/refund/${refund.refund_id}`)).state === 'failed')
  // The timeline follows by itself; the focus is where the question was asked.
  await page
    .getByText(/refund .*(came back|returned|failed)/i)
    .first()
    .waitFor()
  await enter(page, 'This refund, and what can be done')
  await page.waitForURL(new RegExp(refund.refund_id))
  await page.getByRole('heading', { level: 1, name: 'Refund' }).waitFor()
  await page.getByText('Failed', { exact: true }).first().waitFor()
  await page
    .getByText(/refused/i)
    .first()
    .waitFor()
  await tabTo(page, 'Refund $4.00')
  await page.context().close()
})

test('an operator takes cards on file from a company, its next charge is refused, and gives them back', async () => {
  const { page } = await dashboard.open('/../operator', { role: 'operator' })
  await enter(page, 'Companies')
  await page.getByRole('heading', { level: 1, name: 'Companies' }).waitFor()
  await rowOf(page, /Active/)
  await press(page, 'Enter')
  await page.waitForURL(new RegExp(platform.demo.company_id))
  await ready(page)
  await enter(page, 'Do not allow Cards on file')
  await page.getByRole('button', { name: /^Allow Cards on file/ }).waitFor()
  const charged = () => platform.charge(made.card, { amount: '1.00' })
  assert.equal((await charged()).body.code, 'card_on_file_disabled')
  // The button stays where it was, and the focus with it.
  await focusAt(page, /^Allow Cards on file/)
  await press(page, 'Enter')
  await page.getByRole('button', { name: /^Do not allow Cards on file/ }).waitFor()
  assert.equal((await charged()).status, 200)
  await page.context().close()
})

test('which payout a payment is in is found on its page, and the payout is exported', async () => {
  const { page } = await dashboard.open('')
  await toPayment(page, /Order 6002/, made.sold)
  await enter(page, 'This payout, and what else is in it')
  await page.getByRole('heading', { level: 1, name: 'Payout' }).waitFor()
  await page.getByText('Adds up to the same cent').waitFor()
  const download = page.waitForEvent('download')
  await enter(page, 'Export as CSV')
  const rows = readFileSync((await (await download).path())!, 'utf8')
  assert.match(rows, new RegExp(made.sold))
  await page.context().close()
})
