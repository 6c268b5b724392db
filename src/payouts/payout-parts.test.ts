/** Payouts of more than one bank item may be: as many items as needed, each of which comes back by itself. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { bankHeader, returnsFile } from '../../test/bank-answers.ts'
import { startBankByHand } from '../../test/bank-by-hand.ts'
import { itemsIn } from '../../test/bank-stage.ts'
import { closed, good } from '../../test/eft-stage.ts'
import { until } from '../../test/platform.ts'
import { listAlarms } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { type BankItemRow, moveBankItems } from '../rails/bank-item.ts'
import type { EftItem } from '../rails/eft/eft-item.ts'
import { bankSubjects } from '../worker/bank-subjects.ts'
import { inParts, makePayouts } from './make-payouts.ts'

let bank: Awaited<ReturnType<typeof startBankByHand>>
before(async () => {
  bank = await startBankByHand()
})
after(() => bank?.close())

const MOST = '99999999.99'
const american = { transit_number: undefined, institution_number: undefined, routing_number: '021000021' }

/** Three debits by bank of 200,000,004.98 together, pulled, whose payout is queued. */
async function largePayout(account: string) {
  const { stage, exchange, payOut, platform } = bank
  const debits = []
  for (const amount of [MOST, MOST, '5.00'])
    debits.push((await stage.payByBank(good, { amount, to_bank_account: account })).id)
  await exchange()
  await payOut()
  const { payout_id } = await platform.db.one<{ payout_id: string }>(
    sql`select payout_id from payouts where bank_account_id = ${account}`,
  )
  return { id: payout_id, debits }
}
const payout = async (id: string) => (await bank.platform.call('GET', `/payout/${id}`)).body
const itemsOf = async (id: string) =>
  (
    await bank.platform.db.many<{ amount: bigint; state: string }>(
      sql`select amount, state from bank_items where subject_id = ${id} order by part`,
    )
  ).map(({ amount, state }) => [amount, state])
const statesOf = (ids: string[]) =>
  Promise.all(ids.map(async (id) => (await bank.stage.get(id)).state as string))
const alarmsOf = async (id: string) =>
  (await listAlarms(bank.platform.db)).filter(
    ({ kind, subject }) => kind === 'payout_returned' && subject === id,
  )
const retry = (id: string, body: object = {}) => bank.platform.call('POST', `/payout/${id}/retry`, body)
/** What the bank has been given and has not taken yet. */
async function inOutgoing(): Promise<EftItem[]> {
  const folder = `${bank.folder}/outgoing`
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'))
  return (await Promise.all(names.map((name) => itemsIn(readFileSync(`${folder}/${name}`))))).flat()
}
let files = 0
async function comesBack(...items: EftItem[]) {
  // Numbers that the simulated bank does not come to.
  const header = { ...bankHeader(), fileCreationNumber: 5_000 + ++files }
  const back = items.map((item): [EftItem, string] => [item, '905'])
  writeFileSync(`${bank.folder}/incoming/back-${files}.txt`, await returnsFile(back, header))
  await bank.read()
}
const types = async (id: string) =>
  (
    await bank.platform.db.many<{ type: string }>(sql`
      select type from (
        select type, data, event_id, 0 as outbox_id from events union all select type, data, null, outbox_id from outbox
      ) e where data ->> 'payoutId' = ${id} order by event_id nulls last, outbox_id`)
  ).map(({ type }) => type.split('.')[1])

test('an amount is split into full items and the rest, to the cent', () => {
  assert.deepEqual(inParts(9_999_999_999n, 9_999_999_999n), [9_999_999_999n])
  assert.deepEqual(inParts(10_000_000_000n, 9_999_999_999n), [9_999_999_999n, 1n])
  assert.deepEqual(inParts(250n, 100n), [100n, 100n, 50n])
})

