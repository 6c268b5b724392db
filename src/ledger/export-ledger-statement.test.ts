import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

test('a statement of more entries than are read at a time has each once, in order, and sums to zero', async () => {
  const { companyId, headers } = await anotherCompany(platform)
  // Three lines to a move, so that pages of 5,000 end within one.
  await platform.db.run(sql`
    with moved as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      select ${companyId}, gen_random_uuid(), 2, 'charge', 'requested', 'paid',
        '2026-01-31T23:59:00Z'::timestamptz + make_interval(secs => n % 120)
      from generate_series(1, 4000) as n
      returning *
    )
    insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
    select company_id, transaction_id, sequence, line, account, 'USD', amount, moved_at
    from moved, (values (1, 'network_receivable', 10001), (2, 'fees', -2), (3, 'company_payable', -9999))
      as posting (line, account, amount)`)
  const ask = async (from: string, to: string) => {
    const answer = await fetch(`${platform.url}/ledger/statement?from=${from}&to=${to}`, { headers })
    assert.equal(answer.status, 200)
    return (await answer.text())
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','))
  }
  const rows = await ask('2026-01-31', '2026-02-01')
  assert.equal(rows.length, 12_000)
  const places = rows.map(([day, , transaction, sequence, , line]) =>
    [day, transaction, sequence, line].join(' '),
  )
  assert.deepEqual(places, [...new Set(places)].toSorted())
  const amounts = rows.map((row) => row.at(-1)!)
  assert.deepEqual([...new Set(amounts)], ['100.01', '-0.02', '-99.99'])
  assert.equal(
    amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n),
    0n,
  )
  // A day ends at midnight UTC, and a range has its first and last day.
  const [first, second] = [await ask('2026-01-31', '2026-01-31'), await ask('2026-02-01', '2026-02-01')]
  assert.ok(first.length > 0 && second.length > 0)
  assert.deepEqual([...first, ...second], rows)
})
