/** What is asked once is not asked twice: by one page, and by all tabs of a browser. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page, Request } from 'playwright-core'
import { tokenFor } from '../../test/another-company.ts'
import { type Dashboard, ready, startDashboard } from '../../test/dashboard.ts'
import { until } from '../../test/platform.ts'
import { signIn } from '../../test/signed-in.ts'
import { createCompany } from '../companies/company.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
})
after(() => dashboard?.close())

const isStream = (request: Request) => request.url().endsWith('/events/stream')
/** Somebody looks at the tab, or goes to another window. */
const look = (page: Page, hidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
const isLive = (page: Page) => page.getByText('Live', { exact: true }).waitFor()

test('a page that is opened asks each of its questions once, and the stream goes on from what they have seen', async () => {
  const { platform } = dashboard
  const card = await platform.saveCard()
  const { debit_id } = (await platform.charge(card)).body
  const { page } = await dashboard.open('/parts')
  for (const path of [
    '',
    '/transactions',
    '/contacts',
    '/payouts',
    '/events',
    '/requests',
    '/links',
    '/balance',
    '/fees',
    '/disputes',
    '/schedules',
    '/webhooks',
    '/settings',
    '/bank-accounts',
    '/api-tokens',
    '/team',
    '/audit',
    '/audit?operation=create_debit',
    '/events/1',
    '/transactions?amount_from=1,50&kind=debit',
    '/transactions?created_after=2026-01-01',
    `/transactions/${debit_id}`,
    `/contacts/${card.contactId}?view=transactions`,
  ]) {
    const asked: string[] = []
    const note = (request: Request) => {
      if (request.resourceType() === 'fetch') asked.push(request.url())
    }
    page.on('request', note)
    const stream = page.waitForRequest(isStream)
    await page.goto(`${platform.url}/dashboard/${platform.demo.company_id}${path}`)
    await ready(page)
    assert.ok((await stream).headers()['last-event-id'], path)
    await isLive(page)
    // What would be asked anew is asked when the stream has caught up, which the sign says.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    page.off('request', note)
    assert.ok(asked.length > 2)
    assert.deepEqual(
      asked.filter((url, at) => asked.indexOf(url) !== at),
      [],
      path,
    )
  }
  await page.context().close()
})

test('the tabs of a company share one stream: each hears all, and when the one that follows it is closed or not looked at another goes on without a gap', async () => {
  const { platform } = dashboard
  const { page: first } = await dashboard.open('/contacts')
  await isLive(first)
  const context = first.context()
  const streams: Page[] = []
  context.on('request', (request) => {
    if (isStream(request)) streams.push(request.frame().page())
  })
  const others: Page[] = []
  // With one for each there would be none left to ask anything by.
  for (let tab = 0; tab < 6; tab++) {
    const page = await context.newPage()
    await page.goto(first.url())
    await ready(page)
    await isLive(page)
    others.push(page)
  }
  assert.equal(streams.length, 0, 'they listen to the first')
  const heardBy = async (name: string, pages: Page[]) => {
    await platform.createContact(name)
    for (const page of pages) await page.getByRole('link', { name }).waitFor()
  }
  await heardBy('Told to all', [first, ...others])

  const next = context.waitForEvent('request', isStream)
  await look(first, true)
  assert.ok((await next).headers()['last-event-id'])
  await heardBy('While the first is hidden', others)
  await look(first, false)
  await first.getByRole('link', { name: 'While the first is hidden' }).waitFor()
  assert.equal(streams.length, 1)

  const leads = streams[0]!
  await leads.close()
  await platform.createContact('While nobody follows')
  const rest = [first, ...others.filter((page) => page !== leads)]
  for (const page of rest) await page.getByRole('link', { name: 'While nobody follows' }).waitFor()
  await heardBy('By the third', rest)
  assert.equal(streams.length, 2)
  await until('all to say that they are live', async () => {
    for (const page of rest) await isLive(page)
    return true
  })
  await context.close()
})

test('seven tabs of seven companies leave connections for what is asked: all load, all say that they are live, and each hears of its own', async () => {
  const { platform } = dashboard
  const email = 'of-many@example.com'
  const companies = [platform.demo.company_id]
  for (let made = 0; made < 6; made++) companies.push(await createCompany(platform.db, `Company ${made}`))
  const owner = await signIn(platform, 'owner', { email })
  for (const companyId of companies.slice(1)) await signIn(platform, 'owner', { email, companyId })
  const { page: first } = await dashboard.open('/../sign-in')
  const context = first.context()
  const [name, value] = owner.headers.cookie!.split('=')
  await context.addCookies([{ name: name!, value: value!, url: platform.url }])
  let streams = 0
  context.on('request', (request) => {
    if (isStream(request)) streams += 1
  })
  const pages: Page[] = []
  for (const company of companies) {
    const page = pages.length === 0 ? first : await context.newPage()
    await page.goto(`${platform.url}/dashboard/${company}/contacts`)
    await ready(page)
    await isLive(page)
    pages.push(page)
  }
  assert.equal(streams, 3)
  for (const [at, company] of companies.entries()) {
    const { headers } = await tokenFor(platform, company)
    const contact = { email: `c${at}@example.com`, name: `Of company ${at}` }
    await platform.good('PUT', '/contact', contact, headers)
  }
  for (const [at, page] of pages.entries()) {
    await page.getByRole('link', { name: `Of company ${at}` }).waitFor()
    await isLive(page)
  }
  // Whoever asks takes the place of one that nobody looks at any more, and of one that is closed.
  for (const leave of [() => look(first, true), () => pages[1]!.close()]) {
    const next = context.waitForEvent('request', isStream)
    await leave()
    await next
  }
  await context.close()
})
