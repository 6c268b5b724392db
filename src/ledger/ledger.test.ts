import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { answered } from '../../test/answered.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { formatAmount } from '../ground/money.ts'

let platform: Platform
before(async () => {
  // Longer than a hundred charges at once take on a slow machine.
  platform = await startPlatform({ networkTimeoutMs: 5_000, reversalTimeoutMs: 300 })
})
after(() => platform.close())

const get = (path: string) => platform.call('GET', path)
const entriesOf = async (debitId: string) =>
  (await get(`/ledger/entries?transaction_id=${debitId}`)).body.data
const balancesOf = async (currency: string, query = '') => {
  const { status, body, text } = await get(`/balance${query}`)
  assert.equal(status, 200, text)
  return body.data.find((of: any) => of.currency === currency).balances
}
const cents = (amount: number) => Math.round(amount * 100)

/** Days that hold all that this test posts, also when it runs over midnight. */
const DAY_MS = 86_400_000
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const [from, to] = [dayAt(Date.now() - DAY_MS), dayAt(Date.now() + DAY_MS)]

const download = (path: string, headers = { authorization: `Bearer ${platform.demo.api_token}` }) =>
  fetch(platform.url + path, { headers })

/** What the ledger has, straight from its rows. */
const sums = () =>
  platform.db.many<{ transaction_id: string; currency: string; difference: bigint }>(sql`
    select transaction_id, currency, sum(amount)::bigint as difference from ledger_entries
    where company_id = ${platform.demo.company_id} group by transaction_id, currency`)

test('a charge posts that the network owes us and that we owe the company, once', async () => {
  const card = await platform.saveCard()
  const { body } = await platform.charge(card, { amount: '100.50' })
  const entries = await entriesOf(body.debit_id)
  assert.deepEqual(
    entries.map((entry: any) => [entry.sequence, entry.line, entry.move, entry.account, entry.amount]),
    [
      [2, 2, 'charge', 'company_payable', -100.5],
      [2, 1, 'charge', 'network_receivable', 100.5],
    ],
  )
  const { text } = await get(`/ledger/entries?transaction_id=${body.debit_id}`)
  assert.match(text, /"amount":-100\.50,/)
  const { history } = (await get(`/transaction/${body.debit_id}`)).body
  assert.equal(entries[0].posted_at, history[1].moved_at)
})

test('a charge that is declined, or reversed because its outcome was unknown, posts nothing', async () => {
  const declined = await platform.charge(await platform.saveCard('4000000000009995'))
  assert.equal(declined.status, 402)
  assert.deepEqual(await entriesOf(declined.body.debit_id), [])
  const postsNothing = async (number: string) => {
    const silent = await platform.charge(await platform.saveCard(number))
    const { debit_id } = silent.body
    await until(
      'the debit to fail',
      async () => (await get(`/transaction/${debit_id}/status`)).body.state === 'failed',
    )
    assert.deepEqual(await entriesOf(debit_id), [])
  }
  await Promise.all(['4000000000900011', '4000000000900029', '4000000000900045'].map(postsNothing))
})

test('a hundred charges at once, each sent twice, post exactly once each', async () => {
  const card = await platform.saveCard()
  const keys = Array.from({ length: 100 }, () => newId())
  const answers = await Promise.all(
    keys
      .flatMap((key) => [key, key])
      .map((key) => answered(() => platform.charge(card, { amount: '0.07' }, { 'idempotency-key': key }))),
  )
  const debits = new Set(answers.map((answer) => answer.body.debit_id))
  assert.equal(debits.size, 100)
  const posted = await platform.db.many<{ transaction_id: string; lines: bigint; amount: bigint }>(sql`
    select transaction_id, count(*) as lines, sum(amount) filter (where amount > 0)::bigint as amount
    from ledger_entries where company_id = ${platform.demo.company_id}
      and transaction_id = any (${[...debits]}::uuid[]) group by transaction_id`)
  assert.equal(posted.length, 100)
  for (const { lines, amount } of posted) assert.deepEqual([lines, amount], [2n, 7n])
})

test('the postings of every transaction sum to zero in each currency', async () => {
  const found = await sums()
  assert.ok(found.length > 100)
  assert.deepEqual(
    found.filter(({ difference }) => difference !== 0n),
    [],
  )
})

test('what the network owes us is, to the cent, what its own books say it captured', async () => {
  const { network_receivable, company_payable } = await balancesOf('CAD')
  assert.equal(cents(network_receivable), (await platform.books()).totals.CAD.net)
  assert.equal(cents(network_receivable) + cents(company_payable), 0)
})

