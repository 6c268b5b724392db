/** Sums by time, of moves that a test makes at moments of its own: as many of everything as chance brings. */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, test } from 'node:test'
import { anotherCompany, tokenFor } from '../../test/another-company.ts'
import { makeFiguresBehind } from '../../test/figures-behind.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { lifecycle } from '../lifecycle/lifecycle.ts'
import type { Move } from '../lifecycle/move.ts'
import { verify } from '../verify/verify.ts'
import { moveFacts } from './move-facts.ts'
import { sumMoves } from './sum-moves.ts'
import { readSummed, type Summed } from './summed-within.ts'

let platform: Platform
let companyId: string
before(async () => {
  platform = await startPlatform()
  // The tests run the job themselves, when they mean to.
  await platform.stopWorker()
  ;({ companyId } = await anotherCompany(platform))
})
after(() => platform?.close())

const job = sumMoves()
async function sumAll() {
  while (await job.run(platform.context));
}
const sumThrough = async (at: string) => {
  await until('all before it to be summed', async () => {
    await sumAll()
    const { done } = await platform.db.one<{ done: boolean }>(
      sql`select summed_before > ${at}::timestamptz as done from summed_until`,
    )
    return done
  })
}

/** A charge or a failure so many seconds ago, of which nothing was summed then. */
async function happen(secondsAgo: number) {
  const { db, demo } = platform
  const amount = BigInt(randomInt(1, 1_000_000))
  const contact = await db.one<{ contact_id: string }>(sql`
    insert into contacts (company_id, contact_id, email, name)
    values (${companyId}, ${newId()}, 'ada@example.com', 'Ada') returning contact_id`)
  const failed = randomInt(4) === 0
  await db.run(sql`
    with made as (
      insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement, fail_reason,
        fail_direction, created_at, updated_at)
      select ${companyId}, ${newId()}, ${contact.contact_id}, ${demo.bank_account_id}, 'card',
        ${failed ? 'failed' : 'paid'}, ${amount}, ${randomInt(2) ? 'CAD' : 'USD'}, 'Order',
        ${failed ? 'insufficient_funds' : null}, ${failed ? 'pull' : null}, at, at
      from (select jetpay_now() - make_interval(secs => ${secondsAgo}) as at) as at
      returning *
    ), moved as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      select company_id, debit_id, 2, ${failed ? 'fail' : 'charge'}, 'requested', state, created_at from made
    )
    insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
    select company_id, debit_id, 2, line, account, currency, amount * sign, created_at
    from made, (values (1, 'network_receivable', 1), (2, 'company_payable', -1)) as posting (line, account, sign)
    where ${!failed}`)
}

/** What the ledger and the debits themselves say of a time, and what is read from the sums. */
async function bothWays(starts: string, ends: string) {
  const bucket = sql`select 'one' as bucket, ${starts}::timestamptz as starts_at, ${ends}::timestamptz as ends_at`
  const read = await readSummed(platform.db, companyId, ['company_payable', ''], bucket)
  const entered = await platform.db.many<Pick<Summed, 'currency' | 'account' | 'moves' | 'amount'>>(sql`
    select currency, 'company_payable' as account, count(*) as moves, sum(amount)::bigint as amount from ledger_entries
    where company_id = ${companyId} and account = 'company_payable' and posted_at >= ${starts} and posted_at < ${ends} group by 1
    union all
    select currency, '', count(*), sum(amount)::bigint from debits
    where company_id = ${companyId} and state = 'failed' and created_at >= ${starts} and created_at < ${ends} group by 1`)
  const told = (rows: typeof entered) =>
    rows.map(({ currency, account, moves, amount }) => `${currency} ${account} ${moves} ${amount}`).sort()
  return [told(read), told(entered)]
}

const quarterBack = async (hours: number, quarters: number) =>
  (
    await platform.db.one<{ at: Date }>(sql`
      select date_bin('15 minutes', jetpay_now(), 'epoch') - make_interval(hours => ${hours}, mins => ${quarters * 15}) as at`)
  ).at.toISOString()

