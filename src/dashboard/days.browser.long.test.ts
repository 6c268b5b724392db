/**
 * Days of the company's time zone, also those of 23 and 25 hours: what a tile counts is what its list and the
 * export of that list have, to the row.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { until } from '../../test/platform.ts'
import { type Statement, sql } from '../db/sql.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
  // It would sum the past before there is any.
  await dashboard.platform.stopWorker()
  for (const { begins, ends } of days) await failAround(begins, ends)
  await dashboard.platform.db.run(sql`delete from summed_moves`)
  await dashboard.platform.db.run(sql`update summed_until set summed_before = '-infinity'`)
})
after(() => dashboard?.close())

/** Clocks are changed at two in the morning of both; midnight of the zone in UTC. */
const days = [
  {
    zone: 'America/Toronto',
    day: '2026-03-08',
    begins: '2026-03-08 05:00Z',
    ends: '2026-03-09 04:00Z',
    hours: 23,
  },
  {
    zone: 'America/Toronto',
    day: '2026-11-01',
    begins: '2026-11-01 04:00Z',
    ends: '2026-11-02 05:00Z',
    hours: 25,
  },
  {
    zone: 'Asia/Tokyo',
    day: '2026-10-10',
    begins: '2026-10-09 15:00Z',
    ends: '2026-10-10 15:00Z',
    hours: 24,
  },
] as const

/**
 * Debits that fail as the day begins and in its last microsecond, and just outside of both; made hours
 * before. One more fails in the middle of it after it had counted: that is no payment that did not come
 * about.
 */
async function failAround(begins: string, ends: string): Promise<void> {
  const { db, demo } = dashboard.platform
  const company = demo.company_id
  const contact = (
    await dashboard.platform.good('PUT', '/contact', { email: 'ada@example.com', name: 'Ada' })
  ).identifier
  await db.run(sql`
    with made as (
      insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement, fail_reason,
        created_at, updated_at)
      select ${company}, ${idAt(sql`failed_at - interval '3 hours'`)}, ${contact}, ${demo.bank_account_id}, 'card',
        'failed', 1000 + of.n, 'CAD', 'Day', 'do_not_honour', failed_at - interval '3 hours', failed_at
      from (values (1, ${begins}::timestamptz - interval '1 microsecond'), (2, ${begins}), (3, ${begins}::timestamptz + interval '2 hours'),
        (4, ${ends}::timestamptz - interval '1 microsecond'), (5, ${ends}), (6, ${begins}::timestamptz + interval '3 hours')) of (n, failed_at)
      returning company_id, debit_id, amount, updated_at
    )
    insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
    select company_id, debit_id, 1, case amount when 1006 then 'reject' else 'fail' end,
      case amount when 1006 then 'paid' else 'requested' end, 'failed', updated_at from made`)
}

/** A UUIDv7 of a time, as every PostgreSQL that is supported can make it. */
const idAt = (
  time: Statement,
) => sql`(lpad(to_hex(floor(extract(epoch from ${time}) * 1000)::bigint), 12, '0')
  || '70008000' || substr(md5(random()::text), 1, 12))::uuid`

const rowsIn = (page: Page) => page.locator('main tbody tr[data-row]').count()

/** What the page's list asked for last. */
async function listOf(page: Page, act: () => Promise<void>): Promise<URLSearchParams> {
  const [request] = await Promise.all([
    page.waitForRequest((asked) => new URL(asked.url()).pathname === '/transaction'),
    act(),
  ])
  return new URL(request.url()).searchParams
}

test('the failed payments of a day are as many on its tile, in its series, in the list that the tile opens and in the export of that', async () => {
  const { platform } = dashboard
  for (const { zone, day, hours } of days) {
    await platform.db.run(sql`
      update companies set time_zone = ${zone} where company_id = ${platform.demo.company_id}`)
    const summary = (await platform.call('GET', `/company/summary?from=${day}&to=${day}`)).body
    assert.deepEqual([summary.step, summary.series.length], ['hour', hours], day)
    assert.equal(
      summary.series.reduce((sum: number, { failed }: { failed: number }) => sum + failed, 0),
      3,
    )
    const { page } = await dashboard.open(`?from=${day}&to=${day}`)
    await page.getByText('0 paid, 3 failed').waitFor()
    const asked = await listOf(page, () =>
      page.getByRole('link', { name: 'Payments that failed in these days' }).click(),
    )
    await until('its three rows', async () => (await rowsIn(page)) === 3)
    await page.goBack()
    // Of one reason too.
    await listOf(page, () =>
      page.getByRole('link', { name: 'The bank declined the card and does not say why.' }).click(),
    )
    await until('the rows of the reason', async () => (await rowsIn(page)) === 3)
    await page.context().close()

    const { limit: _, ...filters } = Object.fromEntries(asked)
    const begun = await platform.call('POST', '/export', {
      kind: 'transactions',
      filters,
      columns: ['identifier', 'amount'],
    })
    assert.equal(begun.status, 202, begun.text)
    await platform.startWorker()
    const { row_count } = await until('the export', async () => {
      const { body } = await platform.call('GET', `/export/${begun.body.export_id}`)
      return body.state === 'completed' && body
    })
    await platform.stopWorker()
    assert.equal(row_count, 3, day)
  }
})
