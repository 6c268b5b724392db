/** Another cell of a test: a database of its own, whose jobs are run by hand, beside a platform. */

import { settleClearing } from '../src/clearing/settle-clearing.ts'
import { type Db, raw, sql } from '../src/db/sql.ts'
import { openContext } from '../src/process/context.ts'
import { bankSubjects } from '../src/worker/bank-subjects.ts'
import { createDatabases, type Platform } from './platform.ts'

/** What a charge needs and leaves, each after what it refers to. */
const tables =
  'companies company_limits event_heads contacts bank_accounts credit_cards debits attempts payouts bank_files bank_items transaction_moves ledger_entries payout_items outbox events'.split(
    ' ',
  )

type Row = Record<string, unknown>

/** Copies rows of a company that are not there yet, as a move does. Columns that are made are left out. */
export async function copyCompany(
  from: Db,
  to: Db,
  companyId: string,
  renamed: Record<string, (row: Row) => Row> = {},
) {
  for (const table of tables) {
    const columns = await from.many<{ name: string }>(sql`
      select column_name as name from information_schema.columns
      where table_name = ${table} and table_schema = 'public' and is_generated = 'NEVER' and is_identity = 'NO'`)
    const names = raw(columns.map(({ name }) => `"${name}"`).join(', '))
    const isOf = table === 'bank_files' ? sql`true` : sql`company_id = ${companyId}`
    const rows = await from.many<{ row: Row }>(
      sql`select to_jsonb(t) as row from ${raw(table)} t where ${isOf}`,
    )
    await to.run(sql`
      insert into ${raw(table)} (${names}) select ${names}
      from jsonb_populate_recordset(null::${raw(table)}, ${JSON.stringify(rows.map(({ row }) => renamed[table]?.(row) ?? row))}::jsonb)
      on conflict do nothing`)
  }
}

export async function openSecondCell(platform: Platform) {
  const created = await createDatabases()
  const config = {
    ...platform.config,
    databaseUrl: created.databaseUrl,
    clearingFolder: `${platform.config.dataFolder}/clearing-b`,
    acceptor: { ...platform.config.acceptor, acquirerId: '400556', terminalId: 'JETPAY02' },
  }
  const context = await openContext('cli', config, { write: () => undefined })
  const clearing = settleClearing(0, bankSubjects)
  // Number 1 is its own, number 2 the platform's, as which attempts that come from there were sent.
  const { acquirerId, terminalId, merchantId } = platform.config.acceptor
  await context.db.run(sql`
    insert into acceptors (acceptor, acquirer_id, terminal_id, merchant_id, cell_id) values
      (1, '400556', 'JETPAY02', ${merchantId}, null), (2, ${acquirerId}, ${terminalId}, ${merchantId}, 'a')`)
  return {
    db: context.db,
    context,
    /** Runs the job of clearing until it finds nothing more to do. */
    async settle() {
      for (let rounds = 0; await clearing.run(context); rounds++)
        if (rounds > 100) throw new Error('clearing does not come to an end')
    },
    async close() {
      await context.close()
      await created.drop()
    },
  }
}