test('the balance is the sum of the entries, of all accounts and on any day', async () => {
  const { total } = await platform.db.one<{ total: bigint }>(sql`
    select sum(amount)::bigint as total from ledger_entries
    where company_id = ${platform.demo.company_id} and account = 'network_receivable' and currency = 'CAD'`)
  const now = await balancesOf('CAD')
  assert.equal(cents(now.network_receivable), Number(total))
  assert.deepEqual(
    [now.bank_clearing, now.fees, now.refunds, now.losses, (await balancesOf('USD')).network_receivable],
    [0, 0, 0, 0, 0],
  )
  assert.deepEqual(await balancesOf('CAD', `?day=${to}`), now)
  assert.equal((await balancesOf('CAD', '?day=2020-01-01')).network_receivable, 0)
})

test('pages of entries join to the whole, each once, and filters narrow them', async () => {
  const walk = async (query: string) => {
    const seen: any[] = []
    for (let cursor = ''; ; ) {
      const { body, status, text } = await get(`/ledger/entries?limit=100${query}${cursor}`)
      assert.equal(status, 200, text)
      seen.push(...body.data)
      if (body.next_cursor === null) return seen
      cursor = `&cursor=${body.next_cursor}`
    }
  }
  const all = await walk('')
  const keys = all.map((entry) => [entry.day, entry.transaction_id, entry.sequence, entry.line].join(' '))
  assert.equal(new Set(keys).size, keys.length)
  assert.deepEqual(keys, keys.toSorted().toReversed())
  assert.equal(keys.length, 2 * (await sums()).length)
  const receivable = await walk('&account=network_receivable&currency=CAD')
  assert.equal(receivable.length * 2, all.length)
  assert.ok(receivable.every((entry) => entry.account === 'network_receivable'))
  assert.equal((await walk(`&from=${from}&to=${to}`)).length, all.length)
  for (const nothing of ['&account=losses', '&currency=USD', '&to=2020-01-01', `&transaction_id=${newId()}`])
    assert.deepEqual(await walk(nothing), [])
})

test('the statement has every entry as a line of CSV, exactly', async () => {
  const answer = await download(`/ledger/statement?from=${from}&to=${to}`)
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.match(answer.headers.get('content-disposition')!, /^attachment; filename="ledger-.*\.csv"$/)
  assert.ok(answer.headers.get('x-request-id') && answer.headers.get('server-timing'))
  const [head, ...lines] = (await answer.text()).trimEnd().split('\r\n')
  assert.equal(head, 'day,posted_at,transaction_id,sequence,move,line,account,currency,amount')
  const rows = await platform.db.many<any>(sql`
    select day::text, posted_at, transaction_id, sequence, line, account, currency, amount from ledger_entries
    where company_id = ${platform.demo.company_id} order by day, transaction_id, sequence, line`)
  assert.deepEqual(
    lines,
    rows.map((row) =>
      [
        row.day,
        row.posted_at.toISOString(),
        row.transaction_id,
        row.sequence,
        'charge',
        row.line,
        row.account,
        row.currency,
        formatAmount(row.amount),
      ].join(','),
    ),
  )
})

test('a bad query is a 422 that names each parameter', async () => {
  const cases: Record<string, string[]> = {
    '/balance?day=yesterday': ['day'],
    '/balance?day=2026-02-30': ['day'],
    '/ledger/entries?cursor=abc': ['cursor'],
    '/ledger/entries?cursor=2026-02-30_00000000-0000-0000-0000-000000000000_1_1': ['cursor'],
    '/ledger/entries?cursor=2026-02-20_00000000-0000-0000-0000-000000000000_99999_1': ['cursor'],
    '/ledger/entries?account=cash&from=0000-01-01': ['account', 'from'],
    '/ledger/statement': ['from', 'to'],
    '/ledger/statement?from=2026-01-02&to=2026-01-01': ['to'],
    '/ledger/statement?from=2026-01-01&to=2027-01-02': ['to'],
  }
  for (const [path, paths] of Object.entries(cases)) {
    const { status, body } = await get(path)
    assert.equal(status, 422, path)
    assert.deepEqual(
      body.errors.map((error: { path: string }) => error.path),
      paths,
      path,
    )
  }
  assert.equal((await download('/ledger/statement?from=2026-01-01&to=2027-01-01')).status, 200)
})

test('another company sees nothing of it', async () => {
  const { headers } = await anotherCompany(platform)
  const { transaction_id } = (await sums())[0]!
  const theirs = (path: string) => platform.call('GET', path, undefined, headers)
  assert.deepEqual((await theirs('/ledger/entries')).body, { data: [], next_cursor: null })
  assert.deepEqual((await theirs(`/ledger/entries?transaction_id=${transaction_id}`)).body.data, [])
  for (const { balances } of (await theirs('/balance')).body.data)
    assert.ok(Object.values(balances).every((balance) => balance === 0))
  const statement = await download(
    `/ledger/statement?from=${from}&to=${to}`,
    headers as { authorization: string },
  )
  assert.equal((await statement.text()).split('\r\n').length, 2)
})