async function everyTimeAgrees() {
  for (let times = 0; times < 25; times++) {
    const hours = randomInt(24 * 12)
    const starts = await quarterBack(hours, randomInt(4))
    const ends = await quarterBack(randomInt(hours + 1) - 1, -randomInt(4))
    const [read, entered] = await bothWays(starts, ends)
    assert.deepEqual(read, entered, `${starts} to ${ends}`)
  }
}

async function brokenSums() {
  const { checks } = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: null })
  return checks.filter(({ name, ok }) => name.startsWith('sums_') && !ok).map(({ name }) => name)
}

test('any time is told as the ledger and the debits have it: before it is summed, half summed, and after', async () => {
  for (let made = 0; made < 150; made++) await happen(60 + randomInt(86_400 * 10))
  await everyTimeAgrees()
  await sumAll()
  await sumThrough(await quarterBack(0, 0))
  await everyTimeAgrees()
  for (let made = 0; made < 20; made++) await happen(0)
  await everyTimeAgrees()
})

test('two workers sum each moment once', async () => {
  const rival = sumMoves()
  await platform.db.run(sql`delete from summed_moves`)
  await platform.db.run(sql`update summed_until set summed_before = '-infinity'`)
  for (let rounds = 0; rounds < 30; rounds++)
    await Promise.all([job.run(platform.context), rival.run(platform.context)])
  await everyTimeAgrees()
})

test('what is being written while it is summed is waited for: its moves are not passed by', async () => {
  const { db } = platform
  await sumAll()
  await db.transaction(async (writing) => {
    await writing.run(sql`select pg_current_xact_id()`)
    // A look from now on finds this transaction unended, however long ago it was.
    await db.run(sql`delete from summed_moves`)
    await db.run(
      sql`update summed_until set summed_before = '-infinity', settled_before = '-infinity', looked_xid = null`,
    )
    for (let looks = 0; looks < 3; looks++) await sumAll()
    const { summed } = await db.one<{ summed: boolean }>(
      sql`select summed_before > '-infinity' as summed from summed_until`,
    )
    assert.ok(!summed)
  })
})

test('a clock that was ahead for a while: what is moved once it is right again is summed, though the sums were ahead of it', async () => {
  const { db } = platform
  await sumAll()
  // As a look leaves it whose clock is ahead, and everything that was under way then has ended.
  const { summed } = await db.one<{ summed: Date }>(sql`
    update summed_until set looked_at = jetpay_now() + interval '16 seconds', looked_xid = '3'
    returning jetpay_now() + interval '1 second' as summed`)
  await sumAll()
  const { at } = await db.one<{ at: Date }>(sql`select jetpay_now() as at`)
  await happen(0)
  await until('the clock to be beyond the sums', async () => {
    const { beyond } = await db.one<{ beyond: boolean }>(sql`select jetpay_now() > ${summed} as beyond`)
    return beyond
  })
  await sumAll()
  const { passed } = await db.one<{ passed: boolean }>(
    sql`select summed_before > ${at} as passed from summed_until`,
  )
  assert.ok(!passed)
  assert.deepEqual(await brokenSums(), [])
})

test('after a failover what the clock of either server has put before the sums is summed', async () => {
  const { db } = platform
  await sumAll()
  const { at } = await db.one<{ at: Date }>(sql`select summed_before as at from summed_until`)
  await happen(60)
  assert.notDeepEqual(await brokenSums(), [])
  await db.run(sql`update summed_until set server_started_at = server_started_at - interval '1 hour'`)
  await sumThrough(at.toISOString())
  assert.deepEqual(await brokenSums(), [])
})

test('a clock that goes back makes the sums of that day begin again', async () => {
  const { db } = platform
  await db.run(
    sql`update summed_until set summed_before = jetpay_now() + interval '2 days', settled_before = jetpay_now() + interval '2 days'`,
  )
  await happen(0)
  await sumAll()
  await everyTimeAgrees()
})

