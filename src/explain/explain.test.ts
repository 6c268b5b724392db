/**
 * Every number that is explained adds up to its parts, on each level, to the cent, and is what the ledger
 * says: of a history that chance makes, through the API and with the network's and the bank's own files.
 */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { disputeStage } from '../../test/dispute-stage.ts'
import { minor, readParts, readWhole } from '../../test/explained-parts.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { setFee } from '../companies/fee-schedule.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { figures } from '../summaries/figures.ts'

let platform: Platform
let network: ClearingStage
let disputes: ReturnType<typeof disputeStage>
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
  disputes = disputeStage(platform, network)
  const terms = { currency: 'CAD', method: 'card', basisPoints: 290, fixed: 30n } as const
  await setFee(platform.db, platform.demo.company_id, terms, -60)
})
after(() => platform?.close())

const get = async (path: string) => {
  const answer = await platform.call('GET', path)
  assert.equal(answer.status, 200, `${path}: ${answer.text} ${platform.lines.slice(-3)}`)
  return answer.body
}

const partsOf = (path: string) => readParts(get, path)
const opens = (path: string, amount: number) => readWhole(get, path, amount)

/** Opens it to the last level that is a sum; returns the entries at its end. */
async function openAll(path: string): Promise<any[]> {
  const { parts, level } = await partsOf(path)
  if (level === 'entries')
    for (const { explain, amount } of parts.filter(({ explain }) => explain)) await opens(explain, amount)
  if (level === 'items')
    for (const { explain, amount, subject } of parts.filter(({ explain }) => explain)) {
      const item = await opens(explain, amount)
      assert.deepEqual([item.data.length, item.data[0].key], [1, subject.kind])
      assert.ok(item.entries.length >= 2, explain)
    }
  if (level === 'entries' || level === 'items') return parts
  const below: any[] = []
  for (const part of parts) {
    const opened = await openAll(part.explain)
    const sum = opened.reduce((sum, { amount }) => sum + minor(amount), 0n)
    assert.equal(sum, minor(part.amount), part.explain)
    assert.equal(opened.length, part.count, part.explain)
    below.push(...opened)
  }
  return below
}

const payouts = async () => (await get('/payout?limit=100')).data as any[]

async function live() {
  const card = await platform.saveCard()
  const declined = await platform.saveCard('4000000000009995')
  const charge = async (of = card) =>
    (await platform.charge(of, { amount: `${randomInt(120, 300)}.${randomInt(10, 100)}` })).body
      .debit_id as string
  const refund = (debit: string) =>
    platform.good('POST', `/debit/${debit}/refund`, { amount: `0.${randomInt(10, 99)}` })
  for (let days = 0; days < 3; days++) {
    const debits: string[] = []
    for (let charges = randomInt(3, 8); charges > 0; charges--) debits.push(await charge())
    await charge(declined)
    await network.clear(...(await Promise.all(debits.map((debit) => network.recordOf(debit)))))
    await until('their payout', async () => (await payouts()).length > days)
    const taken = debits.pop()!
    await refund(debits[0]!)
    for (const debit of debits.slice(1)) if (randomInt(3) === 0) await refund(debit)
    const { amount } = await get(`/transaction/${taken}`)
    if (days > 0) await network.clear(await disputes.record(taken, '0301', -minor(amount)))
  }
  // Reversed before it clears, and one that stays uncleared.
  await platform.good('POST', `/debit/${await charge()}/refund`, {})
  await charge()
  await until('the payouts to have arrived', async () =>
    (await payouts()).every(({ state }) => state === 'completed'),
  )
}

test('a balance opens to its entries, each level adds up, and it is what GET /balance says', async () => {
  await live()
  const [{ balances }] = (await get('/balance')).data
  for (const [account, balance] of Object.entries(balances)) {
    const opened = await openAll(`/balance/explain?currency=CAD&account=${account}`)
    assert.equal(
      opened.reduce((sum, { amount }) => sum + minor(amount), 0n),
      minor(balance),
      account,
    )
    const entries = await platform.db.many(
      sql`select from ledger_entries where company_id = ${platform.demo.company_id} and account = ${account} and currency = 'CAD'`,
    )
    assert.equal(opened.length, entries.length, account)
  }
})

