/**
 * What a cell keeps of a company that leaves it for another, and gives up when the company comes home:
 * references by which network and bank may still speak of what it did here, and what the cells owe each
 * other.
 */
import { type Due, owe } from '../cells/cell-due.ts'
import { forgetDeparted, placeDeparted, pointDeparted } from '../cells/departed-company.ts'
import { nameOwnCell } from '../cells/own-cell.ts'
import { type Db, sql } from '../db/sql.ts'
import { forgetDepartedItems, type ItemKey, keepDepartedItems } from '../rails/departed-items.ts'
import {
  type AttemptKey,
  forgetDepartedAttempts,
  noneNoted,
  noteAttempts,
  noteSentAttempts,
  noteTheseAttempts,
  type SentAttempt,
} from './departed-attempts.ts'
import { bringDifferences, takeDifferencesAway } from './reconciliation-item.ts'

/**
 * Notes references ahead of the move, while the company charges. Each batch is a transaction where `db` is
 * none.
 */
export async function noteReferencesAhead(db: Db, companyId: string): Promise<void> {
  for (let after: typeof noneNoted | null = noneNoted; after; )
    after = await noteAttempts(db, companyId, after)
  await keepDepartedItems(db, companyId)
}

/** Those that are new since, or have changed. */
export async function noteChangedReferences(
  db: Db,
  companyId: string,
  { attempts, bankItems }: { attempts: readonly AttemptKey[]; bankItems: readonly ItemKey[] },
): Promise<void> {
  if (attempts.length > 0) await noteTheseAttempts(db, companyId, attempts)
  if (bankItems.length > 0) await keepDepartedItems(db, companyId, bankItems)
}

/**
 * In the cell that the company leaves, in the move's last transaction and before its rows go: its references
 * are gone to `cell` from now on. Posts what we owe that cell for it (its money stays at our bank), and
 * returns this: what `arriveCompany` is told there. All of its references are noted already, and nobody can
 * change what they are of.
 */
export async function departCompany(
  db: Db,
  { companyId, own, cell }: { companyId: string; own: string; cell: string },
): Promise<Due[]> {
  await nameOwnCell(db, own)
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
 * In a cell that a restore has brought a copy of it back to: what its move had noted. `sent`: references of
 * what was sent from here since the moment of the restore, as the cell has them where the company is.
 */
export async function departAgain(
  db: Db,
  { companyId, own, cell }: { companyId: string; own: string; cell: string },
  sent: readonly SentAttempt[],
): Promise<void> {
  await nameOwnCell(db, own)
  await noteReferencesAhead(db, companyId)
  await noteSentAttempts(db, companyId, sent)
  await takeDifferencesAway(db, companyId)
  await placeDeparted(db, companyId, cell)
}

/**
 * In the cell that it comes to, in the transaction that makes its rows valid: posts what the cell that it
 * leaves (`from`) owes us for it. Where it has been here before, what network and bank say of what it did
 * here is its own once more.
 */
export async function arriveCompany(
  db: Db,
  { companyId, own, from, dues }: { companyId: string; own: string; from: string; dues: readonly Due[] },
): Promise<void> {
  await nameOwnCell(db, own)
  await forgetDeparted(db, companyId)
  await bringDifferences(db, companyId)
  await owe(db, from, dues, { companyId })
}

/** What was kept of a company that is here: it counts for nothing, and there may be much of it. */
export async function forgetReferences(db: Db, companyId: string): Promise<void> {
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
