/**
 * What people come to the dashboard for, each by keyboard alone: nothing here uses a pointer, and nothing
 * asks the page where to go.
 */
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { sql } from '../src/db/sql.ts'
import { type Dashboard, type Opened, ready, startDashboard } from './dashboard.ts'
import { makePerson } from './dashboard-person.ts'
import { chooseTab, enter, fill, focusAt, go, press, rowOf, tabTo } from './keys.ts'
import { signed, startLinks } from './payment-links.ts'
import { type Platform, startPlatform, until } from './platform.ts'

let dashboard: Dashboard
let platform: Platform
let opened: Opened
let page: Page
let made: Awaited<ReturnType<typeof prepare>>
before(async () => {
  platform = await startPlatform({ paymentPageRateLimit: 1_000, tokenCacheMs: 0, networkTimeoutMs: 400 })
  dashboard = await startDashboard(platform)
  made = await prepare()
  opened = await dashboard.open('')
  page = opened.page
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
})
after(async () => {
  await dashboard?.close()
  await platform?.close()
})
/** Each begins at home, as a person does. */
beforeEach(() => opened.open(''))
let shot = 0
afterEach(async () => {
  const folder = process.env.JETPAY_TEST_SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/task-${++shot}.png` })
})

const get = async (path: string) => {
  const { status, body, text } = await platform.call('GET', path)
  assert.equal(status, 200, text)
  return body
}
const clearing = () => fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })

/**
 * Two days of a shop, of which the second ends with a payout that is 12.00 short, and what else may happen.
 */
async function prepare() {
  const { call, charge, saveCard, demo } = platform
  const person = await makePerson(platform)
  const declined = (await charge(await saveCard('4000000000009995'), { amount: '12.00' })).body.debit_id
  const contact = (await get(`/transaction/${declined}`)).contact_id as string
  await call('PATCH', `/contact/${contact}`, { name: 'Grace Hopper' })
  const sold = (await charge(await saveCard(), { amount: '80.00', statement: 'Order 2001' })).body.debit_id
  await charge(await saveCard('4000000000000259'), { amount: '120.00' })
  const links = await startLinks(platform)
  await platform.db.run(sql`
    update companies set contact_email = 'pay@maple.example' where company_id = ${demo.company_id}`)
  const { id, link } = await links.debit({ statement: 'Order 3001' })
  const agreement = await links.shownAgreement(link)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 200)
  await clearing()
  await until('a payout', async () => (await get('/payout')).data[0])
  const { body: webhook } = await call('POST', '/webhooks', { callback_url: `${platform.simulatorUrl}/shop` })
  await call('POST', `/debit/${sold}/refund`, { amount: '12.00' })
  await charge(await saveCard(), { amount: '150.00' })
  await clearing()
  const short = await until('the payout that is less', async () => {
    for (const { identifier, amount } of (await get('/payout')).data)
      for (const { key } of (await get(`/payout/${identifier}/explain`)).data)
        if (key === 'refunds') return `$${amount}`
    return undefined
  })
  await until('a dispute', async () => (await get('/dispute')).data[0])
  await until('a delivery that failed', async () => {
    const { data } = await get(`/webhooks/${webhook.identifier}/deliveries`)
    return data[0]
  })
  const doubtful = (await charge(await saveCard('4000000000900052'), { amount: '9.00' })).body.debit_id
  await platform.db.run(sql`
    update attempts set reversal_due_at = 'infinity'
    where company_id = ${demo.company_id} and debit_id = ${doubtful as string}`)
  await call('POST', '/api_token', { name: 'till', scopes: ['contacts:read', 'debits:read'] })
  return { ...person, declined, sold, signedId: id, short, webhook, doubtful }
}

test('a customer’s decline is found by their name, and says why', async () => {
  await press(page, 'Control+k')
  await focusAt(page, 'Go to or find')
  await page.keyboard.type('grace hop')
  await page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
  await press(page, 'Enter')
  await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor()
  // The tabs are one stop, and arrows go along them.
  await chooseTab(page, /^(Overview|Cards|Accounts|Transactions|Profile|Facts)/, 'Transactions')
  await rowOf(page, /Failed/)
  await press(page, 'Enter')
  await page.getByText(/It failed: The account has insufficient funds/).waitFor()
  await page.getByText(/declined \(51\)/).waitFor()
})

/** By the search over transactions, and by the row that is found, to the page of this one. */
async function find(words: string, id: string) {
  await go(page, 't', 'Transactions')
  await press(page, '/')
  await focusAt(page, /^Search/)
  await page.keyboard.type(words)
  const wanted = page.getByRole('option', { name: /statement/i })
  await wanted.waitFor()
  // By an arrow at least: what the server finds comes first whenever it comes, but not into a walk.
  await until('the choice', async () => {
    await press(page, 'ArrowDown')
    return (await wanted.getAttribute('data-highlighted')) !== null
  })
  await press(page, 'Enter')
  await page.waitForURL(/statement=/)
  await ready(page)
  await rowOf(page, words)
  await press(page, 'Enter')
  await page.waitForURL(new RegExp(id))
  await ready(page)
}

test('half of a charge is refunded', async () => {
  await find('Order 2001', made.sold)
  await enter(page, 'Refund')
  // Where it is to be typed, the focus is.
  await focusAt(page, /^Amount/)
  await press(page, 'ControlOrMeta+a')
  await page.keyboard.type('40')
  await page.getByRole('button', { name: 'Refund $40.00' }).waitFor()
  await press(page, 'Enter')
  await page.getByText('A refund of $40.00 was asked for').waitFor()
  assert.equal((await get(`/transaction/${made.sold}`)).amount_refunded, 52)
})

test('to a bank it is proven that a debit was signed', async () => {
  await find('Order 3001', made.signedId)
  await page.getByText('The payer signed the agreement on the payment page').waitFor()
  const saving = page.waitForEvent('download')
  await enter(page, 'Agreement (PDF)')
  assert.match((await saving).suggestedFilename(), new RegExp(`${made.signedId}\\.pdf$`))
})

test('why the newest payout is 12.00 short is said on its page, down to the refund', async () => {
  await go(page, 'p', 'Payouts')
  await rowOf(page, made.short)
  await press(page, 'Enter')
  const row = page.getByRole('row', { name: /Refunds/ })
  await row.getByText('-$12.00').waitFor()
  await page.getByText('Adds up to the same cent').waitFor()
  await enter(page, 'Refunds')
  await page
    .getByRole('row', { name: /Refund/ })
    .getByText('-$12.00')
    .waitFor()
})

test('why a webhook missed deliveries is seen, and they are delivered again', async () => {
  await go(page, 'w', 'Webhooks')
  await page.locator('tbody tr[data-row="0"]').waitFor()
  await press(page, 'j', 'Enter')
  await page.getByText('404').first().waitFor()
  await enter(page, 'Bodies')
  await page.getByRole('dialog').getByText('What was answered').waitFor()
  await press(page, 'Escape')
  await enter(page, 'Resume').catch(async () => {
    await press(page, 'Home')
    await enter(page, 'Resume')
  })
  await page.getByText('It goes on after the last event that was confirmed').waitFor()
})

test('a doubtful charge is resolved by the operator, with a reason', async () => {
  const operator = (await dashboard.open('/../operator', { role: 'operator' })).page
  await go(operator, 'u', 'Unknown outcomes')
  await enter(operator, /^Resolve/)
  const question = operator.getByRole('dialog')
  await question.getByText('What to ask the acquirer').waitFor()
  // The choice has the focus, and nothing is chosen: it is taken by its letters.
  await focusAt(operator, /^As what/)
  await operator.keyboard.type('ca')
  await fill(operator, /^Why/, 'Agreed by telephone')
  await enter(operator, 'Resolve')
  await question.waitFor({ state: 'detached' })
  await operator.getByText('There is none').waitFor()
  assert.equal((await get(`/transaction/${made.doubtful}`)).state, 'paid')
  await operator.context().close()
})

test('a dispute is answered with evidence before its deadline', async () => {
  await go(page, 'd', 'Disputes')
  await page.locator('tbody tr[data-row="0"]').waitFor()
  await press(page, 'j', 'Enter')
  await page.getByText('Answer until').waitFor()
  await fill(page, /^How it was delivered/, 'Signed for on February 2.')
  await enter(page, 'Save the evidence')
  await page.getByText('Saved. It is not submitted yet.').waitFor()
  await enter(page, 'Submit')
  await page.getByRole('dialog', { name: 'Submit your evidence?' }).waitFor()
  await enter(page, 'Submit 1 piece of evidence')
  await page.getByText('The network decides on what you submitted', { exact: false }).waitFor()
})

test('a payment link is made and copied', async () => {
  await go(page, 'l', 'Payment links')
  await enter(page, 'New link')
  await page.getByRole('dialog').waitFor()
  await tabTo(page, /^Contact/)
  await page.keyboard.type('grace')
  await page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
  await press(page, 'Enter')
  await fill(page, /^Amount/, '25.00')
  await fill(page, /^Statement/, 'Order 4001')
  await page.getByRole('button', { name: 'Ask for $25.00' }).waitFor()
  await press(page, 'Enter')
  await page.getByText(/The link is ready/).waitFor()
  await enter(page, /^Copy/)
  const copied = await until('it to be copied', () => page.evaluate(() => navigator.clipboard.readText()))
  assert.equal((await fetch(copied)).status, 200)
  await press(page, 'Escape')
  await page.getByText('Order 4001').first().waitFor()
})

test('an API token is rotated: a new one with the same scopes, then the old one is revoked', async () => {
  await go(page, 'k', 'API tokens')
  await enter(page, 'Replace till')
  await page.getByRole('dialog').waitFor()
  await enter(page, 'Make it')
  await page.getByText('The old one works until you revoke it', { exact: false }).waitFor()
  await enter(page, /^Copy/)
  const token = await page.locator('[role=dialog] code').textContent()
  await enter(page, 'I have kept it')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const ofTill = async () =>
    ((await get('/api_token')).data as any[]).filter(({ name }) => name === 'till').map(({ state }) => state)
  assert.deepEqual(await ofTill(), ['active', 'active'])
  const asNew = { headers: { authorization: `Bearer ${token}` } }
  assert.equal((await fetch(`${platform.url}/transaction`, asNew)).status, 200)
  // The focus is where it began: the next stop is the end of the old one.
  await enter(page, 'Revoke till')
  await page.getByRole('dialog').waitFor()
  await enter(page, 'Revoke')
  await page.getByText('The token was revoked').waitFor()
  assert.deepEqual((await ofTill()).sort(), ['active', 'revoked'])
  // Its button is gone with it, and the focus is not: a person goes on from the heading.
  await page.waitForFunction(() => document.activeElement !== document.body)
  assert.equal((await fetch(`${platform.url}/transaction`, asNew)).status, 200, 'the new one works')
})

test('the next date of a schedule is skipped, and the skip is taken back', async () => {
  await go(page, 's', 'Schedules')
  await page.locator('tbody tr[data-row="0"]').waitFor()
  await press(page, 'j', 'Enter')
  await page.getByRole('heading', { level: 1, name: 'Monthly box' }).waitFor()
  const next = async () => (await get(`/schedule/${made.schedule}`)).next_dates[0].number as number
  const before = await next()
  await enter(page, 'Skip this date')
  await page.getByRole('button', { name: 'Undo' }).waitFor()
  assert.equal(await next(), before + 1)
  await enter(page, 'Undo')
  await until('it to be back', async () => (await next()) === before)
})

test('a month is exported', async () => {
  await go(page, 't', 'Transactions')
  // The month of the company, which is another than UTC's for five hours.
  const { time_zone } = await get('/company')
  const from = new Intl.DateTimeFormat('en-CA', { timeZone: time_zone }).format().slice(0, 8) + '01'
  await tabTo(page, /^(From|Created since)/)
  // In the order of this browser's field: month, day, year.
  await page.keyboard.type(from.slice(5, 7) + from.slice(8) + from.slice(0, 4))
  await page.waitForURL(new RegExp(from))
  await ready(page)
  await enter(page, 'Export')
  await page.getByRole('dialog').waitFor()
  await enter(page, 'Begin')
  await page.getByText(/The file is ready/).waitFor()
  const saving = page.waitForEvent('download')
  await enter(page, 'Download')
  assert.match((await saving).suggestedFilename(), /\.csv$/)
})
