import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Request } from 'playwright-core'
import {
  assertAccessible,
  assertSound,
  type Dashboard,
  loseSession,
  ready,
  startDashboard,
} from '../../test/dashboard.ts'
import { until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
})
after(() => dashboard?.close())

test('the first page needs 250 kB of JavaScript at most, compressed, and its files are kept for a year', async () => {
  const { page, open } = await dashboard.open('/contacts')
  let bytes = 0
  const kept: string[] = []
  page.on('response', async (response) => {
    if (!response.url().endsWith('.js')) return
    const {
      'content-length': length,
      'content-encoding': encoding,
      'cache-control': cache,
    } = response.headers()
    assert.equal(encoding, 'br')
    bytes += Number(length)
    kept.push(cache ?? '')
  })
  const context = await page.context().newCDPSession(page)
  await context.send('Network.setCacheDisabled', { cacheDisabled: true })
  await open('/contacts')
  assert.ok(bytes > 50_000 && bytes <= 250_000, `${bytes} bytes`)
  assert.ok(kept.every((cache) => cache === 'public, max-age=31536000, immutable'))
  await page.context().close()
})

test('the page’s policy has no exception: nothing inline, nothing of others, no string becomes script', async () => {
  const answer = await fetch(`${dashboard.platform.url}/dashboard/any/deep/link`)
  assert.equal(answer.status, 200)
  const policy = answer.headers.get('content-security-policy')!
  assert.doesNotMatch(policy, /unsafe|https?:|\*/)
  for (const rule of ["default-src 'none'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"])
    assert.ok(policy.split('; ').includes(rule), rule)
  assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin')
  assert.equal(answer.headers.get('cross-origin-resource-policy'), 'same-origin')
  const gone = await fetch(`${dashboard.platform.url}/dashboard/assets/other-build.js`)
  assert.equal(gone.status, 404)
})

test('by keyboard alone: to a list, down its rows, into one, and the heading of each page has the focus', async () => {
  for (const name of ['Grace Hopper', 'Ada Lovelace']) await dashboard.platform.createContact(name)
  const opened = await dashboard.open('/parts')
  const { page } = opened
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await until('the heading', async () => (await focused()) === 'Contacts')
  await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
  await page.keyboard.press('j')
  assert.equal(await focused(), 'Ada Lovelace')
  await page.keyboard.press('j')
  assert.equal(await focused(), 'Grace Hopper')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await until('the contact', async () => (await page.title()).startsWith('Ada Lovelace'))
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await assertAccessible(opened, 'the help')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to or find' }).fill('grace')
  await page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
  await assertAccessible(opened, 'the palette')
  await page.keyboard.press('Enter')
  await until('the other contact', async () => (await page.title()).startsWith('Grace Hopper'))
  await assertSound(opened, 'the walk')
  await page.context().close()
})

test('a list follows what happens, says when the connection is lost, and catches up without a gap', async () => {
  const opened = await dashboard.open('/contacts')
  const { page, complaints } = opened
  await page.getByText('Live', { exact: true }).waitFor()
  await dashboard.platform.createContact('While it is live')
  await page.getByRole('link', { name: 'While it is live' }).waitFor()
  await page.context().setOffline(true)
  const lost = page.locator('.lost-here').getByText('Connection lost')
  await lost.waitFor()
  // In sight, also where the navigation is longer than the window.
  assert.ok((await lost.boundingBox())!.y < page.viewportSize()!.height)
  for (let made = 0; made < 5; made++) await dashboard.platform.createContact(`While it is lost ${made}`)
  await page.context().setOffline(false)
  await page.getByText('nothing was missed').first().waitFor()
  for (let made = 0; made < 5; made++)
    await page.getByRole('link', { name: `While it is lost ${made}` }).waitFor()
  assert.ok(
    complaints.every((said) => /ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(said)),
    complaints.join('\n'),
  )
  await page.context().close()
})

test('a tab that nobody looks at holds no connection, and has caught up once somebody does', async () => {
  const { page } = await dashboard.open('/contacts')
  await page.getByText('Live', { exact: true }).waitFor()
  const look = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await dashboard.platform.createContact('While somebody looks')
  await page.getByRole('link', { name: 'While somebody looks' }).waitFor()
  const isStream = (request: Request) => request.url().endsWith('/events/stream')
  const ended = page.waitForEvent('requestfailed', isStream)
  await look(true)
  await ended
  await dashboard.platform.createContact('While nobody looked')
  const begun = page.waitForRequest(isStream)
  await look(false)
  assert.ok((await begun).headers()['last-event-id'], 'it goes on behind the last event')
  await page.getByRole('link', { name: 'While nobody looked' }).waitFor()
  assert.equal(await page.getByText('Connection lost').count(), 0)
  await page.context().close()
})

