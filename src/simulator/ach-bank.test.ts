/** The rail and the simulated bank by NACHA files: what bank.test.ts says of EFT. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type AchStage, entriesIn, startAchStage } from '../../test/ach-stage.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { BankItemRow } from '../rails/bank-item.ts'
import { addBankingDays, torontoTime } from '../rails/banking-calendar.ts'
import { achReturnReasons } from '../rails/nacha/return-reasons.ts'
import { testAccounts } from './bank-accounts.ts'

let stage: AchStage
before(async () => {
  stage = await startAchStage()
})
after(() => stage?.close())

const balance = () => stage.bank.books.accounts().USD?.balance ?? 0

/** The one file that was sent, changed as text; padded amounts and sums stay as they are. */
async function changed(change: (text: string) => string) {
  await stage.runJobs()
  const [name] = stage.sentFiles()
  const path = `${stage.folder}/outgoing/${name}`
  writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1')
  await stage.bank.look()
  await stage.runJobs()
  return stage.bank.books.files(1)[0]!
}

test('each documented account number does what it says, for debits and credits, and the books agree', async () => {
  const queued: { item: BankItemRow; number: string }[] = []
  for (const { number, of } of testAccounts.filter(({ rail }) => rail === 'ach'))
    for (const direction of ['debit', 'credit'] as const)
      if (of === 'both' || of === direction)
        queued.push({
          number,
          item: await stage.queueUsd(number, { kind: direction, direction, amount: 7_00n }),
        })
  await stage.exchange()
  for (const { item, number } of queued) {
    const now = await stage.itemNow(item)
    const digits = /^99[01]00(\d\d)$/.exec(number)?.[1]
    const code = digits && (`R${digits}` as keyof typeof achReturnReasons)
    const about = `${number} ${item.direction}`
    if (number.startsWith('9900')) assert.deepEqual(await stage.words(item), ['sent', 'returned'], about)
    else if (number.startsWith('9910'))
      assert.deepEqual(await stage.words(item), ['sent', 'settled', 'returned'], about)
    else assert.deepEqual(await stage.words(item), ['sent', 'settled'], about)
    assert.deepEqual([now.return_code, now.late], [code ?? null, number.startsWith('9910')], about)
    if (code) {
      assert.equal(now.fail_reason, achReturnReasons[code].failReason)
      assert.equal(now.fail_direction, item.direction === 'debit' ? 'pull' : 'push')
    }
  }
  const settled = queued.filter(({ number }) => !/^99[01]00/.test(number))
  assert.equal(
    balance(),
    settled.reduce((sum, { item }) => sum + (item.direction === 'debit' ? 700 : -700), 0),
  )
  assert.ok(queued.length > 70)
  assert.equal(stage.bank.books.duplicates(), 0)
  assert.deepEqual(stage.files('rejected'), [])
})

test('a notice of change is kept with its code and what is new, sealed, and marks the account', async () => {
  const { db, seal } = stage.context
  const notices = await db.many<Record<string, any>>(sql`
    select n.*, a.change_noticed_at, i.direction from bank_notices n
    join bank_accounts a on a.company_id = n.company_id and a.bank_account_id = n.bank_account_id
    join bank_items i on i.company_id = n.company_id and i.bank_item_id = n.bank_item_id
    where n.company_id = ${stage.companyId} and i.direction = 'debit' order by change_code`)
  assert.deepEqual(
    notices.map(({ change_code }) => change_code),
    ['C01', 'C02', 'C03', 'C04', 'C05', 'C06', 'C07', 'C09', 'C13'],
  )
  const of = Object.fromEntries(notices.map((notice) => [notice.change_code, notice]))
  for (const notice of notices) assert.ok(notice.change_noticed_at)
  for (const code of ['C01', 'C03', 'C06', 'C07'])
    assert.equal(
      seal.open(
        of[code]!.account_number_sealed,
        `bank_notice ${stage.companyId} ${of[code]!.bank_notice_id}`,
      ),
      '9921001',
    )
  assert.deepEqual(
    ['C02', 'C03', 'C07', 'C01'].map((code) => of[code]!.routing_number),
    ['011000015', '011000015', '011000015', null],
  )
  assert.deepEqual(
    [of.C05!.account_type, of.C06!.account_type, of.C01!.account_type],
    ['savings', 'savings', null],
  )
  assert.equal(of.C04!.holder_name, 'ANOTHER NAME')
  assert.equal(of.C13!.account_number_sealed, null)
})

