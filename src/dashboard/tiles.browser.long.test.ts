/** A number of home that is a link is the number of rows of the list that it opens. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
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
  await addFailed()
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

/** Declined today and long ago, in both currencies; and one that had counted as paid, which is no decline. */
async function addFailed(): Promise<void> {
  const { db, demo } = dashboard.platform
  for (const [currency, reason, from, days] of [
    ['CAD', 'insufficient_funds', 'requested', 0],
    ['CAD', 'insufficient_funds', 'requested', 0],
    ['CAD', 'insufficient_funds', 'requested', 400],
    ['USD', 'insufficient_funds', 'requested', 0],
    ['USD', 'lost_card', 'requested', 0],
    ['CAD', 'insufficient_funds', 'paid', 0],
  ] as const)
    await db.run(sql`
      with made as (
        insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement,
          fail_reason, fail_direction, created_at, updated_at)
        select ${demo.company_id}, ${newId()}, contact_id, ${demo.bank_account_id}, 'card', 'failed', 100, ${currency}, 'Order',
          ${reason}, 'pull', at, at
        from contacts, (select jetpay_now() - make_interval(days => ${days}) as at) times
        where company_id = ${demo.company_id} limit 1
        returning *
      )
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      select company_id, debit_id, 2, ${from === 'paid' ? 'reject' : 'fail'}, ${from}, state, created_at from made`)
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
  for (const [name, href] of found) await assertRows(page, href, Number.parseInt(name, 10), name)
  await page.context().close()
})

/** The list at this address has so many rows. */
async function assertRows(page: Page, href: string, count: number, what: string): Promise<void> {
  await page.goto(new URL(href, dashboard.platform.url).href)
  await ready(page)
  const rows = page.locator('tbody tr[data-row]')
  await rows.first().waitFor()
  assert.equal(await rows.count(), count, `${what}: ${href}`)
}

test('what the success rate calls failed, and each reason among the declines, is the number of rows behind it', async () => {
  const { page } = await dashboard.open('')
  const counted: [name: string, count: number, href: string][] = []
  for (const currency of ['CAD', 'USD']) {
    const of = page.getByRole('region', { name: currency, exact: true })
    const rate = of.locator('.tile').filter({ hasText: /\d+ paid, \d+ failed/ })
    const [, failed] = /(\d+) failed/.exec((await rate.textContent()) ?? '') ?? []
    const list = rate.getByRole('link', { name: 'Payments that failed in these days' })
    counted.push([`failed in ${currency}`, Number(failed), (await list.getAttribute('href'))!])
    for (const bar of await of.getByRole('list', { name: 'Why payments failed' }).locator('li').all()) {
      const link = bar.getByRole('link')
      const name = `${await link.textContent()} in ${currency}`
      counted.push([
        name,
        Number(await bar.locator('.number').textContent()),
        (await link.getAttribute('href'))!,
      ])
    }
  }
  assert.deepEqual(
    counted.map(([name, count]) => [name, count]),
    [
      ['failed in CAD', 3],
      ['The account has insufficient funds. in CAD', 2],
      ['The bank declined the card and does not say why. in CAD', 1],
      ['failed in USD', 2],
      ['The account has insufficient funds. in USD', 1],
      ['The card was reported lost. in USD', 1],
    ],
  )
  for (const [name, count, href] of counted) await assertRows(page, href, count, name)
  await page.context().close()
})
