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

test('a dispute’s amount opens what it is made of, on its page, in the list and in its payment’s history; the address has which', async () => {
  const { debit_id } = await dashboard.platform.good('GET', `/dispute/${made.dispute}`)
  const opened = await dashboard.open(`/disputes/${made.dispute}`)
  const { page } = opened
  const drawer = page.getByRole('dialog')
  const holds = async (heading: string, sum: string) => {
    await drawer.getByRole('heading', { level: 3, name: heading }).waitFor()
    await drawer.getByText('Adds up to the same cent').waitFor()
    await drawer.getByText(/Clearing file: .*line \d+/).waitFor()
    assert.equal(await drawer.locator('tfoot .number').textContent(), sum)
  }
  await page.getByRole('button', { name: /, Amount: Explain/ }).click()
  await holds('Amount', '$120.00')
  await page.reload()
  await holds('Amount', '$120.00')
  await drawer.getByRole('button', { name: 'Close' }).click()
  await drawer.waitFor({ state: 'detached' })
  // What it did to the balance stands on the page itself, and opens as far.
  const effect = page.locator('section').filter({ hasText: 'What it did to your balance' })
  assert.equal(await effect.locator('tfoot .number').textContent(), '-$120.00')
  const typed = page.getByLabel('How it was delivered')
  await typed.fill('Signed for on February 2.')
  await effect.getByRole('button', { name: 'Taken from you' }).click()
  await effect.getByText('Taken by the network').waitFor()
  // The page is not left by it: nothing is asked, and what is typed is there.
  assert.equal(await typed.inputValue(), 'Signed for on February 2.')
  await typed.fill('')
  assert.equal(await effect.locator('tfoot .number').textContent(), '-$120.00')
  await assertSound(opened, 'a dispute with a level open')
  for (const path of ['/disputes', `/transactions/${debit_id}`]) {
    await opened.open(path)
    await page.getByRole('button', { name: /, Dispute: Explain/ }).click()
    await holds('Dispute', '$120.00')
    assert.match(
      new URL(page.url()).searchParams.get('made')!,
      new RegExp(`^/dispute/${made.dispute}/explain`),
    )
    await assertSound(opened, `${path} with a dispute open`)
  }
})