test('Canadian and American items leave by files of their own, batches by company, class, direction and day', async () => {
  const contact = await stage.platform.createContact()
  const theirs = await stage.createAccount('7654321', {
    routing_number: '021000021',
    account_type: 'savings',
  })
  await stage.context.db.run(sql`
    update bank_accounts set contact_id = ${contact} where company_id = ${stage.companyId} and bank_account_id = ${theirs}`)
  const canadian = await stage.queue()
  const payout = await stage.queueUsd()
  const usd = { currency: 'USD', bankAccountId: theirs } as const
  const web = await stage.queue({ ...usd, kind: 'debit', direction: 'debit', agreed: 'web' })
  const written = await stage.queue({ ...usd, kind: 'debit', direction: 'debit' })
  const credit = await stage.queue({ ...usd, kind: 'credit' })
  await stage.runJobs()
  const [ach, eft, ...others] = stage.sentFiles()
  assert.deepEqual(others, [])
  assert.match(ach!, /^ACH\.1123456789\.\d{4}\.\d{8}\.txt$/)
  assert.match(eft!, /^EFT\.JETPAYDEMO\.\d{4}\.\d{8}\.txt$/)
  assert.ok(stage.read(`outgoing/${eft}`).includes(canadian.trace_number))
  const entries = await entriesIn(stage.read(`outgoing/${ach}`))
  const about = Object.fromEntries(
    entries.map(({ batch, entry }) => [
      entry.individualId,
      [batch.secCode, batch.serviceClass, batch.companyName, entry.transactionCode, entry.discretionary].join(
        ' ',
      ),
    ]),
  )
  assert.deepEqual(about, {
    [payout.trace_number]: 'CCD 220 JETPAY DEMO 22 ',
    [web.trace_number]: 'WEB 225 MAPLE CYCLES 37 S',
    [written.trace_number]: 'PPD 225 MAPLE CYCLES 37 ',
    [credit.trace_number]: 'PPD 220 MAPLE CYCLES 32 ',
  })
  // By the bank's clock: in the night of UTC its day is still the one before.
  const today = torontoTime(new Date()).day
  for (const { entry, batch } of entries) {
    assert.equal(entry.trace, `99999999${entry.individualId.slice(-7)}`)
    assert.ok(batch.effectiveOn > today, 'not today')
    assert.equal(entry.name, 'HELENE COTE')
  }
  await stage.exchange()
  for (const item of [canadian, payout, web, written, credit])
    assert.deepEqual(await stage.words(item), ['sent', 'settled'])
})

test('a bad file is rejected whole, and nothing of it is booked', async () => {
  const item = await stage.queueUsd()
  const before = balance()
  // One cent more than the controls know of.
  const file = await changed((text) => text.replace('0000001000J', '0000001001J'))
  assert.equal(file.outcome, 'rejected')
  assert.match(file.reason!, /record 4, credits: is not what the entries add up to/)
  assert.equal(balance(), before)
  assert.deepEqual(await stage.words(item), ['sent', 'rejected'])
})

test('another company, a number used before, a date out of the window, a prenote: rejected with the reason', async () => {
  const reason = async (change: (text: string) => string) => {
    await stage.queueUsd()
    return (await changed(change)).reason
  }
  const date = (yymmdd: string) => (text: string) => text.replace(/^(5.{68}).{6}/m, `$1${yymmdd}`)
  assert.equal(
    await reason((text) => text.replaceAll('1123456789', '1000000000')),
    'the originator is not known',
  )
  assert.equal(
    await reason((text) => text.replace(/^(101.{83})\d{4}/, '$10001')),
    'the file creation number was used before',
  )
  assert.match((await reason(date('200106')))!, /more than 0 days back/)
  assert.match((await reason(date('991231')))!, /more than 30 days ahead/)
  assert.equal(
    await reason((text) =>
      text
        .replace('622021000021', '623021000021')
        .replace('0000001000J', '0000000000J')
        .replaceAll('000000000000000000001000', '000000000000000000000000'),
    ),
    'only entries that move money are taken',
  )
})

test('a live bank gets its file before its cut-off in New York, and without a word items settle after two banking days', async () => {
  const { config, clock } = stage.context
  const ach = { ...config.bank.ach, profile: 'nacha' as const }
  const at = (time: string): Context => ({
    ...stage.context,
    config: { ...config, bank: { ...config.bank, ach } },
    clock: { ...clock, now: () => new Date(time) },
  })
  const item = await stage.queueUsd('1234567', { dueOn: '2026-01-05' })
  // Thanksgiving Day, a Saturday, too early and too late on a Wednesday.
  for (const time of [
    '2099-11-26T21:30:00Z',
    '2099-11-28T21:30:00Z',
    '2099-11-25T20:59:00Z',
    '2099-11-25T22:01:00Z',
  ]) {
    await stage.runJobs(at(time))
    assert.deepEqual(stage.sentFiles(), [], time)
  }
  await stage.runJobs(at('2099-11-25T21:30:00Z'))
  assert.match(stage.sentFiles()[0]!, /20991125/)
  const due = (await stage.itemNow(item)).file_due_on!
  assert.equal(due, '2099-11-27')
  for (const name of stage.sentFiles()) rmSync(`${stage.folder}/outgoing/${name}`)
  await stage.runJobs(at(`${addBankingDays(due, 2, 'united_states')}T22:30:00Z`))
  assert.deepEqual(await stage.words(item), ['sent'])
  await stage.runJobs(at(`${addBankingDays(due, 3, 'united_states')}T12:00:00Z`))
  assert.deepEqual(await stage.words(item), ['sent', 'settled'])
})

test('what a file’s twelve digits of a sum do not hold goes with the next file', async () => {
  const bankAccountId = await stage.createAccount('1234567', { routing_number: '021000021' })
  const amount = 9_999_999_999n
  const items = await Promise.all(
    Array.from({ length: 101 }, () => stage.queue({ bankAccountId, currency: 'USD', amount })),
  )
  await stage.exchange()
  const files = stage.bank.books.files(2)
  assert.deepEqual(
    files.map((file) => [file.outcome, file.items, file.credits]),
    [
      ['accepted', 100, 999_999_999_900],
      ['accepted', 1, 9_999_999_999],
    ],
  )
  for (const item of items) assert.deepEqual(await stage.words(item), ['sent', 'settled'])
})
