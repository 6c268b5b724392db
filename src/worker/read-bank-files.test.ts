import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import { type BankStage, itemsIn, startBankStage } from '../../test/bank-stage.ts'
import type { Context } from '../context.ts'
import { type Database, sql } from '../db/sql.ts'
import { type BankConfirmation, formatConfirmation } from '../rails/bank-confirmation.ts'
import { openBankFolder } from '../rails/bank-folder.ts'
import type { BankItemRow } from '../rails/bank-item.ts'
import { addBankingDays } from '../rails/banking-calendar.ts'
import type { EftHeader, EftItem } from '../rails/eft/eft-item.ts'
import { writeNotices } from '../rails/eft/notice-of-change.ts'
import { writeCpa1464 } from '../rails/eft/write-cpa-1464.ts'
import { readBankFiles } from './read-bank-files.ts'
import { sendBankFiles } from './send-bank-files.ts'

let stage: BankStage
before(async () => {
  stage = await startBankStage()
})
after(() => stage?.close())
beforeEach(async () => {
  for (const where of ['outgoing', 'incoming', 'done', 'rejected'] as const)
    for (const file of stage.files(where)) rmSync(`${stage.folder}/${where}/${file}`)
})

let bankNumber = 0
const bankHeader = (): EftHeader => ({
  originatorId: 'JETPAYDEMO',
  fileCreationNumber: ++bankNumber,
  creationDate: '2026-11-23',
  destinationDataCentre: '00110',
  currency: 'CAD',
})

const drop = (name: string, bytes: Buffer | string) =>
  writeFileSync(`${stage.folder}/incoming/${name}`, bytes)

async function read(context: Context = stage.context) {
  const job = readBankFiles(stage.subjects, openBankFolder(stage.folder))
  while (await job.run(context));
}

/** Sends the queue, takes the file away and gives what was in it and its number. */
async function send(): Promise<{ items: EftItem[]; fileNumber: number }> {
  const job = sendBankFiles(stage.subjects, openBankFolder(stage.folder))
  while (await job.run(stage.context));
  const [name, ...others] = stage.files('outgoing')
  assert.deepEqual(others, [])
  const items = await itemsIn(stage.read(`outgoing/${name}`))
  rmSync(`${stage.folder}/outgoing/${name}`)
  return { items, fileNumber: Number(name!.split('.')[2]) }
}

