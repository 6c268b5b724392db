import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Seal } from '../ground/seal.ts'
import type { BankItemRow } from './bank-item.ts'
import type { Notice, Unmatched } from './bank-message.ts'
import { findOriginals } from './find-originals.ts'

/**
 * Keeps each notice of change with its account, whose `change_noticed_at` says that there is one. The account
 * itself stays as its owner entered it: to move money elsewhere is theirs to decide.
 */
export async function recordNotices(
  db: Db,
  seal: Seal,
  notices: Notice[],
  profiles: string[],
): Promise<Unmatched[]> {
  const unmatched: Unmatched[] = []
  for (const notice of notices) {
    const [found] = await findOriginals(db, [notice], profiles)
    const { item, problem } = found!
    if (item && notice.unfit === undefined && item.departed_to === null) await record(db, seal, notice, item)
    else
      unmatched.push({
        position: notice.position,
        problem: notice.unfit ?? problem ?? `its company is in cell ${item!.departed_to}`,
      })
  }
  return unmatched
}

async function record(db: Db, seal: Seal, to: Notice, item: BankItemRow): Promise<void> {
  const id = newId()
  const text = (value: string | undefined) => value ?? null
  const sealed = to.number === undefined ? null : seal.seal(to.number, `bank_notice ${item.company_id} ${id}`)
  await db.run(sql`
    insert into bank_notices (company_id, bank_notice_id, bank_item_id, bank_account_id, change_code, institution_number,
      transit_number, routing_number, account_number_sealed, account_number_last4, account_type, holder_name)
    values (${item.company_id}, ${id}, ${item.bank_item_id}, ${item.bank_account_id}, ${to.changeCode},
      ${text(to.institution)}, ${text(to.transit)}, ${text(to.routing)}, ${sealed}, ${text(to.number?.slice(-4))},
      ${text(to.accountType)}, ${text(to.holderName)})`)
  await db.run(sql`
    update bank_accounts set change_noticed_at = jetpay_now()
    where company_id = ${item.company_id} and bank_account_id = ${item.bank_account_id}`)
}