test('figures that are far behind reach to a moment that they name, and no further; before it nothing is told', async () => {
  const { db } = platform
  const { headers } = await tokenFor(platform, companyId)
  const path = '/company/summary'
  await sumThrough(await quarterBack(2, 0))
  const full = (await platform.call('GET', path, undefined, headers)).body
  assert.equal(full.behind, false)
  const before = await db.one<{ summed_before: Date; day: string }>(
    sql`select summed_before, (jetpay_now() at time zone 'utc')::date::text as day from summed_until`,
  )
  const undo = await makeFiguresBehind(platform, companyId)
  await happen(0)
  const behind = (await platform.call('GET', path, undefined, headers)).body
  assert.deepEqual([behind.behind, behind.as_of], [true, before.summed_before.toISOString()])
  const owed = await db.many<{ currency: string; amount: string }>(sql`
    select currency, (-sum(amount) / 100.0)::numeric(20, 2)::text as amount from ledger_entries
    where company_id = ${companyId} and account = 'company_payable' and posted_at < ${before.summed_before}
    group by 1 order by 1`)
  assert.deepEqual(
    behind.currencies.map((of: { currency: string; payable_change: number }) => ({
      currency: of.currency,
      amount: of.payable_change.toFixed(2),
    })),
    owed,
    'what is newer is no part of it',
  )
  assert.ok(behind.series.length > 0)
  // Of an older time nothing is missing.
  const older = (await platform.call('GET', `${path}?from=2026-01-01&to=2026-01-31`, undefined, headers)).body
  assert.equal(older.behind, false)
  await db.run(sql`update summed_until set summed_before = summed_before - interval '3 days'`)
  const fewer = (await platform.call('GET', path, undefined, headers)).body
  assert.ok(fewer.series.length < full.series.length, 'a day of which nothing is known is no day of zeros')
  const onDay = `from=${before.day}&to=${before.day}`
  for (const asked of [
    `${path}?${onDay}`,
    `${path}/explain?${onDay}&currency=CAD&figure=volume`,
    `${path}/entries?${onDay}&currency=CAD&figure=volume`,
    '/balance/explain?currency=CAD',
  ]) {
    const { status, body, headers: said } = await platform.call('GET', asked, undefined, headers)
    assert.deepEqual([status, body.code, said.get('retry-after')], [503, 'service_unavailable', '15'], asked)
  }
  await db.run(sql`delete from summed_moves`)
  await db.run(sql`update summed_until set summed_before = '-infinity'`)
  assert.equal((await platform.call('GET', path, undefined, headers)).status, 503)
  await undo()
})

test('jetpay verify finds a sum that is not the ledger’s, one that is missing and one too many', async () => {
  const { db } = platform
  await sumThrough(await quarterBack(1, 0))
  assert.deepEqual(await brokenSums(), [])
  const one = sql`(select ctid from summed_moves where grain = 'quarter' and account = 'company_payable' limit 1)`
  const failed = sql`(select ctid from summed_moves where grain = 'quarter' and account = '' limit 1)`
  await db.run(sql`update summed_moves set amount = amount + 1 where ctid = ${one}`)
  assert.deepEqual(await brokenSums(), ['sums_are_the_ledger', 'sums_agree_in_each_unit'])
  await db.run(sql`update summed_moves set amount = amount - 1 where ctid = ${one}`)
  await db.run(sql`update summed_moves set reason = 'lost_card' where ctid = ${failed}`)
  assert.deepEqual(await brokenSums(), ['sums_have_each_failure', 'sums_agree_in_each_unit'])
  await db.run(sql`delete from summed_moves where account = 'company_payable'`)
  assert.deepEqual(await brokenSums(), [
    'sums_are_the_ledger',
    'sums_have_each_failure',
    'sums_agree_in_each_unit',
  ])
})

test('whatever posts is summed: each kind that the lifecycle has such moves of is told by its record', () => {
  const { text } = moveFacts(sql`a`, sql`b`)
  const posting = Object.entries(lifecycle as Record<string, Record<string, Move>>)
    .filter(([, moves]) => Object.values(moves).some(({ postings }) => postings.length > 0))
    .map(([kind]) => kind)
  assert.ok(posting.length >= 10, posting.join())
  assert.deepEqual(
    posting.filter((kind) => !text.includes(`'${kind}'`)),
    [],
  )
})
