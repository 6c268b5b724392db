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

test('a refund that is asked for without a line is told as unanswered at once, and given up it does not happen later', async () => {
  const { platform } = dashboard
  const { body } = await platform.charge(await platform.saveCard(), { amount: '83.00' })
  const id = body.debit_id as string
  const { page } = await dashboard.open(`/transactions/${id}`)
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Refund $83.00' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('No answer came').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(request.url())
  })
  await page.context().setOffline(false)
  await page.getByText('Connection lost').first().waitFor({ state: 'detached' })
  const { amount_refunded } = await platform.good('GET', `/transaction/${id}`)
  assert.deepEqual([sent, amount_refunded], [[], 0])
  await page.context().close()
})

test('what is deleted elsewhere is not shown on, nor what could be done with it', async () => {
  const { platform } = dashboard
  const body = { name: 'Gone Soon', email: 'gone@example.com' }
  const { identifier } = await platform.good('PUT', '/contact', body)
  const { page } = await dashboard.open(`/contacts/${identifier}`)
  await page.getByRole('button', { name: 'Charge' }).waitFor()
  await platform.good('DELETE', `/contact/${identifier}`)
  await page.getByText('It is not here').first().waitFor()
  assert.equal(await page.locator('main').getByRole('button').count(), 0)
  await page.context().close()
})

test('a session that ends leaves what is being typed where it is; signed in beside, it is saved', async () => {
  const opened = await dashboard.open('/contacts', { role: 'admin' })
  const { page } = opened
  await page.getByRole('button', { name: 'New contact' }).click()
  const form = page.getByRole('dialog', { name: 'New contact' })
  await form.getByLabel('Name').fill('Typed Before')
  await form.getByLabel('E-mail').fill('typed@example.com')
  const cookies = await page.context().cookies()
  await page.context().clearCookies()
  await form.getByRole('button', { name: 'Create the contact' }).click()
  const told = page.getByRole('dialog', { name: 'Your session has ended' })
  await told.getByRole('link', { name: 'Sign in in another tab' }).waitFor()
  await assertAccessible(opened, 'an ended session')
  await page.context().addCookies(cookies)
  await page.keyboard.press('Escape')
  await told.waitFor({ state: 'detached' })
  await form.getByRole('button', { name: 'Create the contact' }).click()
  await page.getByRole('heading', { level: 1, name: 'Typed Before' }).waitFor()
  await page.context().close()
})
