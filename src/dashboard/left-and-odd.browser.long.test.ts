/**
 * What people do that no page plans for: a question that is left while its answer is on the way, a session
 * that ends within one, a refusal at each, an answer that comes late, what another does meanwhile, and texts
 * of every kind in every field.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertSound, type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { startLinks } from '../../test/payment-links.ts'
import { until } from '../../test/platform.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
})
after(() => dashboard?.close())

const pay = async (amount: string) =>
  (await dashboard.platform.charge(await dashboard.platform.saveCard(), { amount })).body.debit_id as string
const refunded = async (id: string) =>
  (await dashboard.platform.good('GET', `/transaction/${id}`)).amount_refunded

/** Asks for a refund, and holds the request until it is let go on: as it is, or answered by `instead`. */
async function askHeld(page: Page, amount: string) {
  const { promise: gone, resolve: letGo } = Promise.withResolvers<number | undefined>()
  const { promise: held, resolve: isHeld } = Promise.withResolvers<void>()
  await page.route('**/refund', async (route) => {
    isHeld()
    const instead = await gone
    if (instead === undefined) return route.continue()
    await route.fulfill({
      status: instead,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: instead, code: 'x', title: 'No', detail: 'Somebody was faster.' }),
    })
  })
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await page.getByRole('textbox', { name: /Amount/ }).fill(amount)
  await page.getByRole('button', { name: `Refund $${amount}` }).dblclick()
  await held
  return { letGo, dialog: page.getByRole('dialog') }
}

test('a refund whose question is left before it is answered happens, once, and that is told', async () => {
  const id = await pay('80.00')
  const { page } = await dashboard.open(`/transactions/${id}`)
  const { letGo, dialog } = await askHeld(page, '30.00')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  letGo(undefined)
  await page.getByText('What you asked for before you left is done.').waitFor()
  assert.equal(await refunded(id), 30)
  await page.context().close()
})

test('one that is refused after its question was left is told too, on whatever page one is', async () => {
  const id = await pay('81.00')
  const { page } = await dashboard.open(`/transactions/${id}`)
  const { letGo, dialog } = await askHeld(page, '31.00')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Contacts', exact: true }).first().click()
  await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor()
  letGo(409)
  await page.getByText('Somebody was faster.').first().waitFor()
  assert.equal(await refunded(id), 0)
  await page.context().close()
})

for (const status of [409, 503])
  test(`a question that is answered ${status} stays, says why, and can be asked again`, async () => {
    const id = await pay('82.00')
    const { page } = await dashboard.open(`/transactions/${id}`)
    const { letGo, dialog } = await askHeld(page, '32.00')
    letGo(status)
    await dialog.getByRole('alert').waitFor()
    await page.unroute('**/refund')
    await page.getByRole('button', { name: 'Refund $32.00' }).click()
    await dialog.waitFor({ state: 'detached' })
    await until('the refund', async () => (await refunded(id)) === 32)
    await page.context().close()
  })

const texts = {
  html: '<img src=x onerror=alert(1)><b>bold</b>',
  fromTheRight: 'شركة الاختبار 123 (CAD) نهاية',
  long: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3).slice(0, 100),
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈 Zoë̈̈',
  code: `"'\`&amp; \${7*7} {{7*7}}`,
}

test('what the server finds late does not move the suggestion that was gone to by arrows', async () => {
  await dashboard.platform.charge(await dashboard.platform.saveCard(), { statement: 'Held by arrows' })
  await dashboard.platform.createContact('Payer who comes late')
  for (const { key, field, typed, asks, sought, leads } of [
    { key: '/', field: /^Search/, typed: 'Held by', asks: '/search?', sought: /^Note/, leads: /note=Held/ },
    {
      key: 'Control+k',
      field: 'Go to or find',
      typed: 'pay',
      asks: '/contact?',
      sought: /^Payouts/,
      leads: /payouts$/,
    },
  ]) {
    const { page } = await dashboard.open('/transactions')
    const answer = Promise.withResolvers<void>()
    await page.route(
      (url) => url.href.includes(asks),
      async (route) => {
        await answer.promise
        await route.continue()
      },
    )
    await page.keyboard.press(key)
    await page.getByRole('combobox', { name: field }).fill(typed)
    const wanted = page.getByRole('option', { name: sought })
    await wanted.waitFor()
    await until('the suggestion', async () => {
      await page.keyboard.press('ArrowDown')
      return (await wanted.getAttribute('data-highlighted')) !== null
    })
    const answered = page.waitForResponse((response) => response.url().includes(asks))
    answer.resolve()
    await (await answered).finished()
    // Two frames: what came is drawn, if it is.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    )
    await page.keyboard.press('Enter')
    await page.waitForURL(leads)
    await page.context().close()
  }
})

