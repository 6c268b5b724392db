/** Transactions as people look for them, read them and act on them: in a browser, by keyboard. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Dashboard, ready, startDashboard } from '../../test/dashboard.ts'
import { eftStage } from '../../test/eft-stage.ts'
import { tabTo } from '../../test/keys.ts'
import { signed, startLinks } from '../../test/payment-links.ts'
import { startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let dashboard: Dashboard
before(async () => {
  const platform = await startPlatform({ paymentPageRateLimit: 1_000 }, { bankGatherMs: 3_600_000 })
  dashboard = await startDashboard(platform)
})
after(async () => {
  await dashboard?.close()
  await dashboard?.platform.close()
})

const state = async (id: string) =>
  (await dashboard.platform.call('GET', `/transaction/${id}`)).body as Record<string, any>
test('a customer’s decline of a moment ago is found by the end of the card and says why', async () => {
  const { platform } = dashboard
  const { body } = await platform.charge(await platform.saveCard('4000000000009995'), { amount: '12.00' })
  const { page } = await dashboard.open('/transactions')
  await page.getByRole('combobox', { name: /^Search/ }).fill('9995')
  await page.getByRole('option', { name: /visa 9995/ }).click()
  await page.waitForURL(/credit_card_id=/)
  await ready(page)
  const row = page.locator('tbody tr[data-row="0"]')
  await row.getByText('Failed').waitFor()
  await row.getByRole('link').click()
  await page.waitForURL(new RegExp(body.debit_id))
  await page.getByText(/declined \(51\)/).waitFor()
  await page.getByText(/It failed: The account has insufficient funds/).waitFor()
  await page.context().close()
})

test('half of a charge is refunded by keyboard alone; the timeline shows it, and what is left is the next offer', async () => {
  const { platform } = dashboard
  const id = (await platform.charge(await platform.saveCard(), { amount: '80.00' })).body.debit_id
  const { page, complaints } = await dashboard.open(`/transactions/${id}`)
  await tabTo(page, 'Refund')
  await page.keyboard.press('Enter')
  const amount = page.getByRole('textbox', { name: /Amount/ })
  await amount.waitFor()
  assert.equal(await amount.inputValue(), '80.00')
  await amount.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('40')
  await page.getByRole('button', { name: 'Refund $40.00' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('A refund of $40.00 was asked for').waitFor()
  assert.equal((await state(id)).amount_refunded, 40)
  await tabTo(page, 'Refund')
  await page.keyboard.press('Enter')
  assert.equal(await page.getByRole('textbox', { name: /Amount/ }).inputValue(), '40.00')
  await page.getByRole('textbox', { name: /Amount/ }).fill('40.01')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.keyboard.press('Escape')
  assert.equal((await state(id)).amount_refunded, 40)
  // Of what was given back whole nothing is left to do, and that is said.
  await platform.good('POST', `/debit/${id}/refund`, { amount: '40.00' })
  await page.getByText('Nothing: all of it was given back').waitFor()
  await page.getByText('All of it was refunded, or is being refunded').waitFor()
  assert.deepEqual(
    complaints.filter((said) => !/422/.test(said)),
    [],
  )
  await page.context().close()
})

test('a refund whose answer is lost is told as unknown, and asked for again from a new question it happens once', async () => {
  const { platform } = dashboard
  const id = (await platform.charge(await platform.saveCard(), { amount: '80.00' })).body.debit_id
  const { page } = await dashboard.open(`/transactions/${id}`)
  const ask = async () => {
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    await page.getByRole('textbox', { name: /Amount/ }).fill('30')
    await page.getByRole('button', { name: 'Refund $30.00' }).click()
  }
  // It reaches the server, and the line is cut before the answer.
  await page.route('**/refund', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await ask()
  await page
    .getByRole('alert')
    .getByText(/it is not known whether it was done/)
    .waitFor()
  await page.keyboard.press('Escape')
  await page.unroute('**/refund')
  await ask()
  await page.getByText('It had been done at the first try').waitFor()
  assert.equal((await state(id)).amount_refunded, 30)
  // Answered, the same is another one.
  await ask()
  await until('the second refund', async () => (await state(id)).amount_refunded === 60)
  await page.context().close()
})

