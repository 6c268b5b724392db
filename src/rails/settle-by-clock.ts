import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import { type BankItemRow, type BankSubjects, moveBankItems } from './bank-item.ts'
import { addBankingDays, bankTime } from './banking-calendar.ts'
import { moveDepartedItems } from './departed-items.ts'
import type { Rail } from './rail.ts'

const BATCH = 500

/**
 * Banks say what came back, and most never say what arrived: an item counts as settled once the profile's
 * banking days have passed since its due date. Returns whether there may be more.
 */
export async function settleByClock(
  context: Pick<Context, 'db' | 'clock'>,
  subjects: BankSubjects,
  rails: Rail[],
): Promise<boolean> {
  let unsettled = false
  for (const rail of rails) if (await settleRail(context, subjects, rail)) unsettled = true
  return unsettled
}

async function settleRail(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  subjects: BankSubjects,
  { layout, profile: { returnDays, calendar } }: Rail,
): Promise<boolean> {
  if (returnDays === null) return false
  // Day N itself is still the banks' own: their files of the evening may hold a return.
  const dueUntil = addBankingDays(bankTime(clock.now(), calendar).day, -(returnDays + 1), calendar)
  return db.transaction(async (db) => {
    const items = await db.many<Pick<BankItemRow, 'company_id' | 'bank_item_id'>>(sql`
      select i.company_id, i.bank_item_id from bank_items i join bank_files f using (bank_file_id)
      where i.state = 'sent' and i.questioned_at is null and i.file_due_on <= ${dueUntil}::date and f.state in ('sent', 'accepted')
        and f.cell_id is null
        and f.profile = any(${Object.keys(layout.profiles)}::text[])
      order by i.file_due_on limit ${BATCH}`)
    await moveBankItems(db, subjects, 'settled', items)
    const departed = await db.many<Pick<BankItemRow, 'company_id' | 'bank_item_id'>>(sql`
      select i.company_id, i.bank_item_id
      from departed_bank_items i join bank_files f using (bank_file_id) join departed_companies using (company_id)
      where i.state = 'sent' and i.questioned_at is null and i.file_due_on <= ${dueUntil}::date and f.state in ('sent', 'accepted')
        and f.cell_id is null and f.profile = any(${Object.keys(layout.profiles)}::text[])
      order by i.file_due_on limit ${BATCH}`)
    await moveDepartedItems(db, 'settled', departed)
    return items.length === BATCH || departed.length === BATCH
  })
}
