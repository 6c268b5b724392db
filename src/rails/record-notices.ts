import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ids.ts'
import type { Seal } from '../seal.ts'
import type { Unmatched } from './apply-bank-answer.ts'
import type { NoticeOfChange } from './eft/notice-of-change.ts'

type Noticed = { company_id: string; bank_item_id: string; bank_account_id: string }

/**
 * Keeps each notice of change with its account, whose `change_noticed_at` says that there is one. The account itself stays as its owner
 * entered it: to move money elsewhere is theirs to decide.
 */
export async function recordNotices(db: Db, seal: Seal, notices: (NoticeOfChange & { place: string })[]) {
  const unmatched: Unmatched[] = []
  for (const notice of notices) {
    const item = await db.first<Noticed>(sql`
      select company_id, bank_item_id, bank_account_id from bank_items where trace_number = ${notice.crossReference}`)
    if (item) await record(db, seal, notice, item)
    else unmatched.push({ place: notice.place, problem: 'no item has this cross reference' })
  }
  return { items: notices.length, unmatched }
}

async function record(db: Db, seal: Seal, { new: to }: NoticeOfChange, item: Noticed): Promise<void> {
  const id = newId()
  await db.run(sql`
    insert into bank_notices (company_id, bank_notice_id, bank_item_id, bank_account_id, institution_number, transit_number,
      account_number_sealed, account_number_last4)
    values (${item.company_id}, ${id}, ${item.bank_item_id}, ${item.bank_account_id}, ${to.institution}, ${to.transit},
      ${seal.seal(to.number, `bank_notice ${item.company_id} ${id}`)}, ${to.number.slice(-4)})`)
  await db.run(sql`
    update bank_accounts set change_noticed_at = jetpay_now()
    where company_id = ${item.company_id} and bank_account_id = ${item.bank_account_id}`)
}