test('each figure of home is what it is explained by, and all together are what is owed more than before', async () => {
  const summary = await get('/company/summary')
  const [cad] = summary.currencies
  let owed = 0n
  for (const figure of figures) {
    const { amount, count } = cad.figures[figure]
    const opened = await openAll(`/company/summary/explain?currency=CAD&figure=${figure}`)
    assert.equal(
      opened.reduce((sum, { amount }) => sum + minor(amount), 0n),
      minor(amount),
      figure,
    )
    assert.equal(opened.length, count, figure)
    owed += figure === 'volume' ? minor(amount) : -minor(amount)
  }
  assert.equal(owed, minor(cad.payable_change))
  const change = await get('/company/summary/explain?currency=CAD')
  assert.deepEqual([minor(change.amount), change.adds_up], [owed, true])
  const entries = await openAll('/company/summary/explain?currency=CAD')
  assert.equal(
    entries.reduce((sum, { amount }) => sum + minor(amount), 0n),
    owed,
  )
  assert.equal(owed, -minor((await get('/balance')).data[0].balances.company_payable))
  const failed = await platform.db.many(sql`select from debits where state = 'failed'`)
  assert.deepEqual(cad.declines, [{ reason: 'insufficient_funds', count: failed.length }])
  assert.equal(
    summary.series.reduce((sum: bigint, { volume }: any) => sum + minor(volume), 0n),
    minor(cad.figures.volume.amount),
  )
})

test('a payout is its payments less what is named, to the cent, and says how it went to the bank', async () => {
  const all = await payouts()
  assert.ok(all.length >= 3)
  for (const { identifier, amount } of all) {
    const opened = await openAll(`/payout/${identifier}/explain`)
    assert.equal(
      opened.reduce((sum, { amount }) => sum + minor(amount), 0n),
      minor(amount),
    )
    assert.equal(opened.length, (await get(`/payout/${identifier}`)).items_total)
    // As an account has it that it leaves: the same with the other sign, down to the last item.
    const left = await openAll(`/payout/${identifier}/explain?negated=true`)
    assert.deepEqual(
      left.map(({ amount }) => -minor(amount)),
      opened.map(({ amount }) => minor(amount)),
    )
    const { amount: whole, adds_up } = await get(`/payout/${identifier}/explain?negated=true`)
    assert.deepEqual([minor(whole), adds_up], [-minor(amount), true])
    assert.ok(opened.every(({ subject }) => subject.transaction_id))
    const { travels } = await get(`/payout/${identifier}/explain`)
    assert.equal(
      travels.reduce((sum: bigint, { amount }: any) => sum + minor(amount), 0n),
      minor(amount),
    )
  }
})

test('a transaction says what is owed for it, in which files its money is, and in which payout', async () => {
  const [{ identifier }] = (await get('/transaction?state=completed&limit=1')).data
  const explained = await get(`/transaction/${identifier}/explain`)
  assert.equal(explained.adds_up, true)
  const [itself, fee] = explained.data
  assert.deepEqual([itself.key, fee.key], ['debit', 'fee'])
  const [source] = itself.sources
  const record = await platform.db.one<{ sequence: bigint; line: number }>(
    sql`select sequence, line from clearing_records where debit_id = ${identifier} and kind = 'sale'`,
  )
  assert.deepEqual([source.of, source.file, source.line], ['TESTNET', Number(record.sequence), record.line])
  assert.ok(explained.paid_out.some(({ part, payout_id }: any) => part === 'deposit' && payout_id))
  await verifiesClean(platform)
})

test('as CSV it is the same: every item of a payout and every entry of a figure, which add up', async () => {
  const headers = { authorization: `Bearer ${platform.demo.api_token}` }
  const csv = async (path: string) => (await fetch(platform.url + path, { headers })).text()
  const sumOf = (csv: string) =>
    csv
      .trim()
      .split('\r\n')
      .slice(1)
      .reduce((sum, line) => sum + minor(line.split(',').at(-1)), 0n)
  for (const { identifier, amount } of await payouts()) {
    const text = await csv(`/payout/${identifier}/items`)
    // The last line is the total of all before it.
    assert.equal(sumOf(text), 2n * minor(amount))
  }
  const [cad] = (await get('/company/summary')).currencies
  for (const figure of figures) {
    const text = await csv(`/company/summary/entries?currency=CAD&figure=${figure}`)
    assert.equal(sumOf(text), minor(cad.figures[figure].amount), figure)
  }
})

test('what waits for the next payout is told, and that less than nothing is carried over', async () => {
  // What was given back on the last day, after its payout.
  const [next] = (await get('/payout/next')).data
  const waiting = await platform.db.one<{ amount: bigint }>(
    sql`select sum(amount)::bigint as amount from payout_items where payout_id is null`,
  )
  assert.deepEqual([minor(next.amount), next.is_carried_over], [waiting.amount, true])
  const whole = await get(`/payout/next/explain?to_bank_account_id=${next.to_bank_account_id}&currency=CAD`)
  const part = await get(whole.data[0].explain)
  assert.deepEqual([whole.amount, whole.adds_up], [next.amount, true])
  assert.deepEqual([part.amount, part.adds_up], [whole.data[0].amount, true])
  // Of another account nothing waits.
  assert.equal((await get(`/payout/next/explain?to_bank_account_id=${newId()}&currency=CAD`)).amount, 0)
})