test('a row that is no longer of its list stays for who is asked about it; settings that another changed stay changed', async () => {
  const { platform } = dashboard
  const { id } = await (await startLinks(platform)).debit({ statement: 'Asked about' })
  const { page, open } = await dashboard.open('/links')
  const row = page.locator('tbody tr', { hasText: 'Asked about' })
  await row.getByRole('button', { name: 'Send again' }).click()
  const dialog = page.getByRole('dialog', { name: /^Send the link/ })
  await dialog.waitFor()
  const listed = page.waitForResponse(/payment_link\?/)
  await platform.good('DELETE', `/transaction/${id}`)
  await (await listed).finished()
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await row.waitFor({ state: 'detached' })

  await open('/settings')
  await page.getByLabel('Name', { exact: false }).first().fill('Maple Lamps')
  await platform.good('PATCH', '/company', { contact_phone: '+1 514 555 0199' })
  await page.getByRole('button', { name: 'Save', exact: false }).first().click()
  await page.getByText('The settings were saved').waitFor()
  const { name, contact_phone } = await platform.good('GET', '/company')
  assert.deepEqual([name, contact_phone], ['Maple Lamps', '+1 514 555 0199'])
  await page.context().close()
})

test('odd texts are shown as they are in every field, run no script, and make no page wide', async () => {
  const { good, demo } = dashboard.platform
  const opened = await dashboard.open('', { width: 390 })
  const { page } = opened
  page.on('dialog', () => assert.fail('a script ran'))
  for (const [kind, text] of Object.entries(texts)) {
    const labels = { external_reference: text.slice(0, 60), metadata: { [text.slice(0, 30)]: text } }
    const contact_id = (
      await good('PUT', '/contact', {
        ...labels,
        name: text,
        email: `${kind}@example.com`,
        tags: [text.slice(0, 40)],
      })
    ).identifier
    const numbers = { transit_number: '00011', institution_number: '001', account_number: '1234567' }
    await good('PUT', '/contact/bank_account', {
      ...numbers,
      account_type: 'chequing',
      holder_name: text.slice(0, 60),
      title: text.slice(0, 40),
      contact_id,
    })
    const { identifier: debit } = await good('PUT', '/debit', {
      ...labels,
      amount: '9999999.99',
      statement: text.slice(0, 30),
      note: text,
      contact_id,
      to_bank_account: demo.bank_account_id,
    })
    for (const path of [
      `/transactions/${debit}`,
      `/contacts/${contact_id}`,
      `/contacts/${contact_id}?view=accounts`,
      '/transactions',
      '/contacts',
      '/links',
    ]) {
      await opened.open(path)
      assert.ok((await page.locator('main').textContent())?.includes(text.slice(0, 20)), `${kind} on ${path}`)
      await assertSound(opened, `${kind} on ${path}`)
    }
  }
  await page.context().close()
})

test('a text that is too long is told while it is typed, in the language of the page, and nothing of it is cut', async () => {
  const { page } = await dashboard.open('/contacts', { language: 'fr' })
  await page.getByRole('button', { name: 'Nouveau client' }).click()
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Nom', exact: false }).first()
  const wrong = page.getByText('a plus de 200 caractères')
  await name.fill('é'.repeat(201))
  await wrong.waitFor()
  assert.equal(await name.getAttribute('aria-invalid'), 'true')
  assert.equal((await name.inputValue()).length, 201)
  // As the API counts: composed, without blanks around it, and a character outside the first plane is one.
  await name.fill(` ${'e\u0301'.repeat(199)}\u{1f600} `)
  await wrong.waitFor({ state: 'detached' })
  await page.context().close()
})

test('a filter of many choices makes no page wide', async () => {
  const opened = await dashboard.open(
    '/transactions?failed_from=requested,preauthorized,initiated,paid&state=requested,preauthorized,initiated,paid,completed',
    { width: 390 },
  )
  await opened.page.getByText('Requested, Held').first().waitFor()
  await assertSound(opened, 'many choices')
  await opened.page.context().close()
})

test('an account whose name is written from the right keeps its number at its end', async () => {
  const { good } = dashboard.platform
  await good('PUT', '/bank_account', {
    account_type: 'chequing',
    transit_number: '00011',
    institution_number: '001',
    account_number: '7654321',
    holder_name: 'Maple',
    title: texts.fromTheRight,
  })
  const { page } = await dashboard.open('/bank-accounts')
  const name = page.getByText(/•••• 4321/)
  await name.waitFor()
  // The place of the last digit on the screen, against that of the first letter of the name.
  const [letter, digit] = await name.evaluate((element) => {
    const text = element.firstChild as Text
    const at = (from: number) => {
      const range = document.createRange()
      range.setStart(text, from)
      range.setEnd(text, from + 1)
      return range.getBoundingClientRect().left
    }
    return [at(1), at(text.data.length - 1)] as const
  })
  assert.ok(digit > letter, `the digit is at ${digit}, the name begins at ${letter}`)
  await page.context().close()
})
