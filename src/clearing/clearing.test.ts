import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { listOpenItems } from './reconciliation-item.ts'
import { resolveItem } from './resolve-item.ts'

let platform: Platform
let network: ClearingStage
let card: { path: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, networkTimeoutMs: 400, reversalTimeoutMs: 300 })
  network = clearingStage(platform)
  card = await platform.saveCard()
})
after(() => platform.close())

const charge = async (amount: string) => (await platform.charge(card, { amount })).body.debit_id as string
const statusOf = async (debitId: string) =>
  (await platform.call('GET', `/transaction/${debitId}/status`)).body
const stateOf = async (debitId: string) => (await statusOf(debitId)).state
const eventsOf = async (debitId: string) =>
  (await platform.eventsOf(debitId)).map(({ type }) => type.replace('transactions.debits.', ''))
const openItems = () => listOpenItems(platform.db)
const itemOf = async (debitId: string) => (await openItems()).find((item) => item.debit_id === debitId)

/** Balances by account of what was posted for these transactions, without zeros. */
const balances = async (...ids: (string | undefined)[]) =>
  Object.fromEntries(
    (
      await platform.db.many<{ account: string; amount: bigint }>(sql`
        select account, sum(amount)::bigint as amount from ledger_entries
        where transaction_id = any (${ids}::uuid[]) group by account having sum(amount) <> 0`)
    ).map(({ account, amount }) => [account, amount]),
  )

test('a charge that the network clears is completed, with its event and its postings', async () => {
  const debitId = await charge('12.34')
  await network.clear(await network.recordOf(debitId))
  assert.equal(await stateOf(debitId), 'completed')
  assert.deepEqual(await eventsOf(debitId), ['created', 'paid', 'completed'])
  assert.deepEqual(await balances(debitId), { bank_clearing: 1234n, company_payable: -1234n })
  assert.deepEqual(await openItems(), [])
})

test('a charge that the network rejects at clearing fails, and nothing is owed for it', async () => {
  const debitId = await charge('5.00')
  await network.clear(await network.recordOf(debitId, { kind: 'reject', amount: 0n, reason: '0012' }))
  assert.deepEqual(await statusOf(debitId), {
    state: 'failed',
    fail_reason: 'rejected_at_clearing',
    fail_direction: 'pull',
  })
  assert.deepEqual(await eventsOf(debitId), ['created', 'paid', 'failed'])
  assert.deepEqual(await balances(debitId), {})
})

test('a charge that is in no file is missing; the next file that has it settles it and closes the item', async () => {
  const debitId = await charge('7.00')
  await network.clear()
  const item = await itemOf(debitId)
  assert.deepEqual([item?.kind, item?.expected, item?.received], ['missing', 700n, 0n])
  assert.equal(await stateOf(debitId), 'paid')
  await network.clear(await network.recordOf(debitId))
  assert.equal(await itemOf(debitId), undefined)
  assert.equal(await stateOf(debitId), 'completed')
  assert.deepEqual(await balances(debitId, item?.item_id), { bank_clearing: 700n, company_payable: -700n })
})

test('a charge that is cleared for less stays paid, the money in suspense, until an adjustment squares it', async () => {
  const debitId = await charge('10.00')
  await network.clear(await network.recordOf(debitId, { amount: 900n }))
  const item = await itemOf(debitId)
  assert.deepEqual([item?.kind, item?.expected, item?.received], ['amount', 1000n, 900n])
  assert.equal(await stateOf(debitId), 'paid')
  assert.deepEqual(await balances(item?.item_id), { bank_clearing: 900n, suspense: -900n })
  await network.clear(await network.recordOf(debitId, { kind: 'adjustment', amount: 100n }))
  assert.equal(await itemOf(debitId), undefined)
  assert.equal(await stateOf(debitId), 'completed')
  assert.deepEqual(await balances(debitId, item?.item_id), { bank_clearing: 1000n, company_payable: -1000n })
})

test('a person settles a charge that is cleared for less: the rest is our loss, who did it and why is kept', async () => {
  const debitId = await charge('10.00')
  await network.clear(await network.recordOf(debitId, { amount: 950n }))
  const item = (await itemOf(debitId))!
  await assert.rejects(resolveItem(platform.db, item.item_id, 'fail', 'Ada', 'a try'), /takes: settle/)
  await resolveItem(platform.db, item.item_id, 'settle', 'Ada', 'half a dollar is not worth a call')
  await assert.rejects(resolveItem(platform.db, item.item_id, 'settle', 'Ada', 'again'), /settled already/)
  assert.equal(await stateOf(debitId), 'completed')
  assert.deepEqual(await balances(debitId, item.item_id), {
    bank_clearing: 950n,
    company_payable: -1000n,
    losses: 50n,
  })
  const { body } = await platform.call('GET', `/reconciliation_items?state=settled`)
  assert.deepEqual(
    body.data.map(({ transaction_id, note }: any) => [transaction_id, note]),
    [[debitId, 'half a dollar is not worth a call']],
  )
})