test('of a payout over 99,999,999.99 only what came back is sent again, and it is completed once all of it has arrived', async () => {
  const account = await bank.stage.ownAccount()
  const { id, debits } = await largePayout(account)
  assert.deepEqual(
    [(await payout(id)).state, (await payout(id)).amount, (await payout(id)).amount_owed],
    ['requested', 200000004.98, 200000004.98],
  )
  const full = 9_999_999_999n
  assert.deepEqual(await itemsOf(id), [
    [full, 'queued'],
    [full, 'queued'],
    [500n, 'queued'],
  ])
  await bank.send()
  assert.deepEqual([(await payout(id)).state, (await payout(id)).amount_owed], ['initiated', 0])
  const sent = await inOutgoing()
  assert.equal(sent.length, 3)

  await comesBack(sent.find(({ amount }) => amount === full)!)
  const back = await payout(id)
  assert.deepEqual(
    [back.state, back.amount_owed, back.fail_reason],
    ['returned', 99999999.99, 'account_closed'],
  )
  const [alarm] = await alarmsOf(id)
  assert.equal(alarm!.details.amount_owed, MOST)
  assert.equal((await bank.stage.balances()).company_payable, -99999999.99)
  assert.deepEqual(await statesOf(debits), ['paid', 'paid', 'paid'])
  await bank.holds()

  await bank.exchange()
  assert.equal((await payout(id)).state, 'returned')
  const other = await bank.stage.ownAccount('7654321')
  const retried = await retry(id, { to_bank_account_id: other })
  assert.deepEqual([retried.body.state, retried.body.amount_owed], ['requested', 99999999.99])
  assert.deepEqual(await alarmsOf(id), [])
  await bank.holds()
  await bank.finish()
  assert.deepEqual((await itemsOf(id)).map(([, state]) => state).sort(), [
    'returned',
    'settled',
    'settled',
    'settled',
  ])
  assert.deepEqual([(await payout(id)).state, (await payout(id)).amount_owed], ['completed', 0])
  assert.deepEqual(await statesOf(debits), ['completed', 'completed', 'completed'])
  assert.deepEqual(await bank.stage.balances(), {})

  // A part that comes back after the end, and another one while the first waits to be sent again.
  await comesBack(sent.find(({ amount }) => amount === 500n)!)
  assert.deepEqual([(await payout(id)).state, (await payout(id)).amount_owed], ['returned', 5])
  assert.equal((await retry(id)).body.amount_owed, 5)
  await comesBack(sent.filter(({ amount }) => amount === full)[1]!)
  assert.deepEqual([(await payout(id)).state, (await payout(id)).amount_owed], ['returned', 100000004.99])
  assert.equal((await alarmsOf(id)).length, 1)
  await bank.holds()
  assert.equal((await retry(id)).body.state, 'requested')
  await bank.finish()
  assert.equal((await payout(id)).state, 'completed')
  assert.deepEqual(await statesOf(debits), ['completed', 'completed', 'completed'])
  assert.deepEqual(await bank.stage.balances(), {})
  const again = ['requested', 'initiated']
  assert.deepEqual(await types(id), [
    ...again,
    'returned',
    ...again,
    'completed',
    'returned',
    'requested',
    'returned',
    ...again,
    'completed',
  ])
  await bank.holds()
})

/** As a file of the bank says that the item has arrived. */
async function arrives(db: Db, { crossReference }: EftItem) {
  const items = await db.many<BankItemRow>(
    sql`select company_id, bank_item_id from bank_items where trace_number = ${crossReference}`,
  )
  await moveBankItems(db, bankSubjects, 'settled', items)
}

