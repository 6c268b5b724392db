/**
 * Payouts and disputes are found by blocks as a look at every row would find them, before blocks and after.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { insertOwed } from '../../test/owed-rows.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { type Statement, sql } from '../db/sql.ts'
import { searchedLists } from '../worker/searched-lists.ts'
import { summarizeLists } from './summarize-lists.ts'

/** Two blocks and a part of one. */
const ROWS = 2_400

let platform: Platform
let companyId: string
let headers: Record<string, string>
let debit: string
before(async () => {
  platform = await startPlatform()
  // The test runs the job itself, when it means to.
  await platform.stopWorker()
  ;({ companyId, headers } = await anotherCompany(platform))
  const owed = await insertOwed(platform.db, companyId)
  debit = owed.debit
  const rows = sql`
    generate_series(1, ${ROWS}::integer) n
    cross join lateral (select ('0199' || lpad(n::text, 4, '0') || '-0000-7000-8000-000000000000')::uuid,
      case when n % 700 = 9 then 'USD' else 'CAD' end,
      jetpay_now() - interval '2 days' + make_interval(secs => n / 4)) row (id, currency, at)`
  await platform.db.run(sql`
    insert into payouts (company_id, payout_id, bank_account_id, state, amount, amount_owed, currency, created_at, updated_at)
    select ${companyId}, id, ${owed.account}, case when n % 900 = 7 then 'returned' when n % 1100 = 3 then 'initiated' else 'completed' end,
      100 + n, 0, currency, at, at from ${rows}`)
  await platform.db.run(sql`
    insert into disputes (company_id, dispute_id, debit_id, state, amount, amount_taken, currency, reason, respond_by, opened_at, updated_at,
      submitted_at, lost_reason)
    select ${companyId}, id, ${debit}, state, 100 + n, 100 + n, currency, case when n % 800 = 5 then '0399' else '0301' end, at + interval '7 days', at, at, at,
      case when state = 'lost' then 'decided' end
    from ${rows}
    cross join lateral (select case when n % 900 = 7 then 'needs_response' when n % 1100 = 3 then 'won' else 'lost' end) so (state)`)
})
after(() => platform?.close())

const job = summarizeLists(searchedLists)
const summarize = () =>
  until('blocks of both', async () => {
    while (await job.run(platform.context));
    const { blocks } = await platform.db.one<{ blocks: bigint }>(sql`
      select count(*) as blocks from search_blocks
      where company_id = ${companyId} and list in ('payouts', 'disputes')`)
    const told = await platform.db.many(sql`select from restated_rows where company_id = ${companyId}`)
    return blocks === 4n && told.length === 0
  })

/** What the api finds, page by page, and what a look at each row does. */
async function compare(path: string, query: Record<string, string>, all: Statement): Promise<void> {
  const found: string[] = []
  for (let cursor: string | null = null; ; ) {
    const asked = new URLSearchParams({ limit: '100', ...query, ...(cursor && { cursor }) })
    const { status, body, text } = await platform.call('GET', `${path}?${asked}`, undefined, headers)
    assert.equal(status, 200, text)
    found.push(...body.data.map((row: any) => row.identifier ?? row.dispute_id))
    cursor = body.next_cursor
    if (cursor === null) break
  }
  const rows = await platform.db.many<{ id: string }>(all)
  assert.ok(rows.length > 0 || query.reason === '0000')
  assert.deepEqual(
    found,
    rows.map(({ id }) => id),
    `${path}: ${JSON.stringify(query)}`,
  )
}

async function compareAll(): Promise<void> {
  const { early, late } = await platform.db.one<{ early: Date; late: Date }>(sql`
    select jetpay_now() - interval '2 days' + interval '5 minutes' as early,
      jetpay_now() - interval '2 days' + interval '10 minutes' as late`)
  const [from, to] = [early.toISOString(), late.toISOString()]
  const both: [Record<string, string>, Statement][] = [[{ currency: 'USD' }, sql`currency = 'USD'`]]
  const payouts: typeof both = [
    ...both,
    [{ state: 'returned' }, sql`state = 'returned'`],
    [{ state: 'returned,initiated' }, sql`state in ('returned', 'initiated')`],
    [{ state: 'completed', currency: 'USD' }, sql`state = 'completed' and currency = 'USD'`],
    [{ created_after: from, created_before: to }, sql`created_at > ${from} and created_at < ${to}`],
    [{ created_after: from, currency: 'USD' }, sql`created_at > ${from} and currency = 'USD'`],
  ]
  const disputes: typeof both = [
    ...both,
    [{ state: 'needs_response' }, sql`state = 'needs_response'`],
    [{ state: 'needs_response,won' }, sql`state in ('needs_response', 'won')`],
    [{ reason: '0399' }, sql`reason = '0399'`],
    [{ reason: '0000' }, sql`false`],
    [
      { reason: '0301', state: 'won', currency: 'CAD' },
      sql`reason = '0301' and state = 'won' and currency = 'CAD'`,
    ],
    [{ opened_after: from, opened_before: to }, sql`opened_at > ${from} and opened_at < ${to}`],
    [{ opened_before: to, reason: '0399', debit_id: debit }, sql`opened_at < ${to} and reason = '0399'`],
  ]
  for (const [query, where] of payouts)
    await compare(
      '/payout',
      query,
      sql`select payout_id as id from payouts where company_id = ${companyId} and ${where} order by 1 desc`,
    )
  for (const [query, where] of disputes)
    await compare(
      '/dispute',
      query,
      sql`select dispute_id as id from disputes where company_id = ${companyId} and ${where} order by 1 desc`,
    )
}

test('each filter finds the rows that it names and no others, without blocks, with them, and once rows have changed', async () => {
  await compareAll()
  await summarize()
  await compareAll()
  await platform.db.run(sql`
    update payouts set state = 'returned' where company_id = ${companyId} and state = 'completed' and amount in (1234, 2301)`)
  await platform.db.run(sql`
    update disputes set state = 'under_review' where company_id = ${companyId} and state = 'needs_response' and amount < 1200`)
  await compareAll()
  await summarize()
  await compareAll()
})
