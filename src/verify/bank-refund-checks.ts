import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

export const bankRefundChecks: Check[] = [
  check(
    'refunds_by_bank_follow_their_item',
    'A refund by bank has one credit, for its amount and to its account, and is as that credit says; no other credit is called a refund',
    () => sql`
      select company_id, refund_id, r.state, r.returned_at, i.state as item, i.late, r.amount, i.amount as credited
      from (select *, refund_id as subject_id from refunds where method = 'bank') r
      full join (select * from bank_items where kind = 'refund') i using (company_id, subject_id)
      where r.refund_id is null or i.bank_item_id is null
        or (i.direction, i.amount, i.currency, i.bank_account_id)
          <> ('credit', r.amount, r.currency, r.to_bank_account_id)
        or (r.returned_at is not null) <> (i.state = 'returned' and i.late)
        or case r.state when 'requested' then i.state not in ('queued', 'sent')
          when 'completed' then i.state <> 'settled' and not (i.state = 'returned' and i.late)
          else i.state not in ('returned', 'rejected', 'cancelled') or i.late end
      union all
      select company_id, subject_id, null, null, null, null, null, count(*) from bank_items where kind = 'refund'
      group by company_id, subject_id having count(*) > 1`,
  ),
  check(
    'refunds_by_bank_go_to_the_payer',
    'A refund by bank goes to an account of its debit’s contact, and what it costs is taken from, and given back to, the account that the debit is paid out to',
    () => sql`
      select r.company_id, refund_id, d.contact_id, a.contact_id as refunded_contact, i.part, d.to_bank_account_id,
        i.bank_account_id as netted_at
      from refunds r join debits d using (company_id, debit_id)
      left join bank_accounts a on a.company_id = r.company_id and a.bank_account_id = r.to_bank_account_id
      left join payout_items i on i.company_id = r.company_id and i.transaction_id = r.refund_id
      where r.method = 'bank' and (a.contact_id is distinct from d.contact_id
        or (i.bank_account_id, i.currency) is distinct from (d.to_bank_account_id, r.currency))`,
  ),
]
