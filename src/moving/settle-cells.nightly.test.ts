/** What one cell owes another is paid and booked, between two real cells. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { until } from '../../test/platform.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesApart, verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { verify } from '../verify/verify.ts'

type Cell = TwoCells['a']
let cells: TwoCells
before(async () => {
  cells = await startTwoCells({ oneNetwork: true })
  const { a } = cells
  const card = await a.saveCard()
  for (const amount of ['20.00', '30.00']) assert.equal((await a.charge(card, { amount })).status, 200)
  const words = ['company', 'move', a.demo.company_id, '--to', 'b', '--settings', cells.settings()]
  const moved = await jetpay(undefined, ...words)
  assert.equal(moved.code, 0, moved.err)
  // The network pays the first cell for what the company did there.
  await fetch(`${a.simulatorUrl}/clearing`, { method: 'POST' })
  await until('what it owes', async () => (await books(cells.b)).cells === 50_00n)
})
after(() => cells?.close())

/** A command in a cell, or with the directory's settings. */
const environment = (cell?: Cell) => ({
  ...process.env,
  ...cells.environment(),
  ...(cell && { DATABASE_URL: cell.config.databaseUrl, JETPAY_DATA: cell.config.dataFolder }),
  NO_COLOR: '1',
})
const jetpay = (cell: Cell | undefined, ...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { cwd: projectFolder, env: environment(cell) }
    execFile(process.execPath, ['src/main.ts', ...words], options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
const why = ['--by', 'Ada', '--note', 'Wire of today']
const settling = (to: string, amount: string, reference: string) => [
  'cell',
  'settle',
  to,
  '--currency',
  'CAD',
  '--amount',
  amount,
  '--reference',
  reference,
  ...why,
]
const settle = (cell: Cell, to: string, amount: string, reference: string, ...more: string[]) =>
  jetpay(cell, ...settling(to, amount, reference), ...more)

/** What the platform's own books say of the other cell and of the bank: one is the other's opposite. */
async function books({ db }: Cell) {
  const rows = await db.many<{ account: 'cells' | 'bank_clearing'; sum: bigint }>(sql`
    select account, sum(amount)::bigint as sum from ledger_entries e
    where company_id = '00000000-0000-0000-0000-000000000000' and account in ('cells', 'bank_clearing')
      and exists (select from cell_dues c where c.company_id = e.company_id and c.cell_due_id = e.transaction_id)
    group by 1`)
  return {
    cells: 0n,
    bank_clearing: 0n,
    ...Object.fromEntries(rows.map(({ account, sum }) => [account, sum])),
  }
}
const both = async () => [await books(cells.a), await books(cells.b)]
const owing = (minor: bigint) => [
  { cells: -minor, bank_clearing: minor },
  { cells: minor, bank_clearing: -minor },
]
const settledAt = (minor: bigint) =>
  until(`both to owe ${minor}`, async () => {
    const [a, b] = await both()
    return a?.cells === -minor && b?.cells === minor
  })

async function isSound(): Promise<void> {
  await verifiesClean(cells.a)
  await verifiesApart(cells.b)
  const { out } = await jetpay(undefined, 'verify', '--cells', '--json')
  const { over_all } = JSON.parse(out) as { over_all: { name: string; ok: boolean }[] }
  // Both send as the same here, each to a folder of its own.
  assert.deepEqual(
    over_all.filter(({ name, ok }) => !ok && name !== 'each_cell_is_itself_to_the_bank'),
    [],
  )
}

test('a payment is refused where nothing is owed, where it is more than that, and in words that say so', async () => {
  const { a, b } = cells
  assert.deepEqual(await both(), owing(50_00n))
  const dues = JSON.parse((await jetpay(a, 'cell', 'dues', '--json')).out)
  assert.deepEqual(dues.data, [{ cell_id: 'b', currency: 'CAD', we_owe_amount: 50, owed_to_us_amount: 0 }])
  assert.match((await settle(a, 'b', '50.01', 'WIRE1')).err, /owes cell b 50\.00 CAD, and not 50\.01/)
  assert.match((await settle(b, 'a', '1.00', 'WIRE1')).err, /owes cell a 0\.00 CAD/)
  assert.match((await settle(a, 'b', '1.00', '0WIRE')).err, /does not begin with 0/)
  assert.match((await settle(a, 'b', '1.00', 'WIRE9', '--returned')).err, /No payment WIRE9 to cell b/)
  assert.deepEqual(await both(), owing(50_00n))
})

test('a payment is booked once on both sides, whatever is killed, said twice or comes twice', async () => {
  const { a } = cells
  // Killed at any moment of its half second, and said again.
  for (let ms = 100; ; ms += 60) {
    const options = { cwd: projectFolder, env: environment(a), stdio: 'ignore' as const }
    const child = spawn(process.execPath, ['src/main.ts', ...settling('b', '20.00', 'WIRE1')], options)
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.on('close', (_, signal) => resolve(signal)),
    )
    // Not waiting for anything: any moment will do, and they differ from kill to kill.
    await delay(ms)
    child.kill('SIGKILL')
    if ((await ended) === null) break
  }
  const twice = await Promise.all([1, 2].map(() => settle(a, 'b', '20.00', 'WIRE1')))
  for (const { code, out } of twice) assert.deepEqual([code, /not again/.test(out)], [0, true], out)
  const racing = await Promise.all([1, 2].map(() => settle(a, 'b', '30.00', 'WIRE2')))
  assert.deepEqual(racing.map(({ out }) => /not again/.test(out)).sort(), [false, true])
  assert.match((await settle(a, 'b', '19.00', 'WIRE1')).err, /WIRE1 was booked as 20\.00 CAD to cell b/)
  await settledAt(0n)
  // Whoever dies before a file is marked writes it again.
  await a.db.run(sql`update cell_files set handed_over_at = null`)
  await until(
    'all files again',
    async () => (await a.db.many(sql`select from cell_files where handed_over_at is null`)).length === 0,
  )
  await isSound()
  assert.deepEqual(await both(), owing(0n))
  const lines = await a.db.many(sql`select from audit_log where operation = 'jetpay cell settle'`)
  assert.ok(lines.length >= 4, 'whoever booked it is in the audit log')
})

test('one that comes back is owed again, once, and verify sees a payment that nobody told', async () => {
  const { a } = cells
  for (const _ of [1, 2]) assert.equal((await settle(a, 'b', '30.00', 'WIRE2', '--returned')).code, 0)
  await settledAt(30_00n)
  await isSound()
  await a.db.run(sql`
    insert into cell_payments (cell_id, reference, currency, amount) values ('b', 'WIRE3', 'CAD', 100)`)
  const { checks } = await verify(a.db, { sentMaxMs: 60_000, simulatorUrl: null })
  assert.deepEqual(
    checks.filter(({ ok }) => !ok).map(({ name }) => name),
    ['each_cell_payment_is_told_once'],
  )
  await a.db.run(sql`delete from cell_payments where reference = 'WIRE3'`)
})
