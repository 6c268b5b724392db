import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { type BankJobsStage, startBankJobsStage } from '../../test/bank-jobs-stage.ts'
import { itemsIn } from '../../test/bank-stage.ts'
import { until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { systemClock } from '../ground/clock.ts'
import type { BankItemRow } from '../rails/bank-item.ts'
import { returnReasons } from '../rails/eft/return-reasons.ts'
import { type Bank, openBank } from './bank.ts'
import { testAccounts } from './bank-accounts.ts'
import { startSimulator } from './server.ts'

let stage: BankJobsStage
let bank: Bank
let books: string
before(async () => {
  stage = await startBankJobsStage()
  books = mkdtempSync(`${tmpdir()}/jetpay-bank-books-`)
  bank = start()
})
after(async () => {
  await bank?.close()
  await stage?.close()
  rmSync(books, { recursive: true, force: true })
})

/** A bank that looks for files when the test tells it to. */
const start = () =>
  openBank({
    folder: stage.folder,
    dataFolder: books,
    originatorId: 'JETPAYDEMO',
    profile: 'demo',
    ach: stage.context.config.bank.ach,
    clock: systemClock,
    lookMs: 600_000,
  })

/** To the bank, through it, and what it says back. */
async function exchange() {
  await stage.runJobs()
  await bank.look()
  await stage.runJobs()
}

const balance = () => bank.books.accounts().CAD!.balance

test('each documented account number does what it says, for debits and credits, and the books agree', async () => {
  const queued: { item: BankItemRow; number: string }[] = []
  for (const { number, of } of testAccounts.filter(({ rail }) => rail === 'eft'))
    for (const direction of ['debit', 'credit'] as const) {
      if (of !== 'both' && of !== direction) continue
      const bankAccountId = await stage.createAccount(number)
      const item = await stage.queue({ kind: direction, direction, bankAccountId, amount: 7_00n })
      queued.push({ item, number })
    }
  await exchange()
  for (const { item, number } of queued) {
    const now = await stage.itemNow(item)
    const code = /^99[01]0(\d{3})$/.exec(number)?.[1]
    const about = `${number} ${item.direction}`
    if (number.startsWith('9900')) assert.deepEqual(await stage.words(item), ['sent', 'returned'], about)
    else if (number.startsWith('9910'))
      assert.deepEqual(await stage.words(item), ['sent', 'settled', 'returned'], about)
    else assert.deepEqual(await stage.words(item), ['sent', 'settled'], about)
    assert.equal(now.return_code, code ?? null, about)
    assert.equal(now.late, number.startsWith('9910'), about)
    if (code) {
      assert.equal(now.fail_reason, returnReasons[code as keyof typeof returnReasons].failReason)
      assert.equal(now.fail_direction, item.direction === 'debit' ? 'pull' : 'push')
    }
    const [entry] = bank.books.findItem(item.trace_number)
    assert.equal(
      entry!.state,
      number.startsWith('9900') ? 'returned' : number.startsWith('9910') ? 'returned_late' : 'settled',
    )
    assert.equal(entry!.last4, number.slice(-4))
  }
  const settled = queued.filter(({ number }) => !/^99[01]0/.test(number))
  const sum = settled.reduce((sum, { item }) => sum + (item.direction === 'debit' ? 700 : -700), 0)
  assert.equal(balance(), sum)
  assert.equal(bank.books.duplicates(), 0)
  const { count } = await stage.context.db.one<{ count: bigint }>(
    sql`select count(*) from bank_notices where company_id = ${stage.companyId}`,
  )
  assert.equal(count, 2n)
  assert.deepEqual(stage.files('rejected'), [])
})

test('the demo company’s own account settles', async () => {
  const item = await stage.queue()
  const before = balance()
  await exchange()
  assert.deepEqual(await stage.words(item), ['sent', 'settled'])
  assert.equal(balance(), before - 10_00)
})

test('a bad file is rejected whole, as a bank would, and nothing of it is booked', async () => {
  const item = await stage.queue()
  await stage.runJobs()
  const [name] = stage.files('outgoing')
  const path = `${stage.folder}/outgoing/${name}`
  const bytes = readFileSync(path)
  // One cent more in the first item than the trailer knows of.
  bytes.write('1', 1466 + 24 + 12, 'latin1')
  writeFileSync(path, bytes)
  const before = balance()
  await bank.look()
  assert.equal(balance(), before)
  const [file] = bank.books.files(1)
  assert.equal(file!.outcome, 'rejected')
  assert.match(file!.reason!, /record 3, value of credits: is not what the items add up to/)
  await stage.runJobs()
  assert.deepEqual(await stage.words(item), ['sent', 'rejected'])
})

test('another originator, a number used before, a due date out of the window: rejected with the reason', async () => {
  const queue = async () => {
    await stage.queue()
    await stage.runJobs()
    return stage.files('outgoing').find((name) => !name.startsWith('.'))!
  }
  const reasonFor = async (change: (bytes: Buffer) => void) => {
    const path = `${stage.folder}/outgoing/${await queue()}`
    const bytes = readFileSync(path)
    change(bytes)
    writeFileSync(path, bytes)
    await bank.look()
    return bank.books.files(1)[0]!.reason
  }
  const everywhere = (at: number, text: string) => (bytes: Buffer) => {
    for (let record = 0; record < bytes.length / 1466; record++)
      bytes.write(text, record * 1466 + at, 'latin1')
  }
  assert.equal(await reasonFor(everywhere(10, 'SOMEBODY  ')), 'the originator is not known')
  assert.equal(await reasonFor(everywhere(20, '0001')), 'the file creation number was used before')
  assert.match(
    (await reasonFor((bytes) => bytes.write('020001', 1466 + 37, 'latin1')))!,
    /more than 30 days back/,
  )
  assert.match(
    (await reasonFor((bytes) => bytes.write('099001', 1466 + 37, 'latin1')))!,
    /more than 173 days ahead/,
  )
})

test('a platform whose clock was moved ahead is served on its own day', async () => {
  const ahead = { ...stage.context.clock, now: () => new Date('2031-03-03T15:00:00Z') }
  const item = await stage.queue({ dueOn: '2031-03-03' })
  await stage.sendFiles({ ...stage.context, clock: ahead })
  await bank.look()
  await stage.runJobs()
  assert.deepEqual(await stage.words(item), ['sent', 'settled'])
})

test('a bank that died after booking goes on with its answers, and books nothing twice', async () => {
  const item = await stage.queue({
    bankAccountId: await stage.createAccount('9900901'),
    kind: 'debit',
    direction: 'debit',
  })
  await stage.runJobs()
  const [name] = stage.files('outgoing').filter((file) => !file.startsWith('.'))
  const bytes = readFileSync(`${stage.folder}/outgoing/${name}`)
  await bank.look()
  const before = bank.books.accounts()
  // As if it had died before it said anything: the file is still with it, its answers are not there.
  for (const file of stage.files('incoming')) rmSync(`${stage.folder}/incoming/${file}`)
  await bank.close()
  mkdirSync(`${stage.folder}/at-bank`, { recursive: true })
  writeFileSync(`${stage.folder}/at-bank/${name}`, bytes, { mode: 0o600 })
  bank = start()
  await bank.look()
  assert.deepEqual(bank.books.accounts(), before)
  assert.equal(bank.books.findItem(item.trace_number).length, 1)
  await stage.runJobs()
  assert.deepEqual(await stage.words(item), ['sent', 'returned'])
})

test('a file that comes twice is seen as such, and booked once', async () => {
  await stage.queue()
  await stage.runJobs()
  const [name] = stage.files('outgoing').filter((file) => !file.startsWith('.'))
  const path = `${stage.folder}/outgoing/${name}`
  const bytes = readFileSync(path)
  await bank.look()
  const before = balance()
  writeFileSync(`${path}.draft`, bytes)
  renameSync(`${path}.draft`, path)
  await bank.look()
  assert.equal(balance(), before)
  assert.equal(bank.books.duplicates(), 1)
  await stage.runJobs()
})

test('a deposit counts once per reference, also over a restart', async () => {
  const before = balance()
  const deposit = { reference: 'clearing 1 CAD', currency: 'CAD', amount: 1234 }
  bank.deposit(deposit)
  bank.deposit(deposit)
  await bank.close()
  bank = start()
  bank.deposit(deposit)
  bank.deposit({ ...deposit, reference: 'clearing 2 CAD', amount: -34 })
  assert.equal(balance(), before + 1200)
})

test('items come to the bank exactly as they were queued', async () => {
  const items = await Promise.all([1n, 99n, 9_999_999_999n].map((amount) => stage.queue({ amount })))
  await stage.runJobs()
  const [name] = stage.files('outgoing').filter((file) => !file.startsWith('.'))
  const inFile = await itemsIn(stage.read(`outgoing/${name}`))
  await bank.look()
  for (const item of items) {
    const [entry] = bank.books.findItem(item.trace_number)
    assert.equal(BigInt(entry!.amount), item.amount)
    assert.ok(
      inFile.some(
        ({ crossReference, amount }) => crossReference === item.trace_number && amount === item.amount,
      ),
    )
  }
})

test('the simulator shows the bank’s books and test accounts, and finds an item by its reference', async () => {
  const dataFolder = mkdtempSync(`${tmpdir()}/jetpay-bank-http-`)
  const simulator = await startSimulator({
    host: '127.0.0.1',
    httpPort: 0,
    isoPort: 0,
    dialect: 'ascii',
    dataFolder,
    bank: { ...stage.context.config.bank, profile: 'demo' },
  })
  try {
    const get = async (path: string) => (await (await fetch(simulator.httpUrl + path)).json()) as any
    assert.deepEqual((await get('/bank/accounts')).data, testAccounts)
    const item = await stage.queue({ amount: 12_34n })
    await stage.runJobs()
    const found = await until('the bank to book it', async () => {
      const { items } = await get(`/bank/books?reference=${item.trace_number}`)
      return items[0]
    })
    assert.deepEqual([found.amount, found.type, found.state], [1234, 'C', 'settled'])
    const { accounts, files, duplicates } = await get('/bank/books?limit=1')
    assert.equal(accounts.CAD.balance, -1234)
    assert.equal(files[0].outcome, 'accepted')
    assert.equal(duplicates, 0)
  } finally {
    await simulator.close()
    rmSync(dataFolder, { recursive: true, force: true })
  }
})
