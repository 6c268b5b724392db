/** The bound of a search, and what its blocks are made beside. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { debitList } from '../debits/debit-list.ts'
import { newId } from '../ground/ids.ts'
import { BLOCKS_MAX } from './find-blocks.ts'
import { summarizeLists } from './summarize-lists.ts'

/** More blocks than one request reads, from before there were any. */
const BLOCKS = BLOCKS_MAX + 8
const DEBITS = BLOCKS * 1_024

let platform: Platform
let companyId: string
let headers: Record<string, string>
before(async () => {
  platform = await startPlatform()
  await platform.stopWorker()
  ;({ companyId, headers } = await anotherCompany(platform))
  // Cancelled ones and those of 7.77 are in every block, and in one debit both: the second of all.
  await platform.db.run(sql`
    insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement, created_at, updated_at)
    select ${companyId}, ('0199' || lpad(to_hex(n), 8, '0') || '70008000000000000000')::uuid, ${newId()}, ${newId()}, 'card',
      case when n % 500 = 2 then 'cancelled' else 'completed' end, case when n % 400 = 1 or n = 2 then 777 else 1000 + n end, 'CAD',
      'Order', at, at
    from generate_series(1, ${DEBITS}::integer) n
    cross join lateral (select jetpay_now() - interval '3 days' + make_interval(secs => n)) times (at)`)
})
after(() => platform?.close())

const page = async (query: string) => {
  const { status, body, text } = await platform.call('GET', `/transaction?${query}`, undefined, headers)
  assert.equal(status, 200, text)
  return body as { data: { identifier: string }[]; next_cursor: string | null }
}
/** All that a search finds, and in how many pages. */
async function walk(query: string): Promise<{ found: number; pages: number }> {
  const seen = new Set<string>()
  for (let cursor: string | null = null, pages = 1; ; pages++) {
    const { data, next_cursor }: Awaited<ReturnType<typeof page>> = await page(
      `${query}${cursor ? `&cursor=${cursor}` : ''}`,
    )
    for (const { identifier } of data) {
      assert.ok(!seen.has(identifier), 'none comes twice')
      seen.add(identifier)
    }
    if (next_cursor === null) return { found: seen.size, pages }
    assert.ok(cursor === null || next_cursor < cursor, 'each page goes on below the one before')
    cursor = next_cursor
  }
}

const TOGETHER = 'state=cancelled&amount=7.77'

test('debits from before there were blocks are searched a bounded number at a time, and blocks are made of them while charges go on', async () => {
  const first = await page(TOGETHER)
  assert.deepEqual(first.data, [])
  assert.ok(first.next_cursor, 'an empty page says from where to go on')
  assert.deepEqual(await walk(TOGETHER), { found: 1, pages: 2 })

  // Whoever holds a debit holds nobody up, and is not held up.
  await platform.db.transaction(async (tx) => {
    await tx.run(sql`
      update debits set note = 'held' where company_id = ${companyId} and debit_id = (
        select debit_id from debits where company_id = ${companyId} limit 1)`)
    const job = summarizeLists([debitList])
    await job.run(platform.context)
    const [lock] = await platform.db.many(sql`
      select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`)
    assert.equal(lock, undefined)
  })
  // Two workers side by side make each block once, one after the other.
  const jobs = [summarizeLists([debitList]), summarizeLists([debitList])]
  await until('the blocks', async () => {
    while ((await Promise.all(jobs.map((job) => job.run(platform.context)))).includes(true));
    const { blocks } = await platform.db.one<{ blocks: bigint }>(sql`
      select count(*) as blocks from search_blocks where company_id = ${companyId}`)
    return blocks === BigInt(BLOCKS)
  })
  const apart = await platform.db.many(sql`
    select last_id from (
      select after_id, last_id, lag(last_id) over (order by last_id) as before from search_blocks where company_id = ${companyId}
    ) blocks where after_id <> coalesce(before, '00000000-0000-0000-0000-000000000000')`)
  assert.deepEqual(apart, [], 'each begins where the one before ends')
})

test('what is in no block is known not to be there at once, and what is in one is read from that one', async () => {
  for (const query of [
    'state=preauthorized',
    'amount=7.78',
    'statement=nothing',
    'amount_from=9999999',
    'currency=USD',
  ])
    assert.deepEqual(await walk(query), { found: 0, pages: 1 }, query)
  assert.deepEqual(await walk('amount=10.05'), { found: 1, pages: 1 })
})

test('of blocks that may have what is wanted one request reads a bounded number, and the next goes on', async () => {
  assert.deepEqual(await walk(TOGETHER), { found: 1, pages: 2 })
  const { found } = await walk('state=cancelled&limit=100')
  assert.equal(found, Math.ceil((DEBITS - 1) / 500))
})

test('a search from an amount on finds what is there whatever a block says of its largest amount', async () => {
  const largest = 1_000 + DEBITS
  const one = (cents: number) => `amount_from=${(cents / 100).toFixed(2)}`
  const summarize = async () => {
    const job = summarizeLists([debitList])
    while (await job.run(platform.context));
  }
  assert.deepEqual(await walk(one(largest)), { found: 1, pages: 1 })
  assert.deepEqual(await walk(one(largest + 1)), { found: 0, pages: 1 })
  assert.deepEqual(await walk('amount_from=7.78&amount_to=7.77'), { found: 0, pages: 1 }, 'no amount is both')
  // One that has changed since its block was made, and once the block is made again.
  await platform.db.run(sql`
    update debits set amount = 9999999 where company_id = ${companyId} and debit_id = (
      select debit_id from debits where company_id = ${companyId} order by debit_id offset 10000 limit 1)`)
  for (const when of ['changed', 'its block made again']) {
    assert.deepEqual(await walk(one(9_999_999)), { found: 1, pages: 1 }, when)
    assert.deepEqual(await walk(one(largest)), { found: 2, pages: 1 }, when)
    await summarize()
  }
  // Blocks from before do not say it.
  await platform.db.run(sql`update search_blocks set amount_most = null where company_id = ${companyId}`)
  assert.deepEqual(await walk(one(9_999_999)), { found: 1, pages: 1 })
  await platform.db.run(
    sql`update search_blocks set remake_at = jetpay_now() where company_id = ${companyId}`,
  )
  await summarize()
  const { unsaid } = await platform.db.one<{ unsaid: bigint }>(sql`
    select count(*) as unsaid from search_blocks where company_id = ${companyId} and amount_most is null`)
  assert.equal(unsaid, 0n, 'and say it once they are made again')
})

test('blocks of a time are asked for a text as all are, and beyond the newest there is nothing to ask', async () => {
  const { since, until: last } = await platform.db.one<{ since: Date; until: Date }>(sql`
    select min(created_at) as since, max(created_at) as until from debits where company_id = ${companyId}`)
  const at = (part: number) =>
    new Date(since.getTime() + part * (last.getTime() - since.getTime())).toISOString()
  for (const [query, found] of [
    [`amount=10.05&created_before=${at(0.5)}`, 1],
    [`amount=10.05&created_after=${at(0.5)}`, 0],
    [`statement=order&amount=${(largestOf(0.75) / 100).toFixed(2)}&created_after=${at(0.5)}`, 1],
    [`failed_after=${at(0)}`, 0],
    [`failed_before=${at(1)}&failed_after=2001-01-01T00:00:00Z`, 0],
  ] as const)
    assert.equal((await walk(query)).found, found, query)
})
/** The amount of the debit that lies so far into the list, and of no other one. */
const largestOf = (part: number) => 1_000 + 400 * Math.floor((part * DEBITS) / 400)
