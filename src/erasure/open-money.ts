import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'

/** Named in the refusal; whoever settles these asks again. */
const NAMED = 5

type Open = { what: string; id: string; state: string }

/**
 * Money of the contact's that still moves, or may be asked back at this moment: network and bank ask by name
 * and account while it does.
 */
const findOpenMoney = (db: Db, companyId: string, contactId: string) =>
  db.many<Open>(sql`
    with theirs as materialized (
      select debit_id, state from debits where company_id = ${companyId} and contact_id = ${contactId}
    )
    select 'debit' as what, debit_id as id, state from theirs
    where state in ('requested', 'preauthorized', 'initiated', 'paid')
    union all
    select 'credit', credit_id, state from credits
    where company_id = ${companyId} and contact_id = ${contactId} and state in ('requested', 'initiated', 'paid')
    union all
    select 'refund', r.refund_id, r.state from refunds r join theirs using (debit_id)
    where r.company_id = ${companyId} and r.state in ('requested', 'paid')
    union all
    select 'dispute', d.dispute_id, d.state from disputes d join theirs using (debit_id)
    where d.company_id = ${companyId}
      and (d.state in ('needs_response', 'under_review') or d.submitted_at is not null and d.sent_at is null)
    union all
    select 'card attempt of debit', a.debit_id, a.state from attempts a join theirs using (debit_id)
    where a.company_id = ${companyId} and a.state in ('sent', 'reversing', 'capturing')
    limit ${NAMED}`)

/** 409 where money of the contact's is open: it says which. */
export async function requireNoOpenMoney(db: Db, companyId: string, contactId: string): Promise<void> {
  const open = await findOpenMoney(db, companyId, contactId)
  if (open.length === 0) return
  const named = open.map(({ what, id, state }) => `${what} ${id} (${state})`).join(', ')
  throw new Problem(
    'wrong_state',
    `Money of this contact is still moving: ${named}. Nothing was erased; DELETE the contact if it is to be used no more, and erase it once that has ended.`,
  )
}