test('a person fails a charge that never cleared', async () => {
  const debitId = await charge('3.00')
  await network.clear()
  await resolveItem(
    platform.db,
    (await itemOf(debitId))!.item_id,
    'fail',
    'Ada',
    'the acquirer has no trace of it',
  )
  assert.deepEqual([await stateOf(debitId), (await statusOf(debitId)).fail_reason], ['failed', 'not_cleared'])
  assert.deepEqual(await balances(debitId), {})
})

test('a charge that is cleared twice is completed once; the second is in suspense until the network takes it back', async () => {
  const debitId = await charge('4.00')
  await network.clear(await network.recordOf(debitId))
  await network.clear(await network.recordOf(debitId))
  const item = await itemOf(debitId)
  assert.deepEqual([item?.kind, item?.expected, item?.received], ['extra', 0n, 400n])
  await network.clear(await network.recordOf(debitId, { kind: 'adjustment', amount: -400n }))
  assert.equal(await itemOf(debitId), undefined)
  assert.deepEqual(await eventsOf(debitId), ['created', 'paid', 'completed'])
  assert.deepEqual(await balances(debitId, item?.item_id), { bank_clearing: 400n, company_payable: -400n })
})

test('both records of a charge in one file are one difference, whatever their order', async () => {
  const debitId = await charge('6.00')
  const record = await network.recordOf(debitId)
  await network.clear(record, record)
  const item = await itemOf(debitId)
  assert.deepEqual([item?.kind, item?.expected, item?.received], ['amount', 600n, 1200n])
  await network.clear({ ...record, kind: 'adjustment', amount: -600n })
  assert.equal(await stateOf(debitId), 'completed')
  assert.equal(await itemOf(debitId), undefined)
})

test('what nobody knows is in the platform’s own books, and a person can write it off', async () => {
  const debitId = await charge('2.00')
  const record = await network.recordOf(debitId)
  await network.clear(record, { ...record, rrn: '999912345678' })
  const [item] = await openItems()
  assert.deepEqual([item?.kind, item?.debit_id, item?.received], ['extra', null, 200n])
  assert.deepEqual(await balances(item?.item_id), { bank_clearing: 200n, suspense: -200n })
  await resolveItem(platform.db, item!.item_id, 'write_off', 'Ada', 'the network keeps silent')
  assert.deepEqual(await balances(item?.item_id), { bank_clearing: 200n, losses: -200n })
  assert.equal((await platform.call('GET', `/reconciliation_items`)).text.includes(item!.item_id), false)
})

test('a file with differences raises one alarm, which closes with its last item', async () => {
  const [one, other] = [await charge('1.00'), await charge('1.50')]
  const sequence = await network.clear()
  const alarm = () =>
    listAlarms(platform.db).then((alarms) =>
      alarms.filter(
        ({ kind, subject }) => kind === 'clearing_difference' && subject === `TESTNET ${sequence}`,
      ),
    )
  assert.equal((await alarm()).length, 1)
  await network.clear(await network.recordOf(one))
  assert.equal((await alarm()).length, 1)
  await network.clear(await network.recordOf(other))
  assert.equal((await alarm()).length, 0)
})

test('a cleared charge whose outcome is unknown waits; reversed after all, it nets out with the network’s reversal', async () => {
  const silent = await platform.saveCard('4000000000900011')
  await platform.db.run(sql`create function hold_reversal() returns trigger language plpgsql as
    $$ begin return null; end $$`)
  await platform.db.run(sql`create trigger hold before update of state on attempts
    for each row when (new.state = 'reversed') execute function hold_reversal()`)
  const asked = platform.charge(silent, { amount: '8.00' })
  const { debit_id } = await until('the doubt', () =>
    platform.db.first<{ debit_id: string }>(sql`select debit_id from attempts where state = 'reversing'`),
  )
  const record = await network.recordOf(debit_id)
  await network.clear(record)
  assert.equal(await stateOf(debit_id), 'requested')
  assert.equal(await itemOf(debit_id), undefined)
  await platform.db.run(sql`drop trigger hold on attempts`)
  await until('the reversal', async () => (await stateOf(debit_id)) === 'failed')
  const item = await until('the item', () => itemOf(debit_id))
  assert.deepEqual([item.kind, item.received], ['extra', 800n])
  await network.clear({ ...record, kind: 'reversal', amount: -800n })
  assert.equal(await itemOf(debit_id), undefined)
  assert.deepEqual(await balances(debit_id, item.item_id), {})
  await asked
})