test('that a debit was signed is proven by the PDF that its page saves, and its contact’s', async () => {
  const { platform } = dashboard
  const links = await startLinks(platform)
  await platform.db.run(sql`
    update companies set contact_email = 'pay@maple.example' where company_id = ${platform.demo.company_id}`)
  const { id, link } = await links.debit({ statement: 'Order 3001' })
  const agreement = await links.shownAgreement(link)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 200)
  const { page, open } = await dashboard.open(`/transactions/${id}`)
  await page.getByText('The payer signed the agreement on the payment page').waitFor()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Agreement (PDF)' }).click()
  assert.match((await saving).suggestedFilename(), new RegExp(`${id}\\.pdf$`))
  const { contact_id } = (await platform.call('GET', `/transaction/${id}`)).body
  await open(`/contacts/${contact_id}?view=agreements`)
  const again = page.waitForEvent('download')
  await page.getByRole('button', { name: `PDF ${id}` }).click()
  assert.match((await again).suggestedFilename(), new RegExp(`${id}\\.pdf$`))
  await page.context().close()
})

test('several are selected and cancelled at once, and what could not be is told with its reason', async () => {
  const { platform } = dashboard
  const bank = eftStage(platform)
  const open = [await bank.createDebit({ statement: 'Bulk' }), await bank.createDebit({ statement: 'Bulk' })]
  const paid = (await platform.charge(await platform.saveCard(), { statement: 'Bulk' })).body.debit_id
  const { page } = await dashboard.open('/transactions?statement=Bulk')
  await page.getByRole('checkbox', { name: /all/i }).first().check()
  await page.getByRole('button', { name: 'Cancel 3' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel 3' }).click()
  await page.getByText('Done: 2. Could not be done: 1.').waitFor()
  await page.getByText(/The debit is paid; refund it instead/).waitFor()
  for (const { id } of open) assert.equal((await state(id)).state, 'cancelled')
  assert.equal((await state(paid)).state, 'paid')
  await page.context().close()
})

test('a list is exported with its filters, and a view of it is saved, opened again, deleted and kept by undo', async () => {
  const { page } = await dashboard.open('/transactions?state=cancelled')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByText(/The file is ready/).waitFor()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  const file = await (await saving).createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of file) chunks.push(chunk as Buffer)
  const lines = Buffer.concat(chunks).toString().trim().split('\r\n')
  assert.ok(
    lines.length > 1 && lines.slice(1).every((line) => line.includes(',cancelled,')),
    lines.join('\n'),
  )
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('textbox', { name: /Name of the view/ }).fill('Cancelled')
  await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click()
  await page.getByText('The view is saved.').waitFor()
  const views = page.getByRole('combobox', { name: 'Saved views' })
  await views.selectOption({ label: 'All transactions' })
  await page.waitForURL((url) => url.search === '')
  await views.selectOption({ label: 'Cancelled' })
  await page.waitForURL(/state=cancelled/)
  await page.getByRole('button', { name: 'Delete view' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await views.getByRole('option', { name: 'Cancelled' }).waitFor({ state: 'attached' })
  await page.context().close()
})

test('in French the page speaks French, the words of the timeline too', async () => {
  const { platform } = dashboard
  const id = (await platform.charge(await platform.saveCard(), { amount: '9.50' })).body.debit_id
  const { page, open } = await dashboard.open(`/transactions/${id}`, { language: 'fr', width: 390 })
  await page.getByText('Le réseau de cartes a approuvé et pris l’argent').waitFor()
  await page.getByRole('button', { name: 'Rembourser' }).waitFor()
  await platform.charge(await platform.saveCard('4000000000009995'), { amount: '7.25' })
  await open('/transactions?amount_from=7,25&amount_to=7,25')
  const row = page.locator('tbody tr[data-row="0"]')
  await row.getByText('Les fonds sont insuffisants.').waitFor()
  await row.getByRole('link').click()
  await page.getByText(/Échec.*Les fonds sont insuffisants/).waitFor()
  await page.getByText('Rien : elle a échoué').waitFor()
  await page.getByText('Seul ce qui a été payé peut être remboursé.').waitFor()
  await page.context().close()
})
