/** Two cells with a database each: no test of one platform can have the second. */
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { nameIn } from '../../test/name-in-cell.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { copyCompany, openSecondCell } from '../../test/second-cell.ts'
import { listAlarms } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { departedElsewhere, filesOtherwise, owedOtherwise } from '../directory/cells-owe.ts'
import { newId } from '../ground/ids.ts'
import { moveDepartedItems } from '../rails/departed-items.ts'
import { cellChecks } from '../verify/cell-checks.ts'
import { nothingProven } from '../verify/proven.ts'
import type { ClearingRecord } from './clearing-file.ts'
import {
  arriveCompany,
  companyMovedOn,
  departCompany,
  forgetReferences,
  noteChangedReferences,
  noteReferencesAhead,
} from './depart-company.ts'
import { cellFileName } from './write-cell-files.ts'

let platform: Platform
let network: ClearingStage
let second: Awaited<ReturnType<typeof openSecondCell>>
let card: { path: string }
let company: string
let inFolder: (name: string) => string
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
  second = await openSecondCell(platform)
  card = await platform.saveCard()
  company = platform.demo.company_id
  inFolder = (name) => `${platform.config.cellsFolder}/a-to-b/${name}`
})
after(async () => {
  await second?.close()
  await platform?.close()
})

const charge = async () => (await platform.charge(card, { amount: '10.00' })).body.debit_id as string
const stateIn = async (db: Db, debitId: string) =>
  (
    await db.one<{ state: string }>(
      sql`select state from debits where company_id = ${company} and debit_id = ${debitId}`,
    )
  ).state
const owedIn = async (db: Db) =>
  (
    await db.one<{ owed: bigint }>(sql`
      select coalesce(sum(amount), 0)::bigint as owed from ledger_entries where account = 'cells' and currency = 'CAD'`)
  ).owed
const copy = () =>
  copyCompany(platform.db, second.db, company, {
    attempts: (row) => ({ ...row, acceptor: 2 }),
    bank_files: (row) => ({ ...row, cell_id: 'a' }),
    bank_items: (row) => ({ ...row, trace_number: nameIn(String(row.trace_number), { from: 'a', to: 'b' }) }),
  })
/** The number of the newest file that is whole in the folder. */
const newest = async () =>
  (
    await platform.db.one<{ sequence: bigint }>(sql`
      select coalesce(max(sequence), 0)::bigint as sequence from cell_files where cell_id = 'b' and handed_over_at is not null`)
  ).sequence
const handedOver = (sequence: bigint) =>
  until(`file ${sequence} to the other cell`, async () => existsSync(inFolder(cellFileName('a', sequence))))
/** Puts a file of the network's in, with these records, and waits for what is handed on of it. */
async function clearAndHandOn(...records: ClearingRecord[]): Promise<bigint> {
  const before = await newest()
  await network.clear(...records)
  await until('the next file', async () => (await newest()) > before)
  return newest()
}

/** What holds in each, and over both. The rows stay where they were: nobody has moved them here. */
async function agree(owed: object[] = []): Promise<void> {
  const cells = new Map([
    ['a', platform.db],
    ['b', second.db],
  ])
  assert.deepEqual([...(await owedOtherwise(cells)), ...(await filesOtherwise(cells))], owed)
  for (const db of cells.values())
    for (const { name, run } of cellChecks) {
      const { examples } = await run(db, { sentMaxMs: 0, simulatorUrl: null }, nothingProven)
      assert.deepEqual(examples, [], name)
    }
}

