/** Answers that reject, overtake, say nothing or come while a worker dies. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { bankHeader, returnsFile } from '../../test/bank-answers.ts'
import { type BankJobsStage, startBankJobsStage } from '../../test/bank-jobs-stage.ts'
import { itemsIn } from '../../test/bank-stage.ts'
import { dyingAt } from '../../test/dying-process.ts'
import { listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import { type BankConfirmation, formatConfirmation } from './bank-confirmation.ts'
import { addBankingDays } from './banking-calendar.ts'
import { writeNotices } from './eft/notice-of-change.ts'
import { sendBankFiles } from './send-bank-files.ts'

let stage: BankJobsStage
before(async () => {
  stage = await startBankJobsStage()
})
after(() => stage?.close())
beforeEach(() => stage.emptyFolders())

const confirmation = (of: BankConfirmation) => formatConfirmation(of)

test('a file that the bank rejects fails all of its items, and a person is called', async () => {
  const items = [await stage.queue(), await stage.queue({ kind: 'debit', direction: 'debit' })]
  const { fileNumber } = await stage.sendAndTake()
  stage.drop(
    'nak.txt',
    confirmation({ kind: 'rejected', originatorId: 'JETPAYDEMO', fileNumber, reason: 'trailer' }),
  )
  await stage.readFiles()
  for (const item of items) {
    assert.deepEqual(await stage.words(item), ['sent', 'rejected'])
    assert.equal((await stage.itemNow(item)).fail_reason, 'rejected_by_bank')
    // What failed may be queued again.
    await stage.queue({ kind: item.kind, direction: item.direction, subjectId: item.subject_id })
  }
  assert.ok(stage.logged('bank_file_rejected').length > 0)
  const alarm = (await listAlarms(stage.context.db)).find(({ kind }) => kind === 'bank_file_rejected')
  assert.equal(alarm?.details.reason, 'trailer')
  await stage.sendAndTake()
})

test('an answer that overtakes the record of its file waits for it', async () => {
  const item = await stage.queue()
  const { transport } = stage.connection
  const job = sendBankFiles(stage.subjects, {
    ...stage.connection,
    transport: {
      ...transport,
      async release(name, claim) {
        await transport.release(name, claim)
        throw new Error('dead')
      },
    },
  })
  await job.run(stage.context)
  await assert.rejects(job.run(stage.context), /dead/)
  const [name] = stage.files('outgoing')
  const items = await itemsIn(stage.read(`outgoing/${name}`))
  stage.drop('early.txt', await returnsFile([[items[0]!, '912']]))
  await stage.readFiles()
  assert.deepEqual(stage.files('incoming'), ['early.txt'])
  await stage.sendAndTake()
  await stage.readFiles()
  assert.deepEqual(await stage.words(item), ['sent', 'returned'])
})

test('with a bank that says nothing, items settle once its days have passed, by the clock', async () => {
  const item = await stage.queue()
  await stage.sendAndTake()
  const due = (await stage.itemNow(item)).file_due_on!
  const live = (day: string): Context => ({
    ...stage.context,
    config: { ...stage.context.config, bank: { ...stage.context.config.bank, profile: 'cpa005' } },
    clock: { ...stage.context.clock, now: () => new Date(`${day}T17:00:00Z`) },
  })
  await stage.readFiles(live(addBankingDays(due, 4)))
  assert.deepEqual(await stage.words(item), ['sent'])
  await stage.readFiles(live(addBankingDays(due, 5)))
  assert.deepEqual(await stage.words(item), ['sent', 'settled'])
})

test('a notice of change is kept, sealed, and marks the account, which stays as it was entered', async () => {
  const { db, seal } = stage.context
  const account = await stage.createAccount('5555555')
  await stage.queue({ bankAccountId: account })
  const { items } = await stage.sendAndTake()
  const item = items.find(({ account }) => account.number === '5555555')!
  const moved = { institution: '001', transit: '00099', number: '9988776' }
  const chunks: Buffer[] = []
  const notice = { crossReference: item.crossReference, old: item.account, new: moved, name: item.name }
  for await (const chunk of writeNotices(bankHeader(), [notice], '\r\n')) chunks.push(chunk)
  stage.drop('notices.txt', Buffer.concat(chunks))
  await stage.readFiles()
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
  assert.ok(!stage.logged('9988776').length, 'no account number in the log')
})

test('a process may die between any two steps of reading: each return counts once', async () => {
  for (let step = 1; ; step++) {
    let died = false
    for (const after of [false, true]) {
      const item = await stage.queue()
      const { items } = await stage.sendAndTake()
      stage.drop(`death-${step}-${after}.txt`, await returnsFile([[items[0]!, '901']]))
      const db = dyingAt(step, after).database(stage.context.db)
      await stage.readFiles({ ...stage.context, db }).catch((error) => {
        assert.equal(error.message, 'dead')
        died = true
      })
      await stage.readFiles()
      assert.deepEqual(await stage.words(item), ['sent', 'returned'], `step ${step}, ${after}`)
      assert.deepEqual(stage.files('incoming'), [])
    }
    if (!died) break
    assert.ok(step < 50)
  }
})

test('two workers that read the same files tell of each return once', async () => {
  const items = await Promise.all(Array.from({ length: 5 }, () => stage.queue()))
  const sent = await stage.sendAndTake()
  for (const [at, item] of sent.items.entries()) stage.drop(`r${at}.txt`, await returnsFile([[item, '901']]))
  await Promise.all([stage.readFiles(), stage.readFiles(), stage.readFiles()])
  for (const item of items) assert.deepEqual(await stage.words(item), ['sent', 'returned'])
  assert.deepEqual(stage.files('rejected'), [])
  assert.equal(stage.files('done').length, 5)
})
