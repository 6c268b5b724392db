import type { Context } from '../context.ts'
import { sql } from '../db/sql.ts'
import { profileOf } from './bank-file.ts'
import { type BankItemRow, type BankSubjects, moveBankItems } from './bank-item.ts'
import { addBankingDays, torontoTime } from './banking-calendar.ts'

const BATCH = 500

/**
 * Banks say what came back, and most never say what arrived: an item counts as settled once the profile's banking days have passed since
 * its due date. Answers whether there may be more.
 */
export async function settleByClock(
  { db, config, clock }: Context,
  subjects: BankSubjects,
): Promise<boolean> {
  const { returnDays } = profileOf(config.bank)
  if (returnDays === null) return false
  // Day N itself is still the banks' own: their files of the evening may hold a return.
  const dueUntil = addBankingDays(torontoTime(clock.now()).day, -(returnDays + 1))
  return db.transaction(async (db) => {
    const items = await db.many<Pick<BankItemRow, 'company_id' | 'bank_item_id'>>(sql`
      select i.company_id, i.bank_item_id from bank_items i join bank_files f using (bank_file_id)
      where i.state = 'sent' and i.file_due_on <= ${dueUntil}::date and f.state in ('sent', 'accepted')
      order by i.file_due_on limit ${BATCH}`)
    await moveBankItems(db, subjects, 'settled', items)
    return items.length === BATCH
  })
}
