import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '../src/db/sql.ts'
import { testCards } from '../src/simulator/test-cards.ts'
import { type Platform, startPlatform, until } from './platform.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
})
after(() => platform.close())

/** Has the network cut a file, and waits until the worker has applied it and looked for what is missing. */
async function cutAndSettle(): Promise<void> {
  const response = await fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })
  const { sequence } = (await response.json()) as { sequence: number }
  await until(`file ${sequence}`, async () => {
    const [file] = await platform.db.many<{ state: string }>(
      sql`select state from clearing_files where network_id = 'JETPAYNET' and sequence = ${sequence}`,
    )
    return file?.state === 'checked'
  })
}

test('what the simulated network clears, rightly and wrongly, ends as each test card says', async () => {
  const cards: Record<string, string> = { right: '4242424242424242' }
  for (const { clearing, number } of testCards) if (clearing) cards[clearing] = number
  const debits: Record<string, string> = {}
  for (const [name, number] of Object.entries(cards)) {
    const { body } = await platform.charge(await platform.saveCard(number), { amount: '10.50' })
    assert.equal(body.transaction_state, 'paid', name)
    debits[name] = body.debit_id
  }
  const states = async () => {
    const found: Record<string, string> = {}
    for (const [name, id] of Object.entries(debits))
      found[name] = (await platform.call('GET', `/transaction/${id}/status`)).body.state
    return found
  }
  await cutAndSettle()
  assert.deepEqual(await states(), {
    right: 'completed',
    late: 'paid',
    never: 'paid',
    short: 'paid',
    twice: 'paid',
    rejected: 'failed',
    disputed: 'completed',
  })
  await cutAndSettle()
  await cutAndSettle()
  assert.deepEqual(await states(), {
    right: 'completed',
    late: 'completed',
    never: 'paid',
    short: 'completed',
    twice: 'completed',
    rejected: 'failed',
    disputed: 'completed',
  })
  const open = await platform.db.many<{ kind: string; debit_id: string }>(
    sql`select kind, debit_id from reconciliation_items where state = 'open'`,
  )
  assert.deepEqual(open, [{ kind: 'missing', debit_id: debits.never }])
  const { entries } = await platform.books('?limit=1000')
  const charged = entries.filter(({ mti }: any) => mti === '0200')
  const paid = charged
    .flatMap(({ clearings }: any) => clearings)
    .reduce((sum: number, { amount }: any) => sum + amount, 0)
  assert.equal(
    paid,
    4 * 1050,
    'the network pays for all but those rejected, never cleared, and taken back by a dispute',
  )
  const { owed } = await platform.db.one<{ owed: bigint }>(
    sql`select sum(amount)::bigint as owed from ledger_entries where account = 'network_receivable'`,
  )
  assert.equal(owed, 1050n, 'the network still owes what it has captured and never cleared')
})