test('what happened before the first connection could be made is shown once it is, and never called nothing', async () => {
  const opened = await dashboard.open('/tokens-are-elsewhere')
  const { page, open } = opened
  await page.route('**/events/stream', (route) => route.abort())
  await open('/contacts')
  await page.getByText('Connection lost').first().waitFor()
  await dashboard.platform.createContact('Before the first')
  await until('its event', async () => {
    const { body } = await dashboard.platform.call('GET', '/events/newest?limit=1')
    return body.data[0]?.data?.name === 'Before the first'
  })
  await page.unroute('**/events/stream')
  await page.getByRole('link', { name: 'Before the first' }).waitFor()
  await page.context().close()
})

test('what is not loaded yet cannot be opened while the line is cut: it is said, and the page stays', async () => {
  const { page } = await dashboard.open('/contacts')
  await page.context().setOffline(true)
  await page.keyboard.press('?')
  await page.getByText('The server cannot be reached', { exact: false }).first().waitFor()
  await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor()
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.locator('main').getByRole('alert').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await page.context().close()
})

test('a charge and a refund by API are on the open list, the transaction’s page and the log without a reload', async () => {
  const { platform } = dashboard
  const pages = await Promise.all(['/transactions', '/events'].map((path) => dashboard.open(path)))
  for (const { page } of pages) await page.getByText('Live', { exact: true }).waitFor()
  const [list, log] = pages.map(({ page }) => page)
  const charged = await platform.charge(await platform.saveCard(), { statement: 'While it is open' })
  const { debit_id: id } = charged.body
  const row = list!.getByRole('row', { name: /While it is open/ })
  await row.getByText('Paid').waitFor()
  await log!.getByText('transactions.debits.paid').first().waitFor()
  await row.getByRole('link').click()
  await list!.getByRole('button', { name: 'Refund', exact: true }).waitFor()
  await platform.good('POST', `/debit/${id}/refund`, { amount: '0.25' })
  await list!.getByText('A refund of $0.25 was asked for').waitFor()
  for (const { page } of pages) await page.context().close()
})

test('a browser whose language Intl does not take shows the chart, with numbers in the chosen language', async () => {
  const opened = await dashboard.open('/contacts')
  const { page, open } = opened
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix', configurable: true }),
  )
  await open('')
  await page.locator('.plot canvas').waitFor()
  assert.equal(await page.evaluate(() => navigator.language), 'en-CA')
  await assertSound(opened, 'home')
  await page.context().close()
})

test('filters are in the address: Back leaves the page, a link to it has them', async () => {
  const { page, open } = await dashboard.open('/contacts')
  await page.getByLabel('Name').fill('nobody at all')
  await page.getByText('No contact fits these filters').waitFor()
  assert.equal(new URL(page.url()).search, '?name=nobody+at+all')
  await open('/contacts?name=Grace')
  assert.equal(await page.getByLabel('Name').inputValue(), 'Grace')
  await page.context().close()
})

test('a page whose address somebody has from another says that it is not for their role, and asks nothing', async () => {
  const opened = await dashboard.open('/webhooks', { role: 'viewer' })
  const { page, open } = opened
  await page.getByText('This page is not for the role viewer').waitFor()
  assert.equal(await page.getByRole('button', { name: /Add|Try again/ }).count(), 0)
  await open('/sandbox?view=trigger')
  await page.getByText('Only an owner or an admin sets it').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Have it happen' }).count(), 0)
  // What a role lacks was not asked for: the browser has seen no refusal.
  await assertSound(opened, 'pages that a viewer has no part in')
  await page.context().close()
})

test('a session that ends sends its user to sign in, and back to where they were', async () => {
  const { page } = await dashboard.open('/contacts', { role: 'viewer' })
  await page.context().clearCookies()
  await page.getByLabel('Name').fill('x')
  await page.waitForURL(/\/dashboard\/sign-in\?next=/)
  assert.match(new URL(page.url()).searchParams.get('next')!, /\/contacts/)
  await page.getByRole('alert').getByText('Your session has ended').waitFor()
  await page.context().close()
})

test('a session that has ended elsewhere or is too old is said where one signs in, in French too; to whoever had none nothing is', async () => {
  const { platform } = dashboard
  for (const [language, words] of [
    ['en', 'Your session has ended'],
    ['fr', 'Votre session est terminée'],
  ] as const) {
    const opened = await dashboard.open('/contacts', { role: 'viewer', language, width: 390 })
    const { page } = opened
    await platform.db.run(sql`update sessions set ended_at = now() where ended_at is null`)
    // Opened anew the page knows of no session before; the server does.
    await page.reload()
    await page.waitForURL(/\/dashboard\/sign-in\?next=/)
    await page.getByRole('alert').getByText(words).waitFor()
    await assertAccessible(opened, 'the sign-in page')
    await loseSession(page, dashboard)
    await page.goto(`${platform.url}/dashboard/${platform.demo.company_id}`)
    await page.waitForURL(/\/dashboard\/sign-in\?next=/)
    await ready(page)
    assert.equal(await page.getByRole('alert').count(), 0)
    await page.context().close()
  }
})
