/** What is told beside a payout, of a platform with one. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let network: ClearingStage
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
})
after(() => platform?.close())

test('what is not in a payout are payments to its account that differed then, and it is told where one was put right since', async () => {
  const { db, demo } = platform
  const card = await platform.saveCard()
  const debits = [await platform.charge(card), await platform.charge(card)].map(({ body }) => body.debit_id)
  await network.clear(...(await Promise.all(debits.map((debit) => network.recordOf(debit)))))
  const { identifier, created_at } = await until(
    'their payout',
    async () => (await platform.good('GET', '/payout')).data[0],
  )
  const other = await db.one<{ id: string }>(sql`
    insert into bank_accounts select (jsonb_populate_record(b, jsonb_build_object('bank_account_id', ${newId()}::uuid))).*
    from bank_accounts b where company_id = ${demo.company_id} and bank_account_id = ${demo.bank_account_id}
    returning bank_account_id as id`)
  const [one, two] = debits as [string, string]
  const differ = (debit: string, resolved: boolean) =>
    db.run(sql`
      insert into reconciliation_items (company_id, item_id, kind, state, rrn, debit_id, currency, expected, received, network_id, sequence, opened_at, resolved_at)
      select ${demo.company_id}, ${newId()}, 'amount', ${resolved ? 'corrected' : 'open'}, ${debit.slice(-12)}, ${debit}, 'CAD', 500, 400, network_id, sequence,
        ${created_at}::timestamptz - interval '1 second', ${resolved ? new Date() : null} from clearing_files limit 1`)
  await differ(one, true)
  await differ(two, false)
  const notInIt = async () =>
    ((await platform.good('GET', `/payout/${identifier}/explain`)).not_in_it as any[]).filter(
      ({ expected, received }) => expected === 5 && received === 4,
    )
  const both = await notInIt()
  assert.deepEqual(both.map(({ transaction_id }) => transaction_id).sort(), [one, two].sort())
  assert.ok(
    both.every(({ transaction_id, resolved_at }) => (resolved_at !== null) === (transaction_id === one)),
  )
  const sendTo = (account: string) =>
    db.run(sql`
      update debits set to_bank_account_id = ${account} where company_id = ${demo.company_id} and debit_id = ${two}`)
  await sendTo(other.id)
  assert.deepEqual(
    (await notInIt()).map(({ transaction_id }) => transaction_id),
    [one],
  )
  await sendTo(demo.bank_account_id)
  await db.run(sql`delete from reconciliation_items where company_id = ${demo.company_id} and expected = 500`)
  await db.run(
    sql`delete from bank_accounts where company_id = ${demo.company_id} and bank_account_id = ${other.id}`,
  )
})