test('the last two items of a payout arrive at one moment: the second sees the first, and it is completed', async () => {
  const { db } = bank.platform
  const { id } = await largePayout(await bank.stage.ownAccount())
  await bank.send()
  const [first, second, last] = await inOutgoing()
  await db.transaction((db) => arrives(db, first!))
  let ended = false
  let other: Promise<void> | undefined
  await db.transaction(async (one) => {
    await arrives(one, second!)
    other = db.transaction((db) => arrives(db, last!)).finally(() => (ended = true))
    await until('the other to wait, or to be through', async () => {
      const waiting = await db.first(sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      return ended || waiting !== undefined
    })
  })
  await other
  assert.equal((await payout(id)).state, 'completed')
  await bank.exchange()
  await bank.holds()
})

test('a payout of which one item has arrived is not completed before the others, and does not fail when they come back', async () => {
  const { id, debits } = await largePayout(await bank.stage.ownAccount())
  await bank.send()
  const [first, ...others] = await inOutgoing()
  await bank.platform.db.transaction((db) => arrives(db, first!))
  assert.deepEqual([(await payout(id)).state, await statesOf(debits)], ['initiated', Array(3).fill('paid')])
  for (const item of others) await comesBack(item)
  assert.equal((await payout(id)).state, 'returned')
  assert.deepEqual(await statesOf(debits), Array(3).fill('paid'), 'whose money came back nobody can say')
  assert.equal((await retry(id)).status, 200)
  await bank.finish()
  assert.equal((await payout(id)).state, 'completed')
  assert.deepEqual(await statesOf(debits), Array(3).fill('completed'))
  await bank.holds()
})

test('a payout of which every item comes back fails its debits, is told, and arrives when it is sent again', async () => {
  const { id, debits } = await largePayout(await bank.stage.ownAccount(closed))
  await bank.exchange()
  const back = await payout(id)
  assert.deepEqual([back.state, back.amount_owed], ['returned', 200000004.98])
  assert.deepEqual(await statesOf(debits), ['failed', 'failed', 'failed'])
  assert.equal((await alarmsOf(id)).length, 1)
  await bank.holds()
  const other = await bank.stage.ownAccount('7654321')
  assert.equal((await retry(id, { to_bank_account_id: other })).status, 200)
  await bank.finish()
  assert.equal((await payout(id)).state, 'completed')
  assert.deepEqual(await statesOf(debits), ['completed', 'completed', 'completed'])
  await bank.holds()
})

/** So much is owed to a new American account, in items that no debit stands for. */
async function owedInUsd(...amounts: bigint[]) {
  const account = await bank.stage.ownAccount(good, american)
  for (const amount of amounts)
    await bank.platform.db.run(sql`
      insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount)
      values (${bank.platform.demo.company_id}, ${newId()}, ${account}, 'USD', ${amount})`)
  return () =>
    bank.platform.db.many<{ payout_id: string; amount: bigint; items: number; largest: bigint }>(sql`
      select payout_id, p.amount, count(*)::integer as items, max(i.amount) as largest
      from payouts p join bank_items i on i.company_id = p.company_id and i.subject_id = p.payout_id
      where p.bank_account_id = ${account} group by 1, 2, p.created_at order by p.created_at`)
}

test('more than the sums of one file hold is in two, and the bank takes both', async () => {
  const payouts = await owedInUsd(600_000_000_000n, 600_000_000_000n)
  await bank.payOut()
  const [{ payout_id, amount, items, largest }] = (await payouts()) as [
    Awaited<ReturnType<typeof payouts>>[0],
  ]
  assert.deepEqual([amount, items, largest], [1_200_000_000_000n, 121, 9_999_999_999n])
  await bank.exchange()
  await bank.exchange()
  const files = await bank.platform.db.many<{ credit_total: bigint }>(
    sql`select credit_total from bank_files where profile = 'demo_ach' order by file_number`,
  )
  assert.equal(files.length, 2)
  assert.ok(files.every(({ credit_total }) => credit_total <= 999_999_999_999n))
  assert.equal((await payout(payout_id)).state, 'completed')
})

test('by Same Day ACH no item is above 1,000,000.00, and what is more than ten thousand of them is a further payout', async () => {
  const payouts = await owedInUsd(600_000_000_000n, 600_000_000_001n, -1n)
  const { config, db } = bank.platform
  const sameDay = { ...config.bank, ach: { ...config.bank.ach, profile: 'nacha_same_day' as const } }
  while ((await makePayouts(db, sameDay)) > 0);
  assert.deepEqual(
    (await payouts()).map(({ amount, items, largest }) => [amount, items, largest]),
    [
      [599_999_999_999n, 6_000, 100_000_000n],
      [600_000_000_001n, 6_001, 100_000_000n],
    ],
  )
})
