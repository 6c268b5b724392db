import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { type Platform, startPlatform } from '../../test/platform.ts'
import type { Installation } from '../db/provision.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let debitId: string
before(async () => {
  platform = await startPlatform()
  debitId = (await platform.charge(await platform.saveCard())).body.debit_id
})
after(() => platform?.close())

const changes = [
  'update ledger_entries set amount = amount + 1',
  'update ledger_entries set account = account where false',
  'delete from ledger_entries',
  'truncate ledger_entries',
]

/** A connection of its own, past the program: as `psql` would make it. */
async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The database as the server's administrator reaches it, for whom privileges do not count. */
function adminUrl(): string {
  const { adminPassword } = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
  const url = new URL(platform.config.databaseUrl!)
  url.username = 'postgres'
  url.password = adminPassword
  return url.href
}

const entries = () =>
  platform.db.many(sql`select * from ledger_entries order by transaction_id, sequence, line`)

test('the owner of the tables has no privilege to change or delete an entry', async () => {
  const before = await entries()
  await connected(platform.config.databaseUrl!, async (client) => {
    for (const change of changes) await assert.rejects(client.query(change), /permission denied/, change)
  })
  assert.deepEqual(await entries(), before)
})

test('whoever takes the privileges back, and even the administrator, is refused by the trigger', async () => {
  const before = await entries()
  await connected(platform.config.databaseUrl!, async (client) => {
    await client.query('grant all on ledger_entries to current_user')
    for (const change of changes) await assert.rejects(client.query(change), /append-only/, change)
    await client.query('revoke update, delete, truncate on ledger_entries from current_user')
  })
  await connected(adminUrl(), async (client) => {
    for (const change of changes) await assert.rejects(client.query(change), /append-only/, change)
  })
  assert.deepEqual(await entries(), before)
})

/** Lines for a move of the charge that is posted already: amounts, with account and currency. */
const post = (sequence: number, lines: [string, string, number][]) =>
  connected(platform.config.databaseUrl!, (client) =>
    client.query(
      `insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
       select $1, $2, $3, ordinality + 10, account, currency, amount, now()
       from unnest($4::text[], $5::text[], $6::bigint[]) with ordinality as line (account, currency, amount)`,
      [
        platform.demo.company_id,
        debitId,
        sequence,
        lines.map(([account]) => account),
        lines.map(([, currency]) => currency),
        lines.map(([, , amount]) => amount),
      ],
    ),
  )

test('postings that do not sum to zero in each currency are refused, whoever inserts them', async () => {
  const before = await entries()
  const unbalanced: [string, string, number][][] = [
    [['losses', 'CAD', 1]],
    [
      ['losses', 'CAD', 100],
      ['company_payable', 'CAD', -99],
    ],
    [
      ['losses', 'CAD', 100],
      ['company_payable', 'USD', -100],
    ],
  ]
  for (const lines of unbalanced) await assert.rejects(post(2, lines), /differ by -?\d+ in (CAD|USD)/)
  assert.deepEqual(await entries(), before)
})

test('an account or currency that there is not, or nothing at all, is refused', async () => {
  const both = (account: string, currency: string, amount: number): [string, string, number][] => [
    [account, currency, amount],
    ['company_payable', currency, -amount],
  ]
  await assert.rejects(post(2, both('cash', 'CAD', 1)), /ledger_entries_account_check/)
  await assert.rejects(
    post(2, both('losses', 'XTS', 1)),
    /domain currency_code violates check constraint "known"/,
  )
  await assert.rejects(post(2, both('losses', 'CAD', 0)), /ledger_entries_amount_check/)
})
