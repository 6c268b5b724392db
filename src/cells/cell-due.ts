/**
 * What cells owe each other: money is at the bank of the cell that it came to, and its company in another.
 * In the platform's own books, one row and posting for each movement, by cell and currency.
 */
import { PLATFORM } from '../companies/company.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import { followMove, stateMadeBy } from '../lifecycle/follow-move.ts'

/** Minor units; below zero: we owe the other cell. */
export type Due = { currency: Currency; amount: bigint }
/**
 * The company that came or left with it, or the file of the other cell's that brought it. `ofBank`: the bank
 * moved it.
 */
export type DueReason = { companyId?: string; fileSequence?: bigint; ofBank?: boolean }

/** The other cell owes us more by these, or we owe it. Posts each; those of nothing are left out. */
export async function owe(db: Db, cell: string, dues: readonly Due[], reason: DueReason): Promise<void> {
  for (const { currency, amount } of dues.filter(({ amount }) => amount !== 0n))
    await db.run(sql`
      with owed as (
        insert into cell_dues (company_id, cell_due_id, cell_id, currency, amount, state, about_company_id, file_sequence,
          of_bank)
        values (${PLATFORM}, ${newId()}, ${cell}, ${currency}, ${amount}, ${stateMadeBy('cell_due', 'owe')},
          ${reason.companyId ?? null}, ${reason.fileSequence ?? null}, ${reason.ofBank ?? false})
        returning *
      ), moved as (
        select company_id, cell_due_id as record_id, 1 as sequence, null as from_state, state, amount, currency, made_at as moved_at
        from owed
      ), ${followMove('cell_due', 'owe')}
      select from moved`)
}
