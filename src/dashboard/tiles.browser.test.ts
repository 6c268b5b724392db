/** A number of home that is a link is the number of rows of the list that it opens. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Dashboard, ready, startDashboard } from '../../test/dashboard.ts'
import { makeMoney } from '../../test/dashboard-money.ts'
import { insertOwed } from '../../test/owed-rows.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
  await makeMoney(dashboard.platform)
  await addMore()
})
after(() => dashboard?.close())

/** Of both currencies, at noon of days within the month before today, and of the year before it. */
async function addMore(): Promise<void> {
  const { db, demo } = dashboard.platform
  const { account, debit } = await insertOwed(db, demo.company_id)
  for (const [currency, days, state] of [
    ['CAD', 1, 'returned'],
    ['CAD', 29, 'completed'],
    ['CAD', 30, 'completed'],
    ['USD', 2, 'completed'],
    ['USD', 3, 'returned'],
    ['USD', 400, 'completed'],
  ] as const) {
    const at = sql`(date_trunc('day', jetpay_now(), 'America/Toronto') - make_interval(days => ${days}) + interval '12 hours')`
    await db.run(sql`
      insert into payouts (company_id, payout_id, bank_account_id, state, amount, amount_owed, currency, created_at, updated_at)
      values (${demo.company_id}, ${newId()}, ${account}, ${state}, 100, 100, ${currency}, ${at}, ${at})`)
    await db.run(sql`
      insert into disputes (company_id, dispute_id, debit_id, state, amount, amount_taken, currency, reason, respond_by,
        opened_at, updated_at)
      values (${demo.company_id}, ${newId()}, ${debit}, 'needs_response', 0, 100, ${currency}, '0301', jetpay_now() + interval '3 days',
        ${at}, ${at})`)
  }
}

/** What of home says a number and leads somewhere, with where: `3 payouts made`. */
const counting = /^\d+ (payouts?|disputes?) /

test('each number of payouts and disputes on home is the number of rows in the list behind it, by currency and day', async () => {
  const { page } = await dashboard.open('')
  await page.locator('.tile').first().waitFor()
  const links = page.getByRole('link', { name: counting })
  const found = await links.evaluateAll((all) =>
    all.map((link) => [link.textContent ?? '', link.getAttribute('href') ?? ''] as const),
  )
  assert.deepEqual(
    found.map(([name]) => name),
    [
      // Of all days, what needs somebody.
      '7 disputes wait for your answer',
      '2 payouts came back',
      '3 disputes opened',
      '3 payouts made',
      '2 disputes opened',
      '2 payouts made',
    ],
  )
  for (const [name, href] of found) {
    await page.goto(new URL(href, dashboard.platform.url).href)
    await ready(page)
    const rows = page.locator('tbody tr[data-row]')
    await rows.first().waitFor()
    assert.equal(await rows.count(), Number.parseInt(name, 10), `${name}: ${href}`)
  }
  await page.context().close()
})
