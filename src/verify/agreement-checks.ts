import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

/** What may be missing by now: Rule H1 wants an agreement kept for a year after its debit, and a setting can only lengthen that. */
const KEPT_MONTHS = 12

export const agreementChecks: Check[] = [
  check(
    'page_debits_are_signed',
    'Each debit that was agreed to on the payment page has the signed agreement, for the account that it is taken from, for a year after its end',
    () => sql`
      select a.company_id, a.debit_id,
        case when s.debit_id is null then 'without an agreement' else 'signed for another account' end as wrong
      from debit_agreements a
      join debits d on d.company_id = a.company_id and d.debit_id = a.debit_id
      join bank_accounts b on b.company_id = a.company_id and b.bank_account_id = a.bank_account_id
      left join signed_agreements s on s.company_id = a.company_id and s.debit_id = a.debit_id
      where a.obtained_by = 'payment_page'
        and (s.account_number_last4 is distinct from b.account_number_last4)
        and (s.debit_id is not null or d.state not in ('completed', 'failed', 'cancelled')
          or d.updated_at >= jetpay_now() - make_interval(months => ${KEPT_MONTHS}::integer))
      union all
      select company_id, debit_id, 'signed and not agreed to' from signed_agreements s
      where not exists (select from debit_agreements a
        where a.company_id = s.company_id and a.debit_id = s.debit_id and a.obtained_by = 'payment_page')`,
  ),
]