test('what was owed since an earlier day stands apart in the payout that takes it off at last', async () => {
  const before = await payouts()
  // What waits is of yesterday; nothing was left to pay out then.
  const waiting = await platform.db.many<{ part: string; amount: bigint }>(sql`
    update payout_items set owed_at = owed_at - interval '1 day'
    where company_id = ${platform.demo.company_id} and payout_id is null returning part, amount`)
  const sumOf = (items: { amount: bigint }[]) => items.reduce((sum, { amount }) => sum + amount, 0n)
  const [next] = (await get('/payout/next')).data
  const ahead = await get(`/payout/next/explain?to_bank_account_id=${next.to_bank_account_id}&currency=CAD`)
  for (const { key } of ahead.data) assert.match(key, /^carried_over/)
  const charged = 8000n - sumOf(waiting)
  const amount = `${charged / 100n}.${String(charged % 100n).padStart(2, '0')}`
  const { body } = await platform.charge(await platform.saveCard(), { amount })
  await network.clear(await network.recordOf(body.debit_id))
  const payout = await until('the next payout', async () =>
    (await payouts()).find(({ identifier }) => before.every((other) => other.identifier !== identifier)),
  )
  const { data } = await get(`/payout/${payout.identifier}/explain`)
  const [payments] = data.filter(({ key }: any) => key === 'payments')
  assert.equal(minor(payments.amount), charged)
  const carried = data.find(({ key }: any) => key === 'carried_over.refunds')
  const refunds = waiting.filter(({ part, amount }) => part === 'deposit' && amount < 0n)
  assert.deepEqual([minor(carried.amount), carried.count], [sumOf(refunds), refunds.length])
  const opened = await openAll(`/payout/${payout.identifier}/explain`)
  assert.equal(sumOf(opened.map(({ amount }) => ({ amount: minor(amount) }))), minor(payout.amount))
  const [item] = (await get(carried.explain)).data
  assert.ok(Date.parse(item.at) < Date.parse(payout.created_at) - 23 * 3_600_000)
})

test('what needs somebody is told with its next step, and nothing else', async () => {
  const open = await platform.db.many(sql`select from disputes where state = 'needs_response'`)
  const { data } = await get('/company/attention')
  assert.deepEqual(
    data.map(({ kind, count }: any) => [kind, count]),
    [
      ['dispute_to_answer', open.length],
      // Charges that were not in the files that the test has made.
      ['difference_open', (await get('/reconciliation_items?state=open&limit=100')).data.length],
    ],
  )
  const listed = await get(data[0].list)
  assert.equal(listed.data.length, open.length)
  assert.ok(data[0].due_at && data[0].next_step)
})

test('another company’s payout and transaction are not there, and its numbers are its own', async () => {
  const { headers } = await anotherCompany(platform)
  const [payout] = await payouts()
  const [debit] = (await get('/transaction?limit=1')).data
  for (const path of [`/payout/${payout.identifier}/explain`, `/transaction/${debit.identifier}/explain`])
    assert.equal((await platform.call('GET', path, undefined, headers)).status, 404)
  assert.deepEqual((await platform.call('GET', '/company/summary', undefined, headers)).body.currencies, [])
  const { body } = await platform.call('GET', '/balance/explain?currency=CAD', undefined, headers)
  assert.deepEqual([body.amount, body.data, body.adds_up], [0, [], true])
})

test('what cannot be explained is refused, and says why', async () => {
  const debit = (await get('/transaction?kind=debit&limit=1')).data[0].identifier as string
  for (const [path, status] of [
    ['/balance/explain', 422],
    [`/transaction/${debit}/explain?entry=x`, 422],
    [`/transaction/${debit}/explain?entry=${debit}:99`, 404],
    [`/transaction/${debit}/explain?item=${debit}:x`, 422],
    [`/transaction/${debit}/explain?item=${debit}:pull_returned`, 404],
    [`/transaction/${debit}/explain?item=${debit}:deposit&entry=${debit}:1`, 422],
    [`/transaction/${debit}/explain?entry=${debit.replace(/.{4}$/, '0000')}:1`, 404],
    ['/balance/explain?currency=CAD&move=card_debit.request', 404],
    ['/balance/explain?currency=CAD&cursor=1_2', 422],
    ['/company/summary?from=2026-02-01&to=2026-01-01', 422],
    ['/company/summary?from=2001-01-01&to=2026-01-01', 422],
  ] as const) {
    const answer = await platform.call('GET', path)
    assert.equal(answer.status, status, `${path}: ${answer.text}`)
  }
})
