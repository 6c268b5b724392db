/**
 * What people do with contacts, links and schedules, by keyboard and mouse, each seen in the API afterwards.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, assertSound, type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { makePerson } from '../../test/dashboard-person.ts'
import { until } from '../../test/platform.ts'

let dashboard: Dashboard
let person: Awaited<ReturnType<typeof makePerson>>
before(async () => {
  dashboard = await startDashboard()
  person = await makePerson(dashboard.platform)
})
after(() => dashboard?.close())

const get = async (path: string) => (await dashboard.platform.call('GET', path)).body

test('a contact is made, changed with its metadata, and deleted after what goes with it was said', async () => {
  const opened = await dashboard.open('/contacts')
  const { page } = opened
  await page.getByRole('button', { name: 'New contact' }).click()
  await page.locator('.dialog').getByLabel('Name').fill('Zoé Tremblay')
  await page.locator('.dialog').getByLabel('E-mail').fill('not an address')
  await page.keyboard.press('Enter')
  await page.locator('.dialog').getByRole('alert').waitFor()
  await assertAccessible(opened, 'a form that was refused')
  await page.locator('.dialog').getByLabel('E-mail').fill('zoe@example.com')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Zoé Tremblay' }).waitFor()
  const id = page.url().split('/').at(-1)!

  await page.getByRole('button', { name: 'Edit' }).click()
  await page.locator('.dialog').getByLabel('Reference').fill('C-9')
  await page.getByRole('button', { name: 'Add a pair' }).click()
  await page.getByLabel('Key').fill('plan')
  await page.getByLabel('Value').fill('silver')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.dialog').waitFor({ state: 'detached' })
  const { external_reference, metadata } = await get(`/contact/${id}`)
  assert.deepEqual([external_reference, metadata], ['C-9', { plan: 'silver' }])
  await page.getByText('silver').waitFor()

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('0 active cards and 0 bank accounts can no longer be used').waitFor()
  await page.getByRole('button', { name: 'Delete the contact' }).click()
  await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor()
  assert.equal((await dashboard.platform.call('GET', `/contact/${id}`)).status, 404)
  await page.context().close()
})

test('a link for a new card is shown as link and QR code, in French too, and opens a card page', async () => {
  const opened = await dashboard.open(`/contacts/${person.contact}`, { language: 'fr', width: 390 })
  const { page } = opened
  await page.getByRole('button', { name: 'Lien pour une carte' }).click()
  const link = page.locator('.dialog').getByRole('link')
  await link.waitFor()
  assert.match((await link.getAttribute('href'))!, /\/tokenize\//)
  await page.getByRole('img', { name: 'Le lien en code QR' }).waitFor()
  await assertSound(opened, 'the link of a card page')
  await assertAccessible(opened, 'the link of a card page')
  await page.keyboard.press('Escape')
  await page.locator('.dialog').waitFor({ state: 'detached' })
  await page.context().close()
})

test('a payment link is made for a contact that is found by name, shown, sent again and cancelled', async () => {
  const { page } = await dashboard.open('/links')
  await page.getByRole('button', { name: 'New link' }).click()
  const dialog = page.locator('.dialog')
  await dialog.getByLabel('Contact').fill('Lovel')
  await page.getByRole('option', { name: /Ada Lovelace/ }).click()
  await dialog.getByLabel('Amount').fill('42.50')
  await dialog.getByLabel('Statement').fill('Lessons')
  await dialog.getByRole('button', { name: 'Ask for $42.50' }).click()
  const link = await dialog.getByRole('link').getAttribute('href')
  const { data } = await get('/payment_link?kind=debit')
  assert.deepEqual([data[0].link, data[0].statement, data[0].amount], [link, 'Lessons', 42.5])
  await page.getByRole('button', { name: 'Done' }).click()

  const row = page.getByRole('row', { name: /Lessons/ })
  await row.getByRole('button', { name: 'Send again' }).click()
  await dialog.getByText('Send the link for $42.50 to Ada Lovelace again?').waitFor()
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('The mail is on its way').waitFor()
  await row.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('The link over $42.50 opens nothing any more').waitFor()
  await page.getByRole('button', { name: 'Cancel the link' }).click()
  await until(
    'the link to be cancelled',
    async () => (await get(`/transaction/${data[0].identifier}`)).state === 'cancelled',
  )
  await page.locator('.dialog').waitFor({ state: 'detached' })
  await row.waitFor({ state: 'detached' })
  await page.context().close()
})

test('the account of a new link, charge or schedule is read whole beside the widest of a desk’s narrow windows', async () => {
  await dashboard.platform.good('PUT', '/bank_account', {
    account_type: 'chequing',
    transit_number: '00011',
    institution_number: '001',
    account_number: '7654321',
    holder_name: 'Maple Cycles Incorporated',
    title: 'Deposits of the shop',
  })
  for (const [path, button] of [
    ['/links', 'New link'],
    ['/schedules', 'New schedule'],
    [`/contacts/${person.contact}`, 'Charge'],
  ] as const) {
    const { page } = await dashboard.open(path, { width: 1280 })
    await page.getByRole('button', { name: button, exact: true }).click()
    const account = page.locator('[role=dialog] select', { hasText: 'Deposits of the shop' }).first()
    await account.waitFor()
    const [needs, has] = await account.evaluate((select: HTMLSelectElement) => {
      const style = getComputedStyle(select)
      const pen = document.createElement('canvas').getContext('2d')!
      pen.font = style.font
      const widths = [...select.options].map((option) => pen.measureText(option.label).width)
      const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight)
      return [Math.max(...widths), select.clientWidth - padding]
    })
    assert.ok(needs! <= has!, `${button}: needs ${needs} of ${has}`)
    await page.context().close()
  }
})

test('the next date of a schedule is skipped and taken back, and it is paused and goes on', async () => {
  const { page } = await dashboard.open(`/schedules/${person.schedule}`)
  const next = async () => (await get(`/schedule/${person.schedule}`)).next_dates[0].number
  const before = await next()
  await page.getByRole('button', { name: 'Skip this date' }).click()
  await page.getByText('The date was skipped').waitFor()
  assert.equal(await next(), before + 1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await until('the date to be back', async () => (await next()) === before)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText('$25.50 each time').waitFor()
  await page.locator('.dialog').getByRole('button', { name: 'Resume' }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  assert.equal((await get(`/schedule/${person.schedule}`)).state, 'active')
  await page.context().close()
})

test('a schedule is made for a card of a contact', async () => {
  const { page } = await dashboard.open('/schedules')
  await page.getByRole('button', { name: 'New schedule' }).click()
  const dialog = page.locator('.dialog')
  await dialog.getByLabel('Contact').fill('Lovel')
  await page.getByRole('option', { name: /Ada Lovelace/ }).click()
  await dialog.getByLabel('Card').selectOption({ label: 'Visa •••• 4242' })
  await dialog.getByLabel('Your bank account').selectOption({ index: 1 })
  await dialog.getByLabel('Amount').fill('9.99')
  await dialog.getByLabel('Statement').fill('Paper')
  await dialog.getByLabel('First date').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10))
  await dialog.getByRole('button', { name: 'Create the schedule' }).click()
  await page.getByRole('heading', { level: 1, name: 'Paper' }).waitFor()
  const { amount, frequency } = await get(`/schedule/${page.url().split('/').at(-1)}`)
  assert.deepEqual([amount, frequency], [9.99, 'monthly'])
  await page.context().close()
})