/** The bank's file of returns: each item back where it came from, with a reason. */
async function returnsFile(returned: [EftItem, string][], header = bankHeader()): Promise<Buffer> {
  const items = returned.map(
    ([item, code]): EftItem => ({
      ...item,
      type: item.type === 'D' ? 'J' : 'I',
      transactionType: code,
      storedTransactionType: item.transactionType,
      account: item.returnAccount!,
      returnAccount: item.account,
      originalItemTrace: item.itemTrace,
    }),
  )
  const chunks: Buffer[] = []
  for await (const chunk of writeCpa1464(header, items, '\r\n')) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const confirmation = (of: BankConfirmation) => formatConfirmation(of)
const words = async ({ subject_id }: BankItemRow) => (await stage.told(subject_id)).map(({ what }) => what)
const returnsOf = (item: BankItemRow) =>
  stage.context.db.many<{ return_code: string; late: boolean }>(sql`
    select return_code, late from bank_returns
    where company_id = ${stage.companyId} and bank_item_id = ${item.bank_item_id}`)
const logged = (text: string) => stage.platform.lines.filter((line) => line.includes(text))

test('a return fails its item with the reason and direction that clients are told, and no other item', async () => {
  const pulled = await stage.queue({ kind: 'debit', direction: 'debit' })
  const pushed = await stage.queue({ kind: 'credit' })
  const fine = await stage.queue()
  const { items } = await send()
  const of = (row: BankItemRow) => items.find(({ crossReference }) => crossReference === row.trace_number)!
  drop(
    'returns.txt',
    await returnsFile([
      [of(pulled), '901'],
      [of(pushed), '911'],
    ]),
  )
  await read()
  const failed = await stage.itemNow(pulled)
  assert.deepEqual(
    [failed.state, failed.return_code, failed.fail_reason, failed.fail_direction, failed.late],
    ['returned', '901', 'insufficient_funds', 'pull', false],
  )
  const other = await stage.itemNow(pushed)
  assert.deepEqual([other.fail_reason, other.fail_direction], ['account_frozen', 'push'])
  assert.equal((await stage.itemNow(fine)).state, 'sent')
  assert.deepEqual(await words(pulled), ['sent', 'returned'])
  assert.deepEqual(await words(fine), ['sent'])
  assert.deepEqual(await returnsOf(pulled), [{ return_code: '901', late: false }])
  assert.deepEqual(stage.files('done'), ['returns.txt'])
  assert.deepEqual(stage.files('incoming'), [])
})

test('a return after an item had settled is a record of its own, said to be late', async () => {
  const item = await stage.queue()
  const { items, fileNumber } = await send()
  drop(
    'a.txt',
    confirmation({ kind: 'settled', originatorId: 'JETPAYDEMO', fileNumber, dueUntil: '2099-12-31' }),
  )
  drop('b.txt', await returnsFile([[items[0]!, '905']]))
  await read()
  assert.deepEqual(await words(item), ['sent', 'settled', 'returned'])
  assert.equal((await stage.told(item.subject_id)).at(-1)!.late, true)
  assert.deepEqual(await returnsOf(item), [{ return_code: '905', late: true }])
})

test('the same file counts once, under another name too; a changed one under its number is refused', async () => {
  const item = await stage.queue()
  const second = await stage.queue()
  const { items } = await send()
  const header = bankHeader()
  const bytes = await returnsFile([[items[0]!, '903']], header)
  drop('returns.txt', bytes)
  await read()
  drop('returns.txt', bytes)
  drop('again.txt', bytes)
  drop('changed.txt', await returnsFile([[items[1]!, '903']], header))
  await read()
  assert.deepEqual(await words(item), ['sent', 'returned'])
  assert.deepEqual(await words(second), ['sent'])
  assert.deepEqual(stage.files('rejected'), ['changed.txt', 'changed.txt.reason'])
  assert.match(stage.read('rejected/changed.txt.reason').toString(), /was read before, and it was another/)
  assert.equal(stage.files('done').length, 3)
})

test('a bad file goes to rejected with its reason and an error in the log, and changes nothing', async () => {
  const item = await stage.queue()
  const { items } = await send()
  const good = await returnsFile([[items[0]!, '901']])
  const bad = Buffer.from(good)
  // The trailer's value of credits.
  bad.write('99', 2 * 1466 + 58, 'latin1')
  drop('bad.txt', bad)
  drop('cut.txt', good.subarray(0, 2000))
  drop('noise.txt', 'hello')
  const foreign = await returnsFile([[items[0]!, '901']], { ...bankHeader(), originatorId: 'SOMEONE' })
  drop('foreign.txt', foreign)
  await read()
  assert.deepEqual(await words(item), ['sent'])
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
  assert.equal(
    stage.read('rejected/bad.txt.reason').toString(),
    'record 3, value of credits: is not what the items add up to\n',
  )
  for (const name of ['bad', 'cut', 'foreign', 'noise']) assert.ok(logged(`"${name}.txt"`).length > 0, name)
})

test('returns of items that are not ours so are reported and the others still count', async () => {
  const item = await stage.queue()
  const { items } = await send()
  const [mine] = items
  drop(
    'mixed.txt',
    await returnsFile([
      [{ ...mine!, crossReference: 'J999999999999' }, '901'],
      [{ ...mine!, amount: 11_00n }, '901'],
      [{ ...mine!, type: 'D' }, '901'],
      [mine!, '902'],
      [mine!, '903'],
    ]),
  )
  await read()
  assert.deepEqual(await words(item), ['sent', 'returned'])
  assert.equal((await stage.itemNow(item)).fail_reason, 'account_not_found')
  assert.deepEqual(await returnsOf(item), [{ return_code: '902', late: false }])
  const problems = logged('"mixed.txt"').map((line) => JSON.parse(line).problem)
  assert.deepEqual(problems, [
    'no item has this cross reference',
    'the item has another amount',
    'the item is a credit',
    'the item came back before',
  ])
})

test('an accepted file is noted; one accepted for other totals than we sent is refused', async () => {
  await stage.queue()
  const { fileNumber } = await send()
  const ack = {
    kind: 'accepted',
    originatorId: 'JETPAYDEMO',
    fileNumber,
    items: 1,
    debits: 0n,
    credits: 10_00n,
  } as const
  drop('wrong.txt', confirmation({ ...ack, credits: 11_00n }))
  await read()
  assert.deepEqual(stage.files('rejected'), ['wrong.txt', 'wrong.txt.reason'])
  drop('ack.txt', confirmation(ack))
  await read()
  const file = await stage.context.db.one<{ state: string }>(
    sql`select state from bank_files where file_number = ${fileNumber}`,
  )
  assert.equal(file.state, 'accepted')
})

test('a file that the bank rejects fails all of its items, and says so loudly', async () => {
  const items = [await stage.queue(), await stage.queue({ kind: 'debit', direction: 'debit' })]
  const { fileNumber } = await send()
  drop(
    'nak.txt',
    confirmation({ kind: 'rejected', originatorId: 'JETPAYDEMO', fileNumber, reason: 'trailer' }),
  )
  await read()
  for (const item of items) {
    assert.deepEqual(await words(item), ['sent', 'rejected'])
    assert.equal((await stage.itemNow(item)).fail_reason, 'rejected_by_bank')
    // What failed may be queued again.
    await stage.queue({ kind: item.kind, direction: item.direction, subjectId: item.subject_id })
  }
  assert.ok(logged('the bank rejected a file').length > 0)
  await send()
})

test('an answer that overtakes the record of its file waits for it', async () => {
  const item = await stage.queue()
  const folder = openBankFolder(stage.folder)
  const job = sendBankFiles(stage.subjects, {
    ...folder,
    async release(name, claim) {
      await folder.release(name, claim)
      throw new Error('dead')
    },
  })
  await job.run(stage.context)
  await assert.rejects(job.run(stage.context), /dead/)
  const [name] = stage.files('outgoing')
  const items = await itemsIn(stage.read(`outgoing/${name}`))
  drop('early.txt', await returnsFile([[items[0]!, '912']]))
  await read()
  assert.deepEqual(stage.files('incoming'), ['early.txt'])
  await send()
  await read()
  assert.deepEqual(await words(item), ['sent', 'returned'])
})

test('with a bank that says nothing, items settle once its days have passed, by the clock', async () => {
  const item = await stage.queue()
  await send()
  const due = (await stage.itemNow(item)).file_due_on!
  const live = (day: string): Context => ({
    ...stage.context,
    config: { ...stage.context.config, bank: { ...stage.context.config.bank, profile: 'cpa005' } },
    clock: { now: () => new Date(`${day}T17:00:00Z`) },
  })
  await read(live(addBankingDays(due, 4)))
  assert.deepEqual(await words(item), ['sent'])
  await read(live(addBankingDays(due, 5)))
  assert.deepEqual(await words(item), ['sent', 'settled'])
})

test('a notice of change is kept, sealed, and marks the account, which stays as it was entered', async () => {
  const { db, seal } = stage.context
  const account = await stage.createAccount('5555555')
  await stage.queue({ bankAccountId: account })
  const { items } = await send()
  const item = items.find(({ account }) => account.number === '5555555')!
  const moved = { institution: '001', transit: '00099', number: '9988776' }
  const chunks: Buffer[] = []
  const notice = { crossReference: item.crossReference, old: item.account, new: moved, name: item.name }
  for await (const chunk of writeNotices(bankHeader(), [notice], '\r\n')) chunks.push(chunk)
  drop('notices.txt', Buffer.concat(chunks))
  await read()
  const kept = await db.one<{
    bank_notice_id: string
    transit_number: string
    account_number_sealed: Buffer
  }>(sql`
    select * from bank_notices where company_id = ${stage.companyId} and bank_account_id = ${account}`)
  assert.equal(kept.transit_number, '00099')
  assert.equal(
    seal.open(kept.account_number_sealed, `bank_notice ${stage.companyId} ${kept.bank_notice_id}`),
    '9988776',
  )
  const { change_noticed_at, account_number_last4 } = await db.one<{
    change_noticed_at: Date | null
    account_number_last4: string
  }>(sql`select * from bank_accounts where company_id = ${stage.companyId} and bank_account_id = ${account}`)
  assert.ok(change_noticed_at)
  assert.equal(account_number_last4, '5555')
  assert.ok(!logged('9988776').length, 'no account number in the log')
})

test('a process may die between any two steps of reading: each return counts once', async () => {
  for (let step = 1; ; step++) {
    let died = false
    for (const after of [false, true]) {
      const item = await stage.queue()
      const { items } = await send()
      drop(`death-${step}-${after}.txt`, await returnsFile([[items[0]!, '901']]))
      let steps = 0
      const guard =
        (call: (...of: any[]) => Promise<any>) =>
        async (...of: unknown[]) => {
          steps++
          if (steps > step || (steps === step && !after)) throw new Error('dead')
          const answer = await call(...of)
          if (steps === step) throw new Error('dead')
          return answer
        }
      const { db } = stage.context
      const dying = {
        ...db,
        many: guard(db.many),
        first: guard(db.first),
        run: guard(db.run),
        transaction: guard(db.transaction),
      } as Database
      await read({ ...stage.context, db: dying }).catch((error) => {
        assert.equal(error.message, 'dead')
        died = true
      })
      await read()
      assert.deepEqual(await words(item), ['sent', 'returned'], `step ${step}, ${after}`)
      assert.deepEqual(stage.files('incoming'), [])
    }
    if (!died) break
    assert.ok(step < 50)
  }
})

test('two workers that read the same files tell of each return once', async () => {
  const items = await Promise.all(Array.from({ length: 5 }, () => stage.queue()))
  const sent = await send()
  for (const [at, item] of sent.items.entries()) drop(`r${at}.txt`, await returnsFile([[item, '901']]))
  await Promise.all([read(), read(), read()])
  for (const item of items) assert.deepEqual(await words(item), ['sent', 'returned'])
  assert.equal(readdirSync(`${stage.folder}/rejected`).length, 0)
  assert.ok(readFileSync(`${stage.folder}/done/r0.txt`).length > 0)
})
