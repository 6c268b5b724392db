/** A balance is the same to the cent, whether a company's open days are read one by one or by their sums. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { makeFiguresBehind } from '../../test/figures-behind.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { sumMoves } from '../summaries/sum-moves.ts'
import { type Balance, readBalances } from './read-balances.ts'
import { rollUpLedger } from './roll-up-ledger.ts'

let platform: Platform
let companyId: string
before(async () => {
  platform = await startPlatform()
  // The test runs the jobs itself, when it means to.
  await platform.stopWorker()
  ;({ companyId } = await anotherCompany(platform))
})
after(() => platform?.close())

/** Charges that were paid and posted so long ago. */
const chargeAgo = (ago: string, amounts: bigint[], currency = 'CAD') =>
  platform.db.run(sql`
    with contact as (
      insert into contacts (company_id, contact_id, email, name)
      values (${companyId}, ${newId()}, 'ada@example.com', 'Ada') returning company_id, contact_id
    ), made as (
      insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement, created_at, updated_at)
      select company_id, gen_random_uuid(), contact_id, ${platform.demo.bank_account_id}, 'card', 'paid', amount, ${currency}, 'Order', at, at
      from contact, unnest(${amounts}::bigint[]) amount, (select jetpay_now() - ${ago}::interval as at) ago
      returning *
    ), moved as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      select company_id, debit_id, 2, 'charge', 'requested', state, created_at from made
    )
    insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
    select company_id, debit_id, 2, line, account, currency, amount * sign, created_at
    from made, (values (1, 'network_receivable', 1), (2, 'company_payable', -1)) as posting (line, account, sign)`)

const shown = (balances: Balance[]) =>
  balances.map(({ currency, account, balance }) => `${currency} ${account} ${balance}`).sort()
const oneByOne = async () => shown(await readBalances(platform.db, companyId, undefined))
const bySums = async () => shown(await readBalances(platform.db, companyId, undefined, 0))

const closeDays = async () => {
  while (await rollUpLedger.run(platform.context));
}
const sum = sumMoves()
const sumAll = () =>
  until('what is older than a minute to be summed', async () => {
    while (await sum.run(platform.context));
    const { done } = await platform.db.one<{ done: boolean }>(
      sql`select summed_before > jetpay_now() - interval '1 minute' as done from summed_until`,
    )
    return done
  })

test('balances by the sums of hours, with days that are closed, hours that are summed and moves that are newer, are those of each entry', async () => {
  for (const ago of ['70 hours', '49 hours', '25 hours', '5 hours', '61 minutes', '3 minutes'])
    await chargeAgo(ago, [100n, 2_050n])
  await chargeAgo('50 hours', [999n], 'USD')
  await sumAll()
  await closeDays()
  await chargeAgo('0 seconds', [7n])
  const all = ['CAD company_payable -12907', 'CAD network_receivable 12907']
  const usd = ['USD company_payable -999', 'USD network_receivable 999']
  assert.deepEqual(await oneByOne(), [...all, ...usd])
  assert.deepEqual(await bySums(), [...all, ...usd])
  const { body } = await platform.call('GET', '/balance')
  assert.equal(body.data[0].balances.network_receivable, 0, 'another company has none of it')

  // It is the sums that are read: one that is wrong is seen, which `verify` would find.
  const tamper = (by: number) =>
    platform.db.run(sql`
      update summed_moves set amount = amount + ${by} where company_id = ${companyId} and grain = 'hour'
        and account = 'network_receivable' and starts_at = (
          select max(starts_at) from summed_moves where company_id = ${companyId} and grain = 'hour')`)
  await tamper(1)
  assert.deepEqual((await bySums())[1], 'CAD network_receivable 12908')
  assert.deepEqual(await oneByOne(), [...all, ...usd])
  await tamper(-1)
})

test('while the sums are far behind, balances are read entry by entry', async () => {
  const undo = await makeFiguresBehind(platform, companyId)
  await platform.db.run(
    sql`update summed_until set summed_before = '-infinity', settled_before = '-infinity'`,
  )
  assert.deepEqual(await bySums(), await oneByOne())
  await undo()
})
