/** A list and its actions as a person with a mouse has them, who is not alone at work. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertSound, type Dashboard, ready, startDashboard } from '../../test/dashboard.ts'
import { eftStage } from '../../test/eft-stage.ts'
import { until } from '../../test/platform.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
})
after(() => dashboard?.close())

const charged = async (said: { amount?: string; statement?: string }) =>
  (await dashboard.platform.charge(await dashboard.platform.saveCard(), said)).body.debit_id as string
const refunded = async (id: string) =>
  (await dashboard.platform.good('GET', `/transaction/${id}`)).amount_refunded
/** What has the middle of each: nothing lies over what can be pressed. */
const covered = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all) =>
    all.flatMap((one) => {
      one.scrollIntoView({ block: 'center' })
      const { x, y, width, height } = one.getBoundingClientRect()
      const at = document.elementFromPoint(x + width / 2, y + height / 2)
      return at && (one.contains(at) || at.contains(one))
        ? []
        : [`${one.outerHTML.slice(0, 80)} ${at?.tagName}`]
    }),
  )

test('by mouse a row’s box is ticked, and the rest of the row opens it, at a desk and on a phone', async () => {
  const id = await charged({ statement: 'By mouse' })
  for (const width of [1440, 390]) {
    const { page } = await dashboard.open('/transactions?statement=By+mouse', { width })
    assert.deepEqual(await covered(page, '.data td :is(input, button, select, summary)'), [])
    const box = page.getByRole('checkbox', { name: `Select ${id}` })
    await box.click()
    assert.equal(await box.isChecked(), true)
    await page.getByText('1 row selected').waitFor()
    await page.locator('tbody tr[data-row="0"]').click({ position: { x: 150, y: 12 } })
    await page.waitForURL(new RegExp(id))
    await page.context().close()
  }
})

test('before many are refunded it is said how many of them can be, and at most how much; after it, what was done', async () => {
  const half = await charged({ amount: '80.00', statement: 'Many' })
  const whole = await charged({ amount: '10.00', statement: 'Many' })
  const { platform } = dashboard
  await platform.good('POST', `/debit/${half}/refund`, { amount: '30.00' })
  await platform.good('POST', `/debit/${whole}/refund`, {})
  await eftStage(platform).createDebit({ statement: 'Many' })
  const { page } = await dashboard.open('/transactions?statement=Many')
  await page.locator('thead input[type=checkbox]').click()
  await page.getByRole('button', { name: 'Refund 3' }).click()
  const asked = page.getByRole('dialog')
  await asked.getByText('at most').waitFor()
  const facts = (await asked.locator('dl').innerText()).replaceAll(/\s+/g, ' ')
  assert.match(
    facts,
    /Chosen 3 Of them can be refunded, as their rows say 1 What is left of those, at most \D*50\.00/,
  )
  await asked.getByRole('button', { name: 'Refund 3' }).click()
  await page.getByText('Done: 1. Could not be done: 2.').waitFor()
  assert.equal(await refunded(half), 80)
  await page.context().close()
})

