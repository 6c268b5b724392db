/** Files of the network and to the banks: an operator gets from a company's amount to the line, and back. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertSound, type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { makeMoney } from '../../test/dashboard-money.ts'
import { operators } from '../../test/dashboard-pages.ts'

let dashboard: Dashboard
let made: Awaited<ReturnType<typeof makeMoney>>
before(async () => {
  dashboard = await startDashboard()
  made = await makeMoney(dashboard.platform)
})
after(() => dashboard?.close())

test('an operator opens a payout’s line of the file to the bank, and from the line the payout again', async () => {
  const opened = await dashboard.open(`/payouts/${made.payout}`, { role: 'operator' })
  const { page } = opened
  await page.getByRole('link', { name: /^File \d+, line \d+$/ }).click()
  await page.waitForURL(new RegExp(`/operator/files/${made.bankFile}\\?line=\\d+$`))
  await page.getByRole('link', { name: 'Payout', exact: true }).first().click()
  await page.waitForURL(new RegExp(`/payouts/${made.payout}$`))
  await assertSound(opened, 'the payout, as an operator sees it')
  // They are no member, and the page follows what happens all the same.
  await page.getByText('Live', { exact: true }).waitFor()
})

test('a line of the clearing file that came opens the transaction that it is of', async () => {
  const opened = await dashboard.open(`${operators}/files`, { role: 'operator' })
  const { page } = opened
  await page.getByRole('link', { name: /^\w+ 2$/ }).click()
  await page.getByText('Opened a dispute').waitFor()
  await page.getByRole('link', { name: 'Adjustment' }).click()
  await page.waitForURL(/\/transactions\//)
  await assertSound(opened, 'the disputed transaction')
})

test('to a company’s own people the file is no link: it has lines of others', async () => {
  const { page } = await dashboard.open(`/payouts/${made.payout}`)
  await page.getByText(/File \d+, line \d+/).waitFor()
  assert.equal(await page.getByRole('link', { name: /^File \d+/ }).count(), 0)
})
