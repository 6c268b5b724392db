/**
 * What a page does with an address, an answer or a defect that should not be: it asks for nothing else, and
 * says so.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, type Dashboard, ready, startDashboard } from '../../test/dashboard.ts'
import { until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { addressOf, isId, routeOf } from './app/page.ts'
import { pages } from './app/pages.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
})
after(() => dashboard?.close())

const named = pages.map(([page]) => page).filter((page) => /\$\w/.test(page.path))

test('an id is a UUID or an event’s number, and nothing that leads elsewhere', () => {
  for (const id of [newId(), newId().toUpperCase(), '1', '4711']) assert.ok(isId(id), id)
  for (const said of [
    '',
    '..',
    '../../session',
    `${newId()}/creditcards`,
    `../contact/${newId()}`,
    `${newId()}?a=b`,
  ])
    assert.ok(!isId(said), said)
})

test('no page asks for what its address says where that is no id: there is no such page', async () => {
  assert.ok(named.length >= 10)
  const company = dashboard.platform.demo.company_id
  for (const role of ['owner', 'operator'] as const) {
    const { page } = await dashboard.open(role === 'owner' ? '' : '/../operator', { role })
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    for (const one of named.filter(({ area = 'company' }) => (area === 'operator') === (role === 'operator')))
      for (const said of ['../../session', `../contact/${newId()}`, `${newId()}/astray`]) {
        const names = [...routeOf(one).matchAll(/\$(\w+)/g)].map(([, name]) => name!)
        const params = Object.fromEntries(names.map((name) => [name, name === 'company' ? company : said]))
        // The session itself is asked for by each page.
        asked.length = 0
        await page.goto(`${dashboard.platform.url}/dashboard${addressOf(one, params)}`)
        await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
        const led = asked.filter(
          (path) => path.includes(said.split('/').at(-1)!) && !path.startsWith('/dashboard/'),
        )
        assert.deepEqual(said.endsWith('session') ? led.slice(1) : led, [], `${one.path}: ${said}`)
      }
    await page.context().close()
  }
})

test('a page that breaks says so in its reader’s language, under a heading, and in no words of the browser', async () => {
  for (const [language, heading] of [
    ['en', 'This page cannot be shown'],
    ['fr', 'Cette page ne peut être affichée'],
  ] as const) {
    const { page } = await dashboard.open('', { language })
    // An answer of a form that no page expects.
    await page.route(
      ({ pathname }) => pathname === '/balance',
      (route) => route.fulfill({ json: { data: 7 } }),
    )
    await page.goto(`${dashboard.platform.url}/dashboard/${dashboard.platform.demo.company_id}/balance`)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    assert.doesNotMatch((await page.locator('main').textContent())!, /filter|function|TypeError|undefined/)
    await page.context().close()
  }
})

test('a page that is ahead of a log that was restored follows it from its end, and asks anew', async () => {
  const { page } = await dashboard.open('/contacts')
  const from: (string | undefined)[] = []
  let lists = 0
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/contact') lists += 1
  })
  await page.route('**/events/stream', async (route) => {
    from.push(route.request().headers()['last-event-id'])
    if (from.length > 1) return route.continue()
    const body = 'event: caught_up\nid: 900\ndata: {"last_event_id":900,"newest_event_id":3}\n\n'
    await route.fulfill({ contentType: 'text/event-stream', body })
  })
  await page.reload()
  await until('the second stream', async () => from.length > 1)
  assert.equal(from[1], '3')
  await until('the list again', async () => lists > 1)
  await page.context().close()
})

test('on a timeline with two webhooks that fail, each time is large enough to point at', async () => {
  const { platform } = dashboard
  for (const port of [9, 13])
    await platform.good('POST', '/webhooks', {
      callback_url: `http://127.0.0.1:${port}/`,
      max_wait_seconds: 0,
    })
  const debit = await platform.good('PUT', '/debit', {
    amount: '12.00',
    statement: 'Order',
    to_bank_account: platform.demo.bank_account_id,
    contact_email: 'two@example.com',
    contact_name: 'Two',
  })
  const at = `/transaction/${debit.identifier}/timeline`
  await until('both to fail', async () => {
    const { items } = await platform.good('GET', at)
    return items.some(
      (item: { deliveries: { attempted_at: string | null }[] }) =>
        item.deliveries.filter(({ attempted_at }) => attempted_at !== null).length === 2,
    )
  })
  const opened = await dashboard.open(`/transactions/${debit.identifier}`)
  await ready(opened.page)
  const times = opened.page.locator('.timeline .plain-list .moment')
  await until('the deliveries', async () => (await times.count()) >= 2)
  for (const box of await times.all()) assert.ok((await box.boundingBox())!.height >= 24)
  await assertAccessible(opened, 'a timeline with failing webhooks')
  await platform.db.run(sql`
    update webhooks set state = 'failed', next_attempt_at = null where company_id = ${platform.demo.company_id}`)
  await opened.open(`/transactions/${debit.identifier}`)
  await opened.page.getByText('A stopped webhook gets this once it is resumed').first().waitFor()
  await assertAccessible(opened, 'a timeline with stopped webhooks')
  await opened.page.context().close()
})
