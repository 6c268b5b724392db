/**
 * What a cell keeps of a company that leaves it for another, and gives up when the company comes home:
 * references by which network and bank may still speak of what it did here, and what the cells owe each
 * other.
 */
import { type Due, owe } from '../cells/cell-due.ts'
import { forgetDeparted, placeDeparted, pointDeparted } from '../cells/departed-company.ts'
import { nameOwnCell } from '../cells/own-cell.ts'
import { type Db, sql } from '../db/sql.ts'
import { forgetDepartedItems, keepDepartedItems } from '../rails/departed-items.ts'
import { bringDifferences, takeDifferencesAway } from './reconciliation-item.ts'
import { forgetDepartedAttempts, noneNoted, noteAttempts, noteAttemptsSince } from './departed-attempts.ts'

/**
 * Notes references ahead of the move, while the company charges, so that the move itself has few left.
 * Returns the instant to tell `departCompany`. Each batch is a transaction where `db` is none.
 */
export async function noteReferencesAhead(db: Db, companyId: string): Promise<Date> {
  const { now } = await db.one<{ now: Date }>(sql`select jetpay_now() as now`)
  for (let after: typeof noneNoted | null = noneNoted; after; )
    after = await noteAttempts(db, companyId, after)
  return now
}

/**
 * In the cell that the company leaves, in the move's last transaction and before its rows go: notes all its
 * references as gone to `cell`, posts what we owe that cell for it (its money stays at our bank), and returns
 * this: what `arriveCompany` is told there. `notedSince`: what `noteReferencesAhead` has returned.
 */
export async function departCompany(
  db: Db,
  { companyId, own, cell, notedSince }: { companyId: string; own: string; cell: string; notedSince?: Date },
): Promise<Due[]> {
  await nameOwnCell(db, own)
  if (notedSince) await noteAttemptsSince(db, companyId, notedSince)
  else await noteReferencesAhead(db, companyId)
  await keepDepartedItems(db, companyId)
  await takeDifferencesAway(db, companyId)
  await placeDeparted(db, companyId, cell)
  const dues = await moneyAtOurBank(db, companyId)
  await owe(
    db,
    cell,
    dues.map(({ currency, amount }) => ({ currency, amount: -amount })),
    { companyId },
  )
  return dues
}

/**
 * In the cell that it comes to, in the transaction that makes its rows valid: posts what the cell that it
 * leaves (`from`) owes us for it, and takes back the references that we kept where it has been here before.
 */
export async function arriveCompany(
  db: Db,
  { companyId, own, from, dues }: { companyId: string; own: string; from: string; dues: readonly Due[] },
): Promise<void> {
  await nameOwnCell(db, own)
  await takeReferencesBack(db, companyId)
  await bringDifferences(db, companyId)
  await owe(db, from, dues, { companyId })
}

/** The company is here again: what network and bank say of what it did here is its own once more. */
async function takeReferencesBack(db: Db, companyId: string): Promise<void> {
  await forgetDeparted(db, companyId)
  await forgetDepartedAttempts(db, companyId)
  await forgetDepartedItems(db, companyId)
}

/** In each further cell that it has left before: what comes there for it goes to `cell` at once. */
export const companyMovedOn = (db: Db, companyId: string, cell: string): Promise<boolean> =>
  pointDeparted(db, companyId, cell)

/** The balance of what our bank has for it, by currency: in sums of days and what was posted since. */
const moneyAtOurBank = (db: Db, companyId: string) =>
  db.many<Due>(sql`
    select currency, sum(amount)::bigint as amount from (
      select currency, account, amount from ledger_days where company_id = ${companyId}
      union all
      select currency, account, amount from ledger_entries
      where company_id = ${companyId}
        and day > coalesce((select closed_through from ledger_closings where company_id = ${companyId}), '-infinity')
    ) as sums where account = 'bank_clearing' group by currency having sum(amount) <> 0`)