test('a record about a company that has left settles its charge in the other cell, which the old one owes it', async () => {
  const [charged, rejected, alike] = [await charge(), await charge(), newId()]
  await network.clear(await network.recordOf(await charge()))
  // Its money is on its way to the company by our bank.
  await until('the payout to be with the bank', () =>
    platform.db.first(sql`select from bank_items where company_id = ${company} and state = 'sent'`),
  )
  await noteReferencesAhead(platform.db, company)
  const late = await charge()
  const attempts = await platform.db.many<{ key: string[] }>(sql`
    select array[company_id, debit_id, attempt_id]::text[] as key from attempts
    where company_id = ${company} and debit_id = ${late}`)
  await noteChangedReferences(platform.db, company, {
    attempts: attempts.map(({ key }) => key),
    bankItems: [],
  })
  const dues = await platform.db.transaction((db) =>
    departCompany(db, { companyId: company, own: 'a', cell: 'b' }),
  )
  assert.deepEqual(dues, [], 'what was cleared has gone to the bank again')
  await copy()
  await second.db.transaction((db) => arriveCompany(db, { companyId: company, own: 'b', from: 'a', dues }))
  // The other cell has given out the same references itself.
  await second.db.run(sql`
    insert into attempts (company_id, debit_id, attempt_id, kind, state, amount, currency, stan, rrn, transmitted_at, updated_at,
      acceptor)
    select company_id, ${alike}, ${alike}, kind, state, amount, currency, stan, rrn, transmitted_at, updated_at, 1
    from attempts where company_id = ${company} and debit_id = ${charged}`)
  await clearAndHandOn(
    await network.recordOf(charged),
    await network.recordOf(late),
    await network.recordOf(rejected, { kind: 'reject', amount: 0n, reason: '0101' }),
  )
  await second.settle()
  assert.deepEqual(
    await Promise.all([charged, late, rejected].map((debitId) => stateIn(second.db, debitId))),
    ['completed', 'completed', 'failed'],
  )
  assert.equal(await stateIn(platform.db, charged), 'paid', 'it is nothing of this cell’s any more')
  assert.deepEqual([await owedIn(platform.db), await owedIn(second.db)], [-20_00n, 20_00n])
  await agree()
})

test('a payout that the old cell’s bank returns is returned in the other cell, once, and owed by the old one', async () => {
  // The bank has confirmed it meanwhile, to the cell whose file it was in.
  const item = await until('the item to be settled', () =>
    platform.db.first<{ company_id: string; bank_item_id: string }>(sql`
      select company_id, bank_item_id from departed_bank_items where company_id = ${company} and state = 'settled'`),
  )
  const [before] = [await owedIn(second.db)]
  const returned = () =>
    platform.db.transaction((db) => moveDepartedItems(db, 'returned', [{ ...item, return_code: '901' }]))
  assert.deepEqual([await returned(), await returned()], [1, 0], 'once')
  await agree()
  await until('a file with it', async () =>
    platform.db.first(sql`
      select from cell_files join handed_on_bank_moves using (cell_id) where cell_sequence = cell_files.sequence
        and kind = 'bank_returned' and handed_over_at is not null`),
  )
  await second.settle()
  const told = await second.db.one<{ payout: string; item: string; code: string; late: boolean }>(sql`
    select p.state as payout, i.state as item, r.return_code as code, r.late
    from payouts p join bank_items i on i.company_id = p.company_id and i.subject_id = p.payout_id
    join bank_returns r on r.company_id = i.company_id and r.bank_item_id = i.bank_item_id
    where p.company_id = ${company} and i.bank_item_id = ${item.bank_item_id}`)
  assert.deepEqual(told, { payout: 'returned', item: 'returned', code: '901', late: true })
  assert.equal((await owedIn(second.db)) - before, 10_00n)
  await agree()
})

/** The files that the other cell waits for. */
const missing = async () =>
  (await listAlarms(second.db))
    .filter(({ kind }) => kind === 'clearing_file_missing')
    .map(({ subject }) => subject)

/** Charges that are in both cells by now, as if they had left with the company. */
async function moved(count: number): Promise<string[]> {
  const debits = await Promise.all(Array.from({ length: count }, charge))
  await noteReferencesAhead(platform.db, company)
  await copy()
  return debits
}