test('a refund by another, while one is asked for, is told in the question: it is looked at before it can go on', async () => {
  const { platform } = dashboard
  const id = await charged({ amount: '107.00' })
  const opened = await dashboard.open(`/transactions/${id}`)
  const { page } = opened
  await page.getByText('Live', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  const amount = page.getByRole('textbox', { name: /Amount/ })
  await amount.fill('20')
  await platform.good('POST', `/debit/${id}/refund`, { amount: '60.00' })
  await page.getByText('at most $47.00 can be taken now; it was $107.00').waitFor()
  await assertSound(opened, 'the question that another has changed')
  await page.keyboard.press('Enter')
  assert.equal(await page.getByRole('button', { name: 'Refund $20.00' }).isDisabled(), true)
  await page.getByRole('button', { name: 'Go on with at most $47.00' }).click()
  assert.equal(await amount.inputValue(), '20')
  assert.equal(await amount.evaluate((field) => field === document.activeElement), true)
  assert.equal(await refunded(id), 60)
  await page.getByRole('button', { name: 'Refund $20.00' }).click()
  await page.getByText('Refunded $20.00').waitFor()
  assert.equal(await refunded(id), 80)
  // Nothing is left: what was asked for is not possible any more, with the reason.
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await amount.waitFor()
  await platform.good('POST', `/debit/${id}/refund`, {})
  await page.getByText(/not possible any more: \S+/).waitFor()
  await page.context().close()
})

test('a button that is pressed twice does it once and says once what it did', async () => {
  const id = await charged({ amount: '53.50' })
  const { page } = await dashboard.open(`/transactions/${id}`)
  let asked = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/refund')) asked++
  })
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await page.getByRole('button', { name: 'Refund $53.50' }).dblclick()
  await page.getByText('Refunded $53.50').waitFor()
  await until('the refund', async () => (await refunded(id)) === 53.5)
  assert.equal(asked, 1)
  assert.equal(await page.getByText('It had been done').count(), 0)
  await page.context().close()
})

test('what an address asks for and is not known is said, and nothing is done with all before it is dismissed', async () => {
  await charged({ statement: 'Unknown words' })
  const { page } = await dashboard.open(
    '/transactions?statement=Unknown+words&amount_min=100&state=paid,payed&created_after=yesterday&amount_from=abc&contact_id=me',
  )
  // What has a field here by the name that the field has; in the address's own words what has none.
  await page
    .getByText('amount_min=100 · State: payed · Created since: yesterday · Amount from: abc · Contact: me')
    .waitFor()
  assert.equal(await page.getByRole('checkbox', { name: /^Select/ }).count(), 0)
  await page.getByRole('button', { name: 'Go on without it' }).click()
  await page.waitForURL((url) => url.search === '?state=paid&statement=Unknown+words')
  await page.getByRole('checkbox', { name: /^Select all/ }).waitFor()
  assert.equal(await page.getByText('is not known here').count(), 0)
  // What is typed and cannot be looked for is told where it is typed, and the list stays as it was.
  const amount = page.getByLabel('Amount from')
  await amount.fill('12,5x')
  await page.getByText('An amount is written so: 12.50').waitFor()
  await page.getByRole('row', { name: /Unknown words/ }).waitFor()
  await amount.fill('1,00')
  await page.waitForURL((url) => url.searchParams.get('amount_from') === '1,00')
  await page.getByRole('row', { name: /Unknown words/ }).waitFor()
  await page.goto(`${page.url()}&note=ab`)
  await page.getByText('must have at least 3 letters').waitFor()
  await page.getByText('Correct the filter that is marked.').waitFor()
  await page.context().close()
})

