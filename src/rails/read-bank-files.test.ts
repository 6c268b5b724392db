import assert from 'node:assert/strict'
import { utimesSync, writeFileSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import { bankHeader, returnsFile } from '../../test/bank-answers.ts'
import { type BankJobsStage, startBankJobsStage } from '../../test/bank-jobs-stage.ts'
import { closeAlarms, listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import { type BankConfirmation, formatConfirmation } from './bank-confirmation.ts'
import type { BankItemRow } from './bank-item.ts'
import type { EftItem } from './eft/eft-item.ts'
import { listParkedReturns, resolveParkedReturn } from './parked-return.ts'
import { sweepBankFiles } from './sweep-bank-files.ts'

let stage: BankJobsStage
before(async () => {
  stage = await startBankJobsStage()
})
after(() => stage?.close())
beforeEach(() => stage.emptyFolders())

const confirmation = (of: BankConfirmation) => formatConfirmation(of)
const returnsOf = (item: BankItemRow) =>
  stage.context.db.many<{ return_code: string; late: boolean }>(sql`
    select return_code, late from bank_returns
    where company_id = ${stage.companyId} and bank_item_id = ${item.bank_item_id}`)

test('a return fails its item with the reason and direction that clients are told, and no other item', async () => {
  const pulled = await stage.queue({ kind: 'debit', direction: 'debit' })
  const pushed = await stage.queue({ kind: 'credit' })
  const fine = await stage.queue()
  const { items } = await stage.sendAndTake()
  const of = (row: BankItemRow) => items.find(({ crossReference }) => crossReference === row.trace_number)!
  stage.drop(
    'returns.txt',
    await returnsFile([
      [of(pulled), '901'],
      [of(pushed), '911'],
    ]),
  )
  await stage.readFiles()
  const failed = await stage.itemNow(pulled)
  assert.deepEqual(
    [failed.state, failed.return_code, failed.fail_reason, failed.fail_direction, failed.late],
    ['returned', '901', 'insufficient_funds', 'pull', false],
  )
  const other = await stage.itemNow(pushed)
  assert.deepEqual([other.fail_reason, other.fail_direction], ['account_frozen', 'push'])
  assert.equal((await stage.itemNow(fine)).state, 'sent')
  assert.deepEqual(await stage.words(pulled), ['sent', 'returned'])
  assert.deepEqual(await stage.words(fine), ['sent'])
  assert.deepEqual(await returnsOf(pulled), [{ return_code: '901', late: false }])
  assert.deepEqual(stage.files('done'), ['returns.txt'])
  assert.deepEqual(stage.files('incoming'), [])
})

test('a return after an item had settled is a record of its own, said to be late', async () => {
  const item = await stage.queue()
  const { items, fileNumber } = await stage.sendAndTake()
  stage.drop(
    'a.txt',
    confirmation({ kind: 'settled', originatorId: 'JETPAYDEMO', fileNumber, dueUntil: '2099-12-31' }),
  )
  stage.drop('b.txt', await returnsFile([[items[0]!, '905']]))
  await stage.readFiles()
  assert.deepEqual(await stage.words(item), ['sent', 'settled', 'returned'])
  assert.equal((await stage.told(item.subject_id)).at(-1)!.late, true)
  assert.deepEqual(await returnsOf(item), [{ return_code: '905', late: true }])
})

test('the same file counts once, under another name too; a changed one under its number is refused', async () => {
  const item = await stage.queue()
  const second = await stage.queue()
  const { items } = await stage.sendAndTake()
  const header = bankHeader()
  const bytes = await returnsFile([[items[0]!, '903']], header)
  stage.drop('returns.txt', bytes)
  await stage.readFiles()
  stage.drop('returns.txt', bytes)
  stage.drop('again.txt', bytes)
  stage.drop('changed.txt', await returnsFile([[items[1]!, '903']], header))
  await stage.readFiles()
  assert.deepEqual(await stage.words(item), ['sent', 'returned'])
  assert.deepEqual(await stage.words(second), ['sent'])
  assert.deepEqual(stage.files('rejected'), ['changed.txt', 'changed.txt.reason'])
  assert.match(stage.read('rejected/changed.txt.reason').toString(), /was read before, and it was another/)
  assert.equal(stage.files('done').length, 3)
})

test('a bad file goes to rejected with its reason, a person is called, and nothing is changed', async () => {
  const item = await stage.queue()
  const { items } = await stage.sendAndTake()
  const good = await returnsFile([[items[0]!, '901']])
  const bad = Buffer.from(good)
  // The trailer's value of credits.
  bad.write('99', 2 * 1466 + 58, 'latin1')
  stage.drop('bad.txt', bad)
  stage.drop('cut.txt', good.subarray(0, 2000))
  stage.drop('noise.txt', 'hello')
  const foreign = await returnsFile([[items[0]!, '901']], { ...bankHeader(), originatorId: 'SOMEONE' })
  stage.drop('foreign.txt', foreign)
  await stage.readFiles()
  assert.deepEqual(await stage.words(item), ['sent'])
  assert.deepEqual(stage.files('done'), [])
  assert.deepEqual(stage.files('rejected'), [
    'bad.txt',
    'bad.txt.reason',
    'cut.txt',
    'cut.txt.reason',
    'foreign.txt',
    'foreign.txt.reason',
    'noise.txt',
    'noise.txt.reason',
  ])
  const called = (await listAlarms(stage.context.db)).filter(({ kind }) => kind === 'bank_file_refused')
  for (const name of ['bad.txt', 'cut.txt', 'foreign.txt', 'noise.txt'])
    assert.ok(called.some(({ subject }) => subject === name))
  assert.equal(
    stage.read('rejected/bad.txt.reason').toString(),
    'record 3, value of credits: is not what the items add up to\n',
  )
  for (const name of ['bad', 'cut', 'foreign', 'noise'])
    assert.ok(stage.logged(`"${name}.txt"`).length > 0, name)
})

test('returns of items that are not ours so are reported and the others still count', async () => {
  const item = await stage.queue()
  const { items } = await stage.sendAndTake()
  const [mine] = items
  stage.drop(
    'mixed.txt',
    await returnsFile([
      [{ ...mine!, crossReference: 'J999999999999' }, '901'],
      [{ ...mine!, amount: 11_00n }, '901'],
      [{ ...mine!, type: 'D' }, '901'],
      [mine!, '902'],
      [mine!, '903'],
    ]),
  )
  await stage.readFiles()
  assert.deepEqual(await stage.words(item), ['sent', 'returned'])
  assert.equal((await stage.itemNow(item)).fail_reason, 'account_not_found')
  assert.deepEqual(await returnsOf(item), [{ return_code: '902', late: false }])
  const problems = stage.logged('"mixed.txt"').map((line) => JSON.parse(line).problem)
  assert.deepEqual(problems, [
    'no item has this cross reference',
    'the item has another amount',
    'the item is a credit',
    'the item came back before',
  ])
})

test('an item of which another amount came back does not settle until a person has asked the bank', async () => {
  const items = [await stage.queue(), await stage.queue()]
  const sent = await stage.sendAndTake()
  const due = sent.items.map((item): [EftItem, string] => [{ ...item, amount: item.amount + 1n }, '901'])
  stage.drop('more.txt', await returnsFile(due))
  const settled = { kind: 'settled', originatorId: 'JETPAYDEMO', dueUntil: '2099-12-31' } as const
  stage.drop('settled.txt', confirmation({ ...settled, fileNumber: sent.fileNumber }))
  await stage.readFiles()
  for (const item of items) assert.deepEqual(await stage.words(item), ['sent'])
  const alarms = (await listAlarms(stage.context.db)).filter(({ kind }) => kind === 'bank_return_parked')
  assert.equal(alarms.at(-1)!.details.parked, 2)

  const { db } = stage.context
  const parked = await listParkedReturns(db)
  const [back, stands] = items as [BankItemRow, BankItemRow]
  const resolve = (item: BankItemRow, as: 'returned' | 'stands') => {
    const { bank_parked_return_id: id } = parked.find(
      ({ bank_item_id }) => bank_item_id === item.bank_item_id,
    )!
    return resolveParkedReturn(db, stage.subjects, id, as, 'Ada', 'the bank said so')
  }
  await resolve(back, 'returned')
  assert.deepEqual(await stage.words(back), ['sent', 'returned'])
  await resolve(stands, 'stands')
  await assert.rejects(resolve(stands, 'stands'), /was resolved already/)
  await assert.rejects(resolve(back, 'returned'), /was resolved already/)
  stage.drop(
    'settled-again.txt',
    confirmation({ ...settled, fileNumber: sent.fileNumber, dueUntil: '2099-12-30' }),
  )
  await stage.readFiles()
  assert.deepEqual(await stage.words(stands), ['sent', 'settled'])
})

test('an accepted file is noted; one accepted for other totals than we sent is refused', async () => {
  await stage.queue()
  const { fileNumber } = await stage.sendAndTake()
  const ack = {
    kind: 'accepted',
    originatorId: 'JETPAYDEMO',
    fileNumber,
    items: 1,
    debits: 0n,
    credits: 10_00n,
  } as const
  stage.drop('wrong.txt', confirmation({ ...ack, credits: 11_00n }))
  await stage.readFiles()
  assert.deepEqual(stage.files('rejected'), ['wrong.txt', 'wrong.txt.reason'])
  stage.drop('ack.txt', confirmation(ack))
  await stage.readFiles()
  const file = await stage.context.db.one<{ state: string }>(
    sql`select state from bank_files where file_number = ${fileNumber}`,
  )
  assert.equal(file.state, 'accepted')
})

test('what a bank has sent is deleted once its days are over, by the clock; what waits, and what a person has to see to, is not', async () => {
  const { context, connection } = stage
  const { db, config } = context
  const day = (days: number): Context => ({
    ...context,
    clock: { ...context.clock, now: () => new Date(Date.parse('2050-01-01T12:00:00Z') + days * 86_400_000) },
  })
  const sweep = (days: number) => sweepBankFiles(connection).run(day(days))
  await stage.queue()
  const { items } = await stage.sendAndTake()
  stage.drop('good.txt', await returnsFile([[items[0]!, '901']]))
  stage.drop('bad.txt', 'hello')
  await stage.readFiles(day(0))
  stage.drop('later.txt', 'hello')
  await stage.readFiles(day(1))
  stage.drop('waiting.txt', 'hello')
  writeFileSync(`${stage.folder}/outgoing/EFT.untaken.txt`, 'hello')
  for (const file of ['incoming/waiting.txt', 'outgoing/EFT.untaken.txt'])
    utimesSync(`${stage.folder}/${file}`, 0, 0)

  await closeAlarms(db, 'bank_file_refused', 'later.txt', 'test')
  await sweep(config.bank.fileRetentionDays - 0.1)
  assert.deepEqual(stage.files('done'), ['good.txt'])
  await sweep(config.bank.fileRetentionDays + 0.1)
  assert.deepEqual(stage.files('done'), [])
  assert.deepEqual(stage.files('rejected'), ['bad.txt', 'bad.txt.reason', 'later.txt', 'later.txt.reason'])
  await sweep(config.bank.fileRetentionDays + 1.1)
  assert.deepEqual(stage.files('rejected'), ['bad.txt', 'bad.txt.reason'], 'its alarm is open')
  await closeAlarms(db, 'bank_file_refused', 'bad.txt', 'test')
  const forEver = { ...config, bank: { ...config.bank, fileRetentionDays: 0 } }
  await sweepBankFiles(connection).run({ ...day(10_000), config: forEver })
  assert.equal(stage.files('rejected').length, 2)
  await sweep(10_000)
  assert.deepEqual(stage.files('rejected'), [])
  assert.deepEqual(stage.files('incoming'), ['waiting.txt'])
  assert.deepEqual(stage.files('outgoing'), ['EFT.untaken.txt'])
})

test('a file under a name that an open alarm is about is kept, and no other whose name begins like it', async () => {
  const at = (now: string): Context => ({
    ...stage.context,
    clock: { ...stage.context.clock, now: () => new Date(now) },
  })
  for (const day of ['01', '02']) {
    stage.drop('RETURNS.1', 'hello')
    await stage.readFiles(at(`2051-01-${day}T12:00:00Z`))
  }
  stage.drop('RETURNS.10', 'hello')
  await stage.readFiles(at('2051-01-03T12:00:00Z'))
  await closeAlarms(stage.context.db, 'bank_file_refused', 'RETURNS.10', 'test')
  await sweepBankFiles(stage.connection).run(at('2060-01-01T12:00:00Z'))
  assert.deepEqual(
    stage.files('rejected').map((name) => name.replace(/\d{13}/, 'again')),
    ['RETURNS.1', 'RETURNS.1.again', 'RETURNS.1.again.reason', 'RETURNS.1.reason'],
  )
})
