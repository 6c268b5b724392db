import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { rollUpLedger } from './roll-up-ledger.ts'

let platform: Platform
let companyId: string
let headers: Record<string, string>
before(async () => {
  platform = await startPlatform()
  // The test runs the job itself, when it means to.
  await platform.stopWorker()
  ;({ companyId, headers } = await anotherCompany(platform))
})
after(() => platform?.close())

/** A charge that was made and posted some days ago, at this moment of the day. */
const postDaysAgo = (days: number, amount: bigint) =>
  platform.db.run(sql`
    with moved as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      values (${companyId}, ${newId()}, 2, 'charge', 'requested', 'paid', jetpay_now() - make_interval(days => ${days}))
      returning *
    )
    insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
    select company_id, transaction_id, sequence, line, account, 'CAD', ${amount}::bigint * sign, moved_at
    from moved, (values (1, 'network_receivable', 1), (2, 'company_payable', -1)) as posting (line, account, sign)`)

const dayAgo = async (days: number) =>
  (
    await platform.db.one<{ day: string }>(
      sql`select ((jetpay_now() - make_interval(days => ${days})) at time zone 'utc')::date::text as day`,
    )
  ).day

async function receivable(query = '') {
  const { body } = await platform.call('GET', `/balance${query}`, undefined, headers)
  const { network_receivable, company_payable } = body.data[0].balances
  assert.equal(network_receivable + company_payable, 0)
  return network_receivable
}

async function rollUp() {
  while (await rollUpLedger.run(platform.context));
}

/** Each day's sum, once as it is kept and once from its entries. */
const differences = () =>
  platform.db.many(sql`
    select day, account from ledger_days d where company_id = ${companyId} and amount <> (
      select sum(amount) from ledger_entries e
      where e.company_id = d.company_id and e.day = d.day and e.account = d.account and e.currency = d.currency)`)

const daysKept = async () =>
  (
    await platform.db.many<{ day: string }>(
      sql`select distinct day::text from ledger_days where company_id = ${companyId} order by 1`,
    )
  ).map(({ day }) => day)

test('balances are the same before and after days are summed, for every day', async () => {
  for (const days of [40, 39, 39, 20, 3, 2, 0]) await postDaysAgo(days, BigInt(100 * (days + 1)))
  const queries = ['']
  for (const days of [41, 40, 39, 21, 20, 2, 0]) queries.push(`?day=${await dayAgo(days)}`)
  const balances = () => Promise.all(queries.map((query) => receivable(query)))
  const before = await balances()
  assert.equal(before[0], 41 + 40 + 40 + 21 + 4 + 3 + 1)
  assert.equal(before[1], 0)
  await rollUp()
  assert.deepEqual(await balances(), before)
  assert.deepEqual(await daysKept(), await Promise.all([40, 39, 20, 3, 2].map(dayAgo)))
  assert.deepEqual(await differences(), [])
})

test('an entry for a day that is summed already counts at once', async () => {
  const before = await receivable()
  await postDaysAgo(20, 5_00n)
  await postDaysAgo(19, 7_00n)
  assert.equal(await receivable(), before + 12)
  await rollUp()
  assert.equal(await receivable(), before + 12)
  assert.deepEqual(await differences(), [])
})

test('two workers that sum the same days at once count them once', async () => {
  await platform.db.run(sql`delete from ledger_days where company_id = ${companyId}`)
  await platform.db.run(sql`delete from ledger_closings where company_id = ${companyId}`)
  const before = await receivable()
  await Promise.all([rollUp(), rollUp(), rollUp()])
  assert.equal(await receivable(), before)
  assert.deepEqual(await differences(), [])
  assert.equal((await daysKept()).length, 6)
})

test('no day is summed while what began before the clock was moved may post in it', async () => {
  await postDaysAgo(0, 9_00n)
  const before = await daysKept()
  await platform.db.run(sql`update clock set target_ms = ahead_ms + 172800000`)
  await platform.db.run(sql`select move_clock(target_ms) from clock`)
  await rollUp()
  assert.deepEqual(await daysKept(), before)
  await platform.db.run(sql`update clock set moved_at = moved_at - interval '31 seconds'`)
  await rollUp()
  assert.equal((await daysKept()).length, before.length + 1)
  assert.deepEqual(await differences(), [])
})
