/** A contact is charged from its page: a saved card, and a bank account that is added there. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { until } from '../../test/platform.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
})
after(() => dashboard?.close())

const debitsOf = async (contact: string) =>
  (await dashboard.platform.good('GET', `/transaction?contact_id=${contact}`)).data as {
    state: string
    amount: number
    statement: string
    rail: string | null
    from_bank_account_id: string | null
  }[]

test('a saved card is charged with its amount on the button; an answer that is lost is asked for again and charges once', async () => {
  const card = await dashboard.platform.saveCard()
  const opened = await dashboard.open(`/contacts/${card.contactId}`)
  const { page } = opened
  const ask = async () => {
    await page.getByRole('button', { name: 'Charge', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('From').waitFor()
    await dialog.getByLabel('Amount').fill('12.50')
    await dialog.getByLabel('Statement').fill('Two lamps')
    await dialog.getByRole('button', { name: 'Charge $12.50' }).waitFor()
    return dialog
  }
  const dialog = await ask()
  await assertAccessible(opened, 'the question')
  const folder = process.env.JETPAY_TEST_SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/charge.png` })
  // The charge is made, and nobody hears of it.
  await page.route('**/charge', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await dialog.getByRole('button', { name: 'Charge $12.50' }).click()
  await dialog.getByText('It is not known', { exact: false }).waitFor()
  await page.unroute('**/charge')
  // Another amount is not charged beside one that may have been, without a word.
  await dialog.getByLabel('Amount').fill('13.00')
  await dialog.getByRole('button', { name: 'Charge $13.00' }).waitFor()
  // Pressed twice in a row it is not meant either: nobody reads as fast.
  await dialog.getByLabel('Amount').press('Enter')
  await dialog.getByLabel('Amount').press('Enter')
  await dialog.getByText('No answer came when you asked for 12.50').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await (await ask()).getByRole('button', { name: 'Charge $12.50' }).click()
  await page.waitForURL('**/transactions/**')
  const debits = await debitsOf(card.contactId)
  assert.deepEqual(
    debits.map(({ state, amount, statement }) => [state, amount, statement]),
    [['paid', 12.5, 'Two lamps']],
  )
  await page.context().close()
})

test('a bank account is added to a contact and charged, once its payer is said to have agreed', async () => {
  const contact = await dashboard.platform.createContact('Grace Hopper')
  const { page } = await dashboard.open(`/contacts/${contact}?view=accounts`)
  await page.getByRole('button', { name: 'Add a bank account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: 'Add an account of Grace Hopper' }).waitFor()
  await dialog.getByLabel('Holder').fill('Grace Hopper')
  await dialog.getByLabel('Transit number').fill('00011')
  await dialog.getByLabel('Institution number').fill('001')
  await dialog.getByLabel('Account number').fill('7654321')
  await dialog.getByRole('button', { name: 'Add an account' }).click()
  await page.getByRole('cell', { name: /4321/ }).waitFor()

  await page.getByRole('button', { name: 'Charge', exact: true }).click()
  await dialog.getByLabel('Amount').fill('30')
  await dialog.getByLabel('Statement').fill('Rent')
  await dialog.getByRole('button', { name: 'Charge $30.00' }).click()
  await dialog.getByText('Say that the payer has agreed.').waitFor()
  assert.deepEqual(await debitsOf(contact), [])
  await dialog.getByLabel('The payer agreed', { exact: false }).check()
  // Made, and the line is cut before it is paid: asked again, it is the same debit.
  await page.route('**/pay', (route) => route.abort())
  await dialog.getByRole('button', { name: 'Charge $30.00' }).click()
  await dialog.getByText('It is not known', { exact: false }).waitFor()
  await page.unroute('**/pay')
  await dialog.getByRole('button', { name: 'Charge $30.00' }).click()
  await page.waitForURL('**/transactions/**')
  const debits = await until('the pull', async () => {
    const all = await debitsOf(contact)
    return all[0]?.rail === 'eft' && all
  })
  assert.deepEqual(
    debits.map(({ amount, statement }) => [amount, statement]),
    [[30, 'Rent']],
  )
  await page.context().close()
})