test('a payment is found by its amount and the end of its card, from the palette and from the list', async () => {
  const { platform } = dashboard
  const card = await platform.saveCard('4000000000009995')
  const { body } = await platform.charge(card, { amount: '57.25' })
  await charged({ amount: '57.25' })
  const { page } = await dashboard.open('')
  const rows = page.locator('tbody tr[data-row]')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to or find' }).fill('57.25')
  await page.getByRole('option', { name: 'Payments of 57.25' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/amount_from=57\.25&amount_to=57\.25/)
  await ready(page)
  await until('both', async () => (await rows.count()) === 2)
  // A card is added to the amount, and does not take its place; Enter takes what is offered first.
  await page.keyboard.press('/')
  await page.keyboard.type('9995')
  await page.getByRole('option', { name: /visa 9995/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/amount_from=57\.25&amount_to=57\.25&credit_card_id=/)
  await until('one', async () => (await rows.count()) === 1)
  assert.ok(await page.locator(`a[href*="${body.debit_id}"]`).count())
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.waitForURL((url) => url.search === '')
  await page.getByRole('combobox', { name: /^Search/ }).fill('57,25 9995')
  await page.getByRole('option', { name: /^Amount is 57\.25, Card: visa 9995/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/credit_card_id=.*amount_from=57\.25|amount_from=57\.25.*credit_card_id=/)
  await until('one again', async () => (await rows.count()) === 1)
  // Of two cards with the same end both are asked for at once.
  const other = await dashboard.platform.saveCard('4000000000009995')
  await dashboard.platform.charge(other, { amount: '57.25' })
  // What was found before is kept for a moment.
  await page.goto(page.url().split('?')[0]!)
  await ready(page)
  await page.getByRole('combobox', { name: /^Search/ }).fill('57.25 9995')
  await page.getByRole('option', { name: 'Amount is 57.25, any of 2 cards that end in 9995' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/credit_card_id=[\da-f-]{36},[\da-f-]{36}/)
  await until('both', async () => (await rows.count()) === 2)
  await page.context().close()
})

test('whose a payment is and which card paid it stand in columns that can be chosen', async () => {
  const { platform } = dashboard
  const { contactId } = await platform.saveCard()
  await charged({ statement: 'Of somebody' })
  const { name } = await platform.good('GET', `/contact/${contactId}`)
  const { page } = await dashboard.open('/transactions?statement=Of+somebody')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Contact' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Card', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('cell', { name, exact: true }).waitFor()
  await page.getByRole('cell', { name: 'Visa •••• 4242' }).waitFor()
  await page.context().close()
})

test('at half the width of a phone, which is a page at 200 %, no page of a company is wider than the screen', async () => {
  const id = await charged({ statement: 'Narrow' })
  const opened = await dashboard.open('', { width: 195 })
  const { page, open } = opened
  const home = `/dashboard/${dashboard.platform.demo.company_id}`
  const paths = await page
    .locator('.side nav a')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')!))
  assert.ok(paths.length > 8, `${paths.length} pages`)
  const wide: string[] = []
  for (const path of [...paths.map((path) => path.replace(home, '')), `/transactions/${id}`]) {
    await open(path)
    wide.push(
      ...(await page.evaluate((path) => {
        const { scrollWidth, clientWidth } = document.documentElement
        const over = [...document.querySelectorAll('body *')].filter(
          (one) => one.getBoundingClientRect().right > clientWidth + 0.5,
        )
        return scrollWidth > clientWidth
          ? [`${path}: ${scrollWidth - clientWidth} px, ${over.at(-1)?.outerHTML.slice(0, 160)}`]
          : []
      }, path)),
    )
  }
  assert.deepEqual(wide, [])
  await page.context().close()
})

test('a time is said exactly where it is pointed at, focused or touched, until Escape; and no row has parts of its own for that', async () => {
  await dashboard.platform.createContact('Of a moment')
  const { page } = await dashboard.open('/contacts')
  const moment = page.locator('tbody .moment').first()
  const tip = page.locator('.moment-tip')
  const exact = (await moment.getAttribute('data-exact'))!
  assert.match(exact, /\d{4}.*\d:\d\d:\d\d/)
  await moment.hover()
  await tip.waitFor()
  assert.equal(await tip.textContent(), exact)
  // It may be pointed at too (WCAG 1.4.13).
  await tip.hover()
  await page.mouse.move(0, 0)
  await tip.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Of a moment' }).focus()
  await page.keyboard.press('Tab')
  assert.equal(await tip.textContent(), exact)
  const [at, said] = await Promise.all([moment.boundingBox(), tip.boundingBox()])
  // Below, from where the moment begins, or as far to its left as the screen asks for.
  assert.ok(said!.y >= at!.y + at!.height)
  assert.ok(said!.x < at!.x + 2 && said!.x + said!.width > at!.x + at!.width)
  await page.keyboard.press('Escape')
  await tip.waitFor({ state: 'detached' })
  assert.equal(await moment.locator('*').count(), 2)
  await page.context().close()

  const phone = await dashboard.open('/contacts', { width: 390 })
  await phone.page.locator('tbody .moment').first().tap()
  await phone.page.locator('.moment-tip').waitFor()
  await phone.page.locator('h1').tap()
  await phone.page.locator('.moment-tip').waitFor({ state: 'detached' })
  await phone.page.context().close()
})
