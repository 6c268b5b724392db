/** What companies are charged: the right amount, once, taken from their payouts, and never given back. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { inspect, promisify } from 'node:util'
import fc from 'fast-check'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { closed, type EftStage, eftStage, returnedLate } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'
import { setFee } from '../companies/fee-schedule.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { currencies } from '../ground/money.ts'
import { chargeFees } from './charge-fees.ts'

let platform: Platform
let network: ClearingStage
let eft: EftStage
let tamper: Tampering
let card: { path: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
  eft = eftStage(platform)
  card = await platform.saveCard()
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper?.close()
  await platform?.close()
})

const charge = async (amount: string) => (await platform.charge(card, { amount })).body.debit_id as string
const clear = async (...debits: string[]) =>
  network.clear(...(await Promise.all(debits.map((debit) => network.recordOf(debit)))))
const feeOf = async (id: string) => (await eft.get(id)).fee_amount
const agree = (method: 'card' | 'eft', basisPoints: number, fixed: bigint, afterSeconds = 0) =>
  setFee(platform.db, platform.demo.company_id, { currency: 'CAD', method, basisPoints, fixed }, afterSeconds)
const payoutWith = (debitId: string) =>
  until('its deposit', async () => {
    const row = await platform.db.first<{ payout_id: string }>(sql`
      select payout_id from payout_items join payouts using (company_id, payout_id)
      where transaction_id = ${debitId} and part = 'deposit' and state = 'completed'`)
    return row && (await platform.call('GET', `/payout/${row.payout_id}`)).body
  })

test('a fee is the percentage rounded half up plus the fixed part, and never more than the amount', async () => {
  const amounts = fc.bigInt({ min: 1n, max: 9_999_999_999n })
  const terms = fc.tuple(
    amounts,
    fc.integer({ min: 0, max: 10_000 }),
    fc.bigInt({ min: 0n, max: 9_999_999_999n }),
  )
  const ofOne = fc.oneof(
    terms,
    fc.tuple(amounts, fc.constantFrom(1, 50, 290, 5_000), fc.constantFrom(0n, 30n)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(ofOne, { minLength: 1, maxLength: 100 }), async (asked) => {
      const charged = await platform.db.many<{ fee: bigint }>(sql`
        select fee_of(amount, bps, fixed) as fee from unnest(${asked.map(([amount]) => amount)}::bigint[],
          ${asked.map(([, bps]) => bps)}::integer[], ${asked.map(([, , fixed]) => fixed)}::bigint[])
          with ordinality as asked (amount, bps, fixed, place) order by place`)
      for (const [at, [amount, bps, fixed]] of asked.entries()) {
        const { fee } = charged[at]!
        const above = (fee - fixed) * 10_000n - amount * BigInt(bps)
        // At most half a minor unit above the exact percentage, and less than half below, but where the whole
        // amount is taken.
        assert.ok(fee <= amount && above <= 5_000n, `${amount} at ${bps} + ${fixed}: ${fee}`)
        assert.ok(fee === amount || above > -5_000n, `${amount} at ${bps} + ${fixed}: ${fee}`)
      }
    }),
    { numRuns: 50 },
  )
})

test('a company without terms is charged nothing', async () => {
  const debitId = await charge('10.00')
  await clear(debitId)
  assert.equal(await feeOf(debitId), 0)
  // So that the next payout is not of this one, too.
  assert.equal((await payoutWith(debitId)).amount, 10)
})

test('a card debit is charged when it settles, and the payout is less by it', async () => {
  await agree('card', 290, 30n)
  const debits = [await charge('10.00'), await charge('0.50'), await charge('0.10')] as [
    string,
    string,
    string,
  ]
  assert.equal(await feeOf(debits[0]), 0)
  await clear(...debits)
  // 2.9 % of 0.50 is 0.0145; of 0.10 there is not more to take than 0.10.
  assert.deepEqual(await Promise.all(debits.map(feeOf)), [0.59, 0.31, 0.1])
  const payout = await payoutWith(debits[0])
  assert.equal(payout.amount, 9.6)
  assert.deepEqual(payout.items.map(({ amount, part }: any) => `${part} ${amount}`).sort(), [
    'deposit 0.1',
    'deposit 0.5',
    'deposit 10',
    'fee -0.1',
    'fee -0.31',
    'fee -0.59',
  ])
  assert.deepEqual(await eft.balances(), { fees: -1, bank_clearing: 1 })
})

test('charging a debit again charges nothing', async () => {
  const [fee] = await platform.db.many<{ company_id: string; transaction_id: string }>(
    sql`select * from fees limit 1`,
  )
  await platform.db.transaction((db) => chargeFees(db, [fee!, fee!], 'settle'))
  assert.deepEqual(await eft.balances(), { fees: -1, bank_clearing: 1 })
})

test('new terms hold for what completes after they are in force, not for what was charged before', async () => {
  await agree('card', 0, 45n)
  await agree('card', 0, 99n, 3_600)
  const debitId = await charge('20.00')
  await clear(debitId)
  assert.equal(await feeOf(debitId), 0.45)
  await payoutWith(debitId)
})

test('a refund does not give the fee back', async () => {
  const debitId = await charge('20.00')
  await clear(debitId)
  await payoutWith(debitId)
  const stage = refundStage(platform)
  assert.equal((await stage.refund(debitId)).status, 200)
  assert.equal(await feeOf(debitId), 0.45)
  assert.deepEqual(await eft.balances(), {
    company_payable: 20,
    refunds: -20,
    bank_clearing: 1.9,
    fees: -1.9,
  })
})

test('a debit by bank is charged when its pull has settled, and keeps its fee when it comes back late', async () => {
  await agree('eft', 50, 25n)
  const debit = await eft.payByBank(undefined, { amount: '40.00' })
  assert.equal(await feeOf(debit.id), 0)
  await eft.inState(debit.id, 'completed')
  assert.equal(await feeOf(debit.id), 0.45)
  const late = await eft.payByBank(returnedLate, { amount: '40.00' })
  await until('its late return', async () => (await eft.get(late.id)).returns.length === 1)
  assert.equal(await feeOf(late.id), 0.45)
  const failed = await eft.payByBank(closed)
  await eft.inState(failed.id, 'failed')
  assert.equal(await feeOf(failed.id), 0)
})

test('terms that make no sense are refused', async () => {
  for (const [basisPoints, fixed] of [
    [-1, 0n],
    [10_001, 0n],
    [1.5, 0n],
    [0, -1n],
    [0, 10_000_000_000n],
  ] as const)
    await assert.rejects(agree('card', basisPoints, fixed), OperatorError)
  const nobody = { currency: 'CAD', method: 'card', basisPoints: 1, fixed: 0n } as const
  await assert.rejects(
    setFee(platform.db, '00000000-0000-7000-8000-000000000000', nobody),
    /There is no company/,
  )
})

test('an operator sets terms and reads them by command', async () => {
  const jetpay = async (...words: string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['src/main.ts', 'company', ...words, '--company', platform.demo.company_id, '--json'],
      { cwd: projectFolder, env: { ...process.env, DATABASE_URL: platform.config.databaseUrl! } },
    )
    return JSON.parse(stdout)
  }
  const before = Date.now()
  const set = await jetpay(
    'fee',
    '--currency',
    'USD',
    '--method',
    'eft',
    '--basis-points',
    '15',
    '--fixed',
    '0.20',
  )
  assert.ok(new Date(set.effective_at).getTime() > before + 59_000, set.effective_at)
  assert.deepEqual((await jetpay('fees')).at(-1), set)
  assert.deepEqual([set.currency, set.method, set.basis_points, set.fixed], ['USD', 'eft', 15, 0.2])
  await assert.rejects(
    jetpay('fee', '--currency', 'XTS', '--method', 'eft', '--basis-points', '1', '--fixed', '0.00'),
    new RegExp(`--currency is none of ${currencies.join(', ')}`),
  )
})

test('a fee in minor units, as a script of an earlier version has it, is refused and not taken a hundredfold', async () => {
  const words = ['fee', '--company', platform.demo.company_id, '--currency', 'CAD', '--method', 'card']
  await assert.rejects(
    promisify(execFile)(
      process.execPath,
      ['src/main.ts', 'company', ...words, '--basis-points', '290', '--fixed', '30'],
      { cwd: projectFolder, env: { ...process.env, DATABASE_URL: platform.config.databaseUrl! } },
    ),
    /--fixed is "30"; write the amount with its two decimals, such as 30\.00/,
  )
})

test('every invariant holds', async () => {
  await until('everything to have arrived', async () => {
    const open = await platform.db.many(sql`
      select 1 from outbox union all select 1 from bank_items where state in ('queued', 'sent')
      union all select 1 from attempts where state in ('sent', 'reversing')`)
    return open.length === 0
  })
  await platform.stopWorker()
  const report = await tamper.run()
  assert.deepEqual(
    failing(report),
    [],
    inspect(
      report.checks.filter(({ ok }) => !ok),
      { depth: 5 },
    ),
  )
})

/** What was done to the data, and what that breaks. */
const tampering: [what: string, statement: string, breaks: string[]][] = [
  [
    'a fee of another amount',
    `update fees set amount = amount + 1`,
    [
      'each_fee_is_what_was_agreed',
      'fees_are_what_was_charged',
      'each_fee_is_paid_once',
      'each_move_is_posted',
    ],
  ],
  [
    'a debit without its fee',
    `delete from fees`,
    ['each_fee_is_what_was_agreed', 'fees_are_what_was_charged', 'each_fee_is_paid_once'],
  ],
  [
    'other terms than were in force',
    `update fee_schedules set basis_points = basis_points + 100`,
    ['each_fee_is_what_was_agreed'],
  ],
  [
    'a fee that says other terms than it was made with',
    `update fees set fixed = fixed + 1`,
    ['each_fee_is_what_was_agreed'],
  ],
  [
    'a fee that no payout is less by',
    `delete from payout_items where part = 'fee'`,
    ['each_fee_is_paid_once'],
  ],
  [
    'a fee that was taken off a payout and is owed once more',
    `update payout_items set payout_id = null where part = 'fee'`,
    ['each_completed_debit_is_paid_out_once'],
  ],
  [
    'a fee without its postings',
    `delete from ledger_entries where account = 'fees'`,
    ['fees_are_what_was_charged', 'each_move_is_posted', 'postings_sum_to_zero'],
  ],
  [
    'a fee without its history',
    `delete from transaction_moves where move = 'charge' and to_state = 'charged'`,
    ['history_leads_to_state', 'each_move_is_posted'],
  ],
]
for (const [what, statement, breaks] of tampering)
  test(`verify sees ${what}`, () => tamper.isSeen(statement, breaks))
