import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type BankJobsStage, startBankJobsStage } from '../../test/bank-jobs-stage.ts'
import { itemsIn } from '../../test/bank-stage.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import type { BankTransport } from './bank-transport.ts'
import { addDays, torontoTime } from './banking-calendar.ts'
import { lastDueDate } from './due-date.ts'
import { railsOf } from './rail.ts'
import { sendBankFiles } from './send-bank-files.ts'

let stage: BankJobsStage
before(async () => {
  stage = await startBankJobsStage()
})
after(() => stage?.close())
beforeEach(async () => {
  await stage.sendFiles()
  stage.emptyFolders()
  await stage.context.db.run(sql`delete from told`)
})

test('queued items of all companies leave in one file, account numbers unsealed only there, readable by us alone', async () => {
  const other = await anotherCompany(stage.platform)
  const account = await stage.createAccount('123456789012')
  const theirAccount = await stage.createAccount('7000001', {}, other.companyId)
  const mine = await stage.queue({
    bankAccountId: account,
    amount: 99_999_999_99n,
    sundry: 'Paiement n° 7 é',
  })
  const pulled = await stage.queue({ kind: 'debit', direction: 'debit', amount: 1n })
  const theirs = await stage.queue({ companyId: other.companyId, bankAccountId: theirAccount })
  await stage.sendFiles()
  const name = stage.sentFile()
  assert.match(name, /^EFT\.JETPAYDEMO\.\d{4}\.\d{8}\.txt$/)
  assert.equal(statSync(`${stage.folder}/outgoing/${name}`).mode & 0o777, 0o600)
  const items = await itemsIn(stage.read(`outgoing/${name}`))
  assert.deepEqual(
    items.map(({ type, amount, crossReference }) => [type, amount, crossReference]),
    [
      ['D', 1n, pulled.trace_number],
      ['C', 99_999_999_99n, mine.trace_number],
      ['C', 10_00n, theirs.trace_number],
    ],
  )
  assert.equal(items[1]!.account.number, '123456789012')
  assert.equal(items[1]!.name, 'HELENE COTE')
  assert.equal(items[1]!.sundry, 'PAIEMENT N 7 E')
  for (const item of [mine, pulled, theirs]) assert.deepEqual(await stage.words(item), ['sent'])
  assert.equal((await stage.itemNow(mine)).state, 'sent')
})

test('creation numbers follow each other without a gap and begin again after 9999', async () => {
  const { db } = stage.context
  await db.run(sql`update bank_file_numbers set last_number = 9998`)
  for (let at = 0; at < 3; at++) {
    await stage.queue()
    await stage.sendFiles()
  }
  assert.deepEqual(
    stage.files('outgoing').map((name) => name.split('.')[2]),
    ['0001', '0002', '9999'].sort(),
  )
})

test('an item for a later day waits for it; a past one gets the first day that it can', async () => {
  const later = await stage.queue({ dueOn: '2099-06-30' })
  const past = await stage.queue({ dueOn: '2020-01-06' })
  await stage.sendFiles()
  const [item, ...others] = await itemsIn(stage.read(`outgoing/${stage.sentFile()}`))
  assert.equal(others.length, 0)
  assert.equal(item!.crossReference, past.trace_number)
  assert.ok(item!.date >= torontoTime(new Date()).day)
  assert.equal((await stage.itemNow(later)).state, 'queued')
})

test('what no file can carry is refused at once and said why', async () => {
  const american = await stage.createAccount('7654321', { routing_number: '021000021' })
  const item = await stage.queue({ bankAccountId: american, currency: 'CAD' })
  const huge = await stage.queue({ amount: 10_000_000_000n })
  await stage.sendFiles()
  assert.deepEqual(stage.files('outgoing'), [])
  assert.deepEqual(
    (await stage.told()).map(({ what, subject_id, fail_reason }) => [what, subject_id, fail_reason]).sort(),
    [
      ['rejected', item.subject_id, 'account_not_supported'],
      ['rejected', huge.subject_id, 'amount_too_large'],
    ].sort(),
  )
})

test('a subject has one item under way: a second is refused, until the first has failed', async () => {
  const subjectId = newId()
  await stage.queue({ subjectId })
  await assert.rejects(stage.queue({ subjectId }), /bank_items_once/)
})

test('a live bank gets its file on banking days, in the hour before its cut-off', async () => {
  const bank = { ...stage.context.config.bank, profile: 'cpa005' as const }
  const at = (time: string): Context => ({
    ...stage.context,
    config: { ...stage.context.config, bank },
    // The queue's own times are the database's; only the hour is the test's.
    clock: { ...stage.context.clock, now: () => new Date(time) },
  })
  await stage.queue({ dueOn: '2026-01-05' })
  const closed = [
    '2099-11-23T16:59:00Z',
    '2099-11-23T18:01:00Z',
    '2099-11-22T17:30:00Z',
    '2099-12-25T17:30:00Z',
  ]
  for (const time of closed) {
    await stage.sendFiles(at(time))
    assert.deepEqual(stage.files('outgoing'), [], time)
  }
  await stage.sendFiles(at('2099-11-23T17:30:00Z'))
  assert.match(stage.sentFile(), /20991123/)

  // The last day that this file takes goes with it, the day after with the next.
  const last = lastDueDate(railsOf(bank)[0]!.profile, '2099-11-23')
  const items = [await stage.queue({ dueOn: last }), await stage.queue({ dueOn: addDays(last, 1) })]
  stage.emptyFolders()
  await stage.sendFiles(at('2099-11-23T17:31:00Z'))
  const left = await itemsIn(stage.read(`outgoing/${stage.sentFile()}`))
  assert.deepEqual(
    left.map(({ crossReference }) => crossReference),
    [items[0]!.trace_number],
  )
})

test('two workers at once send every item once', async () => {
  const items = await Promise.all(Array.from({ length: 40 }, () => stage.queue()))
  await Promise.all([stage.sendFiles(), stage.sendFiles(), stage.sendFiles()])
  const sent: string[] = []
  for (const name of stage.files('outgoing'))
    for (const item of await itemsIn(stage.read(`outgoing/${name}`))) sent.push(item.crossReference)
  assert.deepEqual(sent.sort(), items.map(({ trace_number }) => trace_number).sort())
  assert.equal((await stage.told()).length, 40)
})

test('a file that is written again is the same, whatever the settings have become', async () => {
  await stage.queue()
  const copies: Buffer[] = []
  const failing: BankTransport = {
    ...stage.connection.transport,
    async stage(_name, _claim, chunks) {
      const all: Buffer[] = []
      for await (const chunk of chunks) all.push(chunk)
      copies.push(Buffer.concat(all))
      throw new Error('the disk is full')
    },
  }
  const job = sendBankFiles(stage.subjects, { ...stage.connection, transport: failing })
  await job.run(stage.context)
  await assert.rejects(job.run(stage.context), /disk is full/)
  const bank = { ...stage.context.config.bank, originatorName: 'ANOTHER NAME', dataCentre: '99999' }
  await stage.sendFiles({ ...stage.context, config: { ...stage.context.config, bank } })
  assert.deepEqual(stage.read(`outgoing/${stage.sentFile()}`), copies[0])
})
