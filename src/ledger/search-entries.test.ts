/** A search of the ledger by blocks finds what a look at every entry would. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { type Statement, sql } from '../db/sql.ts'
import { rollUpLedger } from './roll-up-ledger.ts'
import { summarizeLedger } from './summarize-ledger.ts'

/** Over four days, of which the last is not over: a day has two blocks and a part of one. */
const MOVES = 35_000

let platform: Platform
let companyId: string
let headers: Record<string, string>
before(async () => {
  platform = await startPlatform()
  await platform.stopWorker()
  ;({ companyId, headers } = await anotherCompany(platform))
  await platform.db.run(sql`
    insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
    select ${companyId}, id, 1, 'charge', null, 'paid', at from ${moves}`)
  await platform.db.run(sql`
    insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
    select ${companyId}, id, 1, line, case when n % 7000 = 13 and line = 2 then 'suspense' when line = 1 then 'network_receivable'
      else 'company_payable' end, case when n % 9000 = 17 then 'USD' else 'CAD' end, case line when 1 then n else -n end, at
    from ${moves} cross join generate_series(1, 2) line`)
})
after(() => platform?.close())

/** Ids at random, so that a day's are mixed. */
const moves = sql`(
  select n, md5(n::text)::uuid as id, date_trunc('day', jetpay_now() at time zone 'utc') at time zone 'utc'
    - make_interval(days => 3 - n * 4 / (${MOVES}::integer + 1)) + interval '1 second' as at
  from generate_series(1, ${MOVES}) n) moves`

async function compare(query: Record<string, string>, where: Statement): Promise<number> {
  const found: string[] = []
  for (let cursor: string | null = null; ; ) {
    const asked = new URLSearchParams({ limit: '3', ...query, ...(cursor && { cursor }) })
    const { status, body, text } = await platform.call('GET', `/ledger/entries?${asked}`, undefined, headers)
    assert.equal(status, 200, text)
    found.push(...body.data.map((entry: any) => `${entry.day} ${entry.transaction_id} ${entry.line}`))
    cursor = body.next_cursor
    if (cursor === null) break
  }
  const all = await platform.db.many<{ entry: string }>(sql`
    select day || ' ' || transaction_id || ' ' || line as entry from ledger_entries
    where company_id = ${companyId} and ${where} order by day desc, transaction_id desc, sequence desc, line desc`)
  assert.deepEqual(
    found,
    all.map(({ entry }) => entry),
    JSON.stringify(query),
  )
  return found.length
}

async function compareAll(): Promise<void> {
  const { days } = await platform.db.one<{ days: string[] }>(sql`
    select array_agg(distinct day::text order by day::text) as days from ledger_entries where company_id = ${companyId}`)
  assert.equal(days.length, 4)
  assert.ok((await compare({ account: 'suspense' }, sql`account = 'suspense'`)) >= 4)
  assert.ok((await compare({ currency: 'USD' }, sql`currency = 'USD'`)) >= 6)
  assert.equal(await compare({ account: 'fees' }, sql`account = 'fees'`), 0)
  assert.equal(await compare({ account: 'suspense', currency: 'USD' }, sql`false`), 0)
  await compare(
    { account: 'company_payable', currency: 'USD' },
    sql`account = 'company_payable' and currency = 'USD'`,
  )
  for (const day of days) {
    await compare({ account: 'suspense', from: day }, sql`account = 'suspense' and day >= ${day}::date`)
    await compare({ currency: 'USD', to: day }, sql`currency = 'USD' and day <= ${day}::date`)
    await compare({ currency: 'USD', from: day, to: day }, sql`currency = 'USD' and day = ${day}::date`)
  }
}

test('entries of an account or a currency are found all and once, in order, before there are blocks and after', async () => {
  await compareAll()
  while (await rollUpLedger.run(platform.context));
  // Two workers side by side: each block is made once.
  const both = () => Promise.all([1, 2].map(() => summarizeLedger.run(platform.context)))
  while ((await both()).includes(true));
  const { blocks, days } = await platform.db.one<{ blocks: bigint; days: bigint }>(sql`
    select count(*) as blocks, count(distinct day) as days from ledger_blocks where company_id = ${companyId}`)
  assert.ok(blocks >= 6n && days >= 2n && days <= 3n, `${blocks} blocks of ${days} days`)
  await compareAll()
})