test('a file that comes twice counts once, one that was lost is written again, and one that is missing holds the next', async () => {
  const debits = (await moved(2)) as [string, string]
  const [before] = [await owedIn(second.db)]
  const sequence = await clearAndHandOn(await network.recordOf(debits[0]))
  const [first, next] = [sequence, await clearAndHandOn(await network.recordOf(debits[1]))].map((number) =>
    cellFileName('a', number),
  ) as [string, string]
  renameSync(inFolder(first), inFolder(`${first}.away`))
  await second.settle()
  assert.deepEqual(await missing(), [`cell:a ${sequence}`])
  assert.deepEqual(await Promise.all(debits.map((debit) => stateIn(second.db, debit))), ['paid', 'paid'])
  assert.ok(existsSync(inFolder(next)), 'the next one waits')
  await agree()
  // Whoever died before this was noted has perhaps not written it.
  await platform.db.run(sql`update cell_files set handed_over_at = null where sequence >= ${sequence}`)
  await handedOver(sequence)
  await second.settle()
  copyFileSync(inFolder(`${first}.away`), inFolder(first))
  await second.settle()
  assert.ok(existsSync(inFolder(`done/${first}`)) && !existsSync(inFolder(first)))
  assert.deepEqual(await Promise.all(debits.map((debit) => stateIn(second.db, debit))), [
    'completed',
    'completed',
  ])
  assert.equal((await owedIn(second.db)) - before, 20_00n)
  assert.deepEqual(await missing(), [])
  await agree()
})

test('what is in no file up to its cutoff is missing in the cell where the company is', async () => {
  const [absent] = (await moved(1)) as [string]
  await clearAndHandOn()
  await second.settle()
  const items = await second.db.many<{ kind: string; acquirer_id: string }>(sql`
    select kind, acquirer_id from reconciliation_items
    where company_id = ${company} and debit_id = ${absent} and state = 'open'`)
  assert.deepEqual(items, [{ kind: 'missing', acquirer_id: platform.config.acceptor.acquirerId }])
  await clearAndHandOn(await network.recordOf(absent))
  await second.settle()
  assert.equal(await stateIn(second.db, absent), 'completed')
})

test('after a further move the first cell hands on to the last, and at home again a record is its own', async () => {
  const [further, home] = (await moved(2)) as [string, string]
  assert.equal(await companyMovedOn(platform.db, company, 'c'), true)
  assert.equal(await companyMovedOn(second.db, company, 'c'), false, 'it has never left this one')
  await network.clear(await network.recordOf(further))
  await until('the file to the third cell', async () =>
    existsSync(`${platform.config.cellsFolder}/a-to-c/${cellFileName('a', 1n)}`),
  )
  await noteReferencesAhead(second.db, company)
  const dues = await second.db.transaction((db) =>
    departCompany(db, { companyId: company, own: 'b', cell: 'a' }),
  )
  await platform.db.transaction((db) => arriveCompany(db, { companyId: company, own: 'a', from: 'b', dues }))
  await forgetReferences(platform.db, company)
  await network.clear(await network.recordOf(home))
  assert.equal(await stateIn(platform.db, home), 'completed')
  assert.deepEqual(await platform.db.many(sql`select from departed_attempts`), [])
  assert.deepEqual(
    (await departedElsewhere(new Map([['b', second.db]]))).map(({ handed_on_to }) => handed_on_to),
    ['a'],
    'no cell of that name is among those that were asked',
  )
  // The third was not asked.
  await agree([{ cells: ['a', 'c'], currency: 'CAD', difference: '-1000' }])
})

test('a file of another cell is taken from its folder alone, and the network’s from its own', async () => {
  const text = network.textOf([])
  const name = cellFileName('a', 99n)
  mkdirSync(network.folder, { recursive: true })
  network.put(network.textOf([], { networkId: 'CELLS' }), 'clearing-cells.txt')
  await until('the refusal', async () => existsSync(`${network.folder}/refused/clearing-cells.txt.reason`))
  network.put(text, name)
  renameSync(`${network.folder}/${name}`, inFolder(name))
  await second.settle()
  assert.ok(existsSync(inFolder(`refused/${name}.reason`)))
})
