import { owe } from '../cells/cell-due.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import type { DueRecord } from './due-record.ts'

/**
 * Keeps these records for the cells that their companies are in now, each for the next file to that cell
 * (`make-cell-files.ts`), and posts what we owe those cells for them: the network has paid us. `db` is the
 * transaction that closes the records.
 */
export async function handOn(db: Db, records: DueRecord[]): Promise<void> {
  for (const [cell, of] of Map.groupBy(records, ({ cell_id }) => cell_id!)) {
    await db.run(sql`
      insert into handed_on_records (network_id, sequence, line, cell_id)
      select network_id, sequence, line, ${cell} from unnest(
        ${of.map((r) => r.network_id)}::text[], ${of.map((r) => r.sequence)}::bigint[], ${of.map((r) => r.line)}::integer[]
      ) as record (network_id, sequence, line)`)
    const sums = new Map<Currency, bigint>()
    for (const { currency, amount } of of) sums.set(currency, (sums.get(currency) ?? 0n) - amount)
    await owe(
      db,
      cell,
      [...sums].map(([currency, amount]) => ({ currency, amount })),
      {},
    )
  }
}
