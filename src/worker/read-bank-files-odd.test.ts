/** Answers that reject, overtake, say nothing or come while a worker dies. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import { bankHeader, returnsFile } from '../../test/bank-answers.ts'
import { type BankStage, itemsIn, startBankStage } from '../../test/bank-stage.ts'
import { listAlarms } from '../alarms/alarm.ts'
import type { Context } from '../context.ts'
import { type Database, sql } from '../db/sql.ts'
import { type BankConfirmation, formatConfirmation } from '../rails/bank-confirmation.ts'
import { openBankFolder } from '../rails/bank-folder.ts'
import type { BankItemRow } from '../rails/bank-item.ts'
import { addBankingDays } from '../rails/banking-calendar.ts'
import type { EftItem } from '../rails/eft/eft-item.ts'
import { writeNotices } from '../rails/eft/notice-of-change.ts'
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

const confirmation = (of: BankConfirmation) => formatConfirmation(of)
const words = async ({ subject_id }: BankItemRow) => (await stage.told(subject_id)).map(({ what }) => what)
const logged = (text: string) => stage.platform.lines.filter((line) => line.includes(text))

test('a file that the bank rejects fails all of its items, and a person is called', async () => {
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
  assert.ok(logged('bank_file_rejected').length > 0)
  const alarm = (await listAlarms(stage.context.db)).find(({ kind }) => kind === 'bank_file_rejected')
  assert.equal(alarm?.details.reason, 'trailer')
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
    clock: { ...stage.context.clock, now: () => new Date(`${day}T17:00:00Z`) },
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
  assert.deepEqual(stage.files('rejected'), [])
  assert.equal(stage.files('done').length, 5)
})
