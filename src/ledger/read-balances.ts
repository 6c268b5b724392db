import { type Db, type Statement, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import type { Account } from './account.ts'
import { moreMovesThan, NEWER_MAX } from './newer-moves.ts'

/** Entries of days that are not closed that are read one by one, in a few milliseconds. */
const READ_MAX = 5_000

/** In minor units; a debit is above zero. */
export type Balance = { currency: Currency; account: Account; balance: bigint }

/**
 * The balance of each account that was posted to, now or at the end of a day (UTC, `2026-01-31`): the sums of
 * closed days and what came since, all of one moment. Of a company with much in its open days (`readMax`)
 * that is the sums of hours, and move by move what is newer than they are.
 */
export async function readBalances(
  db: Db,
  companyId: string,
  day: string | undefined,
  readMax = READ_MAX,
): Promise<Balance[]> {
  const bySums = day === undefined && (await isSummed(db, companyId, readMax))
  return db.many<Balance>(sql`
    with closed as materialized (${closedThrough(companyId)})
    select currency, account, sum(amount)::bigint as balance from (
      select currency, account, amount from ledger_days
      where company_id = ${companyId} and day <= coalesce(${day ?? null}::date, 'infinity')
      union all
      ${bySums ? openSums(companyId) : openEntries(companyId, day)}
    ) as sums group by currency, account`)
}

/** The last day whose sums are in `ledger_days`: all of it that will ever be. */
const closedThrough = (companyId: string) => sql`
  select coalesce((select closed_through from ledger_closings where company_id = ${companyId}), '-infinity') as day`

const openEntries = (companyId: string, day: string | undefined): Statement => sql`
  select currency, account, amount from ledger_entries
  where company_id = ${companyId} and day <= coalesce(${day ?? null}::date, 'infinity') and day > (select day from closed)`

/** Whether there is so much that the sums are read, and they are not too far behind for that. */
const isSummed = async (db: Db, companyId: string, readMax: number): Promise<boolean> =>
  (
    await db.one<{ summed: boolean }>(sql`
      with closed as materialized (${closedThrough(companyId)}), many as materialized (
        select from ledger_entries where company_id = ${companyId} and day > (select day from closed) offset ${readMax} limit 1
      )
      select exists (select from many) and not (
        select ${moreMovesThan(NEWER_MAX, sql`summed_before`, sql`'infinity'`)} from summed_until
      ) as summed`)
  ).summed

/** A move is summed or newer: both are told from the one cursor (`summaries/sum-moves.ts`). */
const openSums = (companyId: string): Statement => sql`
  select currency, account, amount from summed_moves
  where company_id = ${companyId} and grain = 'hour' and account <> ''
    and starts_at >= (select (day + 1)::timestamp at time zone 'utc' from closed)
  union all
  select e.currency, e.account, e.amount
  from (
    select company_id, transaction_id, sequence from transaction_moves
    where moved_at >= (select summed_before from summed_until)
    -- A fence: moves are found by their time, not among all of the company's.
    offset 0
  ) newer join ledger_entries e using (company_id, transaction_id, sequence)
  where e.company_id = ${companyId} and e.day > (select day from closed)`
