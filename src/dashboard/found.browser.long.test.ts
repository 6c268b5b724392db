/** Where something is looked for: by name and not by id, once and not at each key; and what is not there. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  assertAccessible,
  assertSound,
  type Dashboard,
  loseSession,
  ready,
  startDashboard,
} from '../../test/dashboard.ts'
import { makeMoney } from '../../test/dashboard-money.ts'
import { until } from '../../test/platform.ts'
import { signIn } from '../../test/signed-in.ts'

let dashboard: Dashboard
let contact: { identifier: string; cardId: string }
before(async () => {
  dashboard = await startDashboard()
  await makeMoney(dashboard.platform)
  const card = await dashboard.platform.saveCard()
  await dashboard.platform.good('PATCH', `/contact/${card.contactId}`, { name: 'Grace Hopper' })
  await dashboard.platform.charge(card, { amount: '17.25', statement: 'Hers alone' })
  contact = { identifier: card.contactId, cardId: card.cardId }
})
after(() => dashboard?.close())

test('transactions are filtered by a contact by name, and the address has the id; a link with an id shows the name', async () => {
  const opened = await dashboard.open('/transactions', { width: 390 })
  const { page, open } = opened
  await page.getByRole('button', { name: 'More filters' }).click()
  await page.getByRole('combobox', { name: 'Contact' }).fill('hopp')
  await page.getByRole('option', { name: /Grace Hopper/ }).click()
  await page.waitForURL((url) => url.searchParams.get('contact_id') === contact.identifier)
  await page.getByRole('row', { name: /Hers alone/ }).waitFor()
  await until('hers alone', async () => (await page.locator('tbody tr[data-row]').count()) === 1)
  await assertSound(opened, 'the filter')
  await assertAccessible(opened, 'the filter')
  await page.getByRole('combobox', { name: 'Card' }).fill('4242')
  await page.getByRole('option', { name: /4242/ }).first().waitFor()
  await page.keyboard.press('Escape')
  await open(`/transactions?contact_id=${contact.identifier}&credit_card_id=${contact.cardId}`)
  const shown = page.getByRole('combobox', { name: 'Contact' })
  await until('the name', async () => /^Grace Hopper/.test(await shown.inputValue()))
  await until('the card', async () =>
    /4242/.test(await page.getByRole('combobox', { name: 'Card' }).inputValue()),
  )
  await shown.fill('')
  await page.waitForURL((url) => !url.searchParams.has('contact_id'))
  await page.context().close()
})

test('what is typed and entered takes the first that is found, also while the list is asked anew', async () => {
  const { page } = await dashboard.open('/transactions')
  // Before the field is there: a timer of it that is older than this clock is beyond its `clearTimeout`.
  await page.clock.install()
  await page.getByRole('button', { name: 'More filters' }).click()
  const field = page.getByRole('combobox', { name: 'Contact' })
  const grace = page.getByRole('option', { name: /Grace Hopper/ })
  const isChosen = () => page.waitForURL((url) => url.searchParams.get('contact_id') === contact.identifier)
  await field.focus()
  await page.keyboard.type('hopp')
  // The list was that of all, then empty, then this one: the first of it is where Enter goes.
  await page.waitForResponse((response) => response.url().includes('name=hopp'))
  await grace.waitFor()
  await page.keyboard.press('Enter')
  await isChosen()
  await field.fill('')
  await page.waitForURL((url) => !url.searchParams.has('contact_id'))
  // Walked to by an arrow before the typing rests, and entered when the list behind it is empty.
  await page.route(/name=hopper/, () => undefined)
  await page.keyboard.type('hopp')
  await page.clock.runFor(1_000)
  await grace.waitFor()
  await page.keyboard.type('er')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  const asked = page.waitForRequest(/name=hopper/)
  await page.clock.runFor(1_000)
  await asked
  await page.keyboard.press('Enter')
  await isChosen()
  await page.context().close()
})

test('neither a label in the field nor an address that is half typed is asked for, which the API would refuse', async () => {
  const opened = await dashboard.open('/transactions')
  const { page } = opened
  await page.getByRole('button', { name: 'More filters' }).click()
  const field = page.getByRole('combobox', { name: 'Contact' })
  // What is chosen is read so late that the typing rests before.
  let read = () => {}
  await page.route(new RegExp(`/contact/${contact.identifier}$`), async (route) => {
    await new Promise<void>((resolve) => (read = resolve))
    await route.continue()
  })
  await field.fill('hopp')
  const asked = page.waitForResponse(/email=ada/)
  await page.getByRole('option', { name: /Grace Hopper/ }).click()
  assert.equal((await asked).url().replace(/^.*email=/, ''), 'ada%40example.com')
  read()
  await page.waitForURL((url) => url.searchParams.has('contact_id'))
  const halves: string[] = []
  page.on('request', (request) => {
    if (/email=/.test(request.url()) && !/email=ada%40example.com$/.test(request.url()))
      halves.push(request.url())
  })
  await field.fill('')
  // What is typed before the address has let go of the contact is not swept away with it.
  await field.fill('ada@')
  await page.waitForURL((url) => !url.searchParams.has('contact_id'))
  await page.getByText('type it to its end').waitFor()
  assert.equal(await field.inputValue(), 'ada@')
  for (const half of ['ada@exa', 'ada@example.']) {
    await field.fill(half)
    await page.getByText('type it to its end').waitFor()
  }
  await field.fill('ada@example.com')
  await page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
  assert.deepEqual(halves, [])
  await assertSound(opened, 'the field of a contact')
  await opened.open('/contacts')
  const email = page.getByRole('searchbox', { name: 'E-mail' })
  await email.fill('ada@exa')
  await page.getByText('type it to its end').waitFor()
  await email.fill('ada@example.com')
  await page.waitForURL((url) => url.searchParams.get('email') === 'ada@example.com')
  await page.getByRole('row', { name: /Grace Hopper/ }).waitFor()
  await assertSound(opened, 'the filter by e-mail')
  await page.context().close()
})

test('the request log is filtered by a token by its name', async () => {
  const { page, open } = await dashboard.open('/requests')
  await page.getByLabel('Token', { exact: true }).selectOption({ index: 1 })
  await page.waitForURL((url) => url.searchParams.has('token_id'))
  const { data } = await dashboard.platform.good('GET', '/api_token')
  const chosen = data.find(({ identifier }: any) => page.url().includes(identifier))
  assert.ok(chosen)
  await open(`/requests?token_id=${chosen.identifier}`)
  const shown = page.getByLabel('Token', { exact: true }).locator('option:checked')
  await until('its name', async () => (await shown.textContent()) === chosen.name)
  await page.context().close()
})

test('the audit log is filtered by who did what with which thing, each by its name; the address has their ids', async () => {
  const opened = await dashboard.open('/audit')
  const { page, open } = opened
  const pick = async (name: string, typed: string) => {
    await page.getByRole('combobox', { name, exact: true }).fill(typed)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
  }
  const lines = page.locator('tbody tr[data-row]')
  await pick('What', 'change a con')
  await page.waitForURL(/operation=update_contact/)
  await pick('Who', 'token dem')
  await page.waitForURL(/actor_id=/)
  await pick('On', 'hopp')
  await page.waitForURL((url) => url.searchParams.get('object_id') === contact.identifier)
  await until('the line of her name', async () => (await lines.count()) === 1)
  assert.match((await lines.textContent()) ?? '', /Token demo.*Change a contact.*contact Grace Hopper/)
  await assertSound(opened, 'the audit log')
  await assertAccessible(opened, 'the audit log')
  // A link has ids, and shows names.
  await open(new URL(page.url()).pathname.replace(/^.*(\/audit)$/, '$1') + new URL(page.url()).search)
  const shown = page.getByRole('combobox', { name: 'On', exact: true })
  await until('her name', async () => /^Grace Hopper/.test(await shown.inputValue()))
  await lines.getByRole('link', { name: 'Grace Hopper' }).click()
  await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor()
  await page.context().close()
  const operator = await dashboard.open('/../operator/audit', { role: 'operator' })
  await operator.page.getByRole('combobox', { name: 'Company', exact: true }).fill('maple')
  await operator.page.getByRole('option', { name: 'Maple Cycles' }).waitFor()
  await operator.page.keyboard.press('Enter')
  await operator.page.waitForURL(new RegExp(`company_id=${dashboard.platform.demo.company_id}`))
  // Of the company that is chosen, its things are found by name too.
  await operator.page.getByRole('combobox', { name: 'On', exact: true }).fill('hopp')
  await operator.page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
  await operator.page.keyboard.press('Enter')
  await operator.page.waitForURL((url) => url.searchParams.get('object_id') === contact.identifier)
  const hers = operator.page.locator('tbody tr[data-row]')
  await until('hers alone', async () =>
    (await hers.allTextContents()).every((line) => line.includes('contact Grace Hopper')),
  )
  await operator.page.context().close()
})

test('what is typed is asked for once it rests, and not at each key', async () => {
  const { page } = await dashboard.open('/transactions')
  await page.clock.install()
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname === '/search') asked.push(searchParams.get('q') ?? '')
    if (pathname === '/contact') asked.push(searchParams.get('name') ?? '')
  })
  // While the page's clock stands, nothing of what is typed rests.
  const type = async (label: RegExp, text: string, option: RegExp) => {
    await page.clock.pauseAt(Date.now() + 1_000)
    await page.getByRole('combobox', { name: label }).focus()
    await page.keyboard.type(text)
    const before = asked.length
    const sent = page.waitForRequest((request) => request.url().includes(text.split(' ')[0]!))
    await page.clock.resume()
    await sent
    await page.getByRole('option', { name: option }).first().waitFor()
    return asked.slice(before)
  }
  assert.deepEqual(await type(/^Search/, 'Hers alone', /^Transaction: Hers alone/), ['Hers alone'])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More filters' }).click()
  await page.getByRole('combobox', { name: 'Contact' }).waitFor()
  assert.deepEqual(await type(/^Contact/, 'Grace', /Grace Hopper/), ['Grace'])
  assert.equal(asked.filter((text) => text !== '' && text !== 'Hers alone' && text !== 'Grace').length, 0)
  await page.context().close()
})

test('an address of nothing has the frame around it, by which one gets on', async () => {
  for (const role of ['owner', 'operator'] as const) {
    const opened = await dashboard.open(role === 'owner' ? '/nothing/at/all' : '/../operator/nothing', {
      role,
    })
    const { page } = opened
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
    assert.ok((await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').count()) > 5)
    await assertAccessible(opened, 'an address of nothing')
    await assertSound(opened, 'an address of nothing')
    await page.context().close()
  }
  // Of no company at all: who they are, and the way out.
  const { page } = await dashboard.open('/../sign-in')
  await loseSession(page, dashboard)
  const [name, value] = (await signIn(dashboard.platform, null)).headers.cookie!.split('=')
  await page.context().addCookies([{ name: name!, value: value!, url: dashboard.platform.url }])
  await page.goto(`${dashboard.platform.url}/dashboard/`)
  await page.getByRole('heading', { level: 1, name: 'You are in no company yet' }).waitFor()
  await page
    .getByRole('button', { name: /^Account/ })
    .first()
    .waitFor()
  await page.context().close()
})

test('what waits for the next payout stands on home and opens what it is made of; a payout of the list says to which account', async () => {
  const { platform } = dashboard
  const [next] = (await platform.good('GET', '/payout/next')).data
  assert.ok(next, 'something waits')
  const opened = await dashboard.open('', { width: 390 })
  const { page, open } = opened
  const panel = page
    .locator('section, .panel')
    .filter({ has: page.getByRole('heading', { name: 'The next payout' }) })
    .last()
  await panel.getByText('Next clearing expected').waitFor()
  const amount = panel.getByRole('button', { name: /Explain this amount/ }).first()
  const [said] = /-?(US)?\$[\d,]+\.\d\d/.exec((await amount.textContent()) ?? '')!
  await amount.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Adds up to the same cent').waitFor()
  assert.ok((await dialog.textContent())?.includes(said), said)
  await page.keyboard.press('Escape')
  await panel.getByRole('link', { name: 'All payouts' }).click()
  await page.getByRole('heading', { level: 1, name: 'Payouts' }).waitFor()
  await open('/payouts')
  await page
    .getByText(/•••• \d{4}, CAD/)
    .first()
    .waitFor()
  await assertSound(opened, 'payouts')
  await ready(page)
  await page.context().close()
})
