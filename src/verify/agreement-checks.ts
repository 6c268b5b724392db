import { countryIn } from '../bank-accounts/account-country.ts'
import { join, type Statement, sql } from '../db/sql.ts'
import { type AgreementKind, agreementKinds } from '../payment-page/agreement-kinds.ts'
import { type Check, check } from './check.ts'

/** What is said of the kind of agreement that goes with the country of the account `b`. */
const byCountry = (of: (kind: AgreementKind) => string): Statement =>
  sql`case ${countryIn('b')} ${join(
    (Object.keys(agreementKinds) as AgreementKind[]).map(
      (kind) => sql`when ${agreementKinds[kind].country} then ${of(kind)}`,
    ),
    ' ',
  )} end`

export const agreementChecks: Check[] = [
  check(
    'page_debits_are_signed',
    'Each debit that was agreed to on the payment page has the signed agreement, by the rules of the country of the account that it is taken from, as long as these rules want it kept',
    // What may be missing by now goes by the rules: a setting can only lengthen their time.
    () => sql`
      select a.company_id, a.debit_id,
        case when s.debit_id is null then 'without an agreement'
          when s.account_number_last4 is distinct from b.account_number_last4 then 'signed for another account'
          else 'signed by the rules of another country' end as wrong
      from debit_agreements a
      join debits d on d.company_id = a.company_id and d.debit_id = a.debit_id
      join bank_accounts b on b.company_id = a.company_id and b.bank_account_id = a.bank_account_id
      left join signed_agreements s on s.company_id = a.company_id and s.debit_id = a.debit_id
      where a.obtained_by = 'payment_page'
        and (s.account_number_last4 is distinct from b.account_number_last4
          or s.kind is distinct from ${byCountry((kind) => kind)})
        and (s.debit_id is not null or d.state not in ('completed', 'failed', 'cancelled')
          or d.updated_at >= jetpay_now() - make_interval(months => ${byCountry((kind) => String(agreementKinds[kind].keptMonths))}::integer))
      union all
      select company_id, debit_id, 'signed and not agreed to' from signed_agreements s
      where not exists (select from debit_agreements a
        where a.company_id = s.company_id and a.debit_id = s.debit_id and a.obtained_by = 'payment_page')`,
  ),
  check(
    'page_debits_go_as_signed',
    'The bank is told of each debit that was signed for on the payment page as it was: for a person, or for a business',
    () => sql`
      select s.company_id, s.debit_id, s.category, i.agreed
      from signed_agreements s
      join bank_items i on i.company_id = s.company_id and i.subject_id = s.debit_id
        and i.kind = 'debit' and i.direction = 'debit'
      where i.agreed <> case s.category when 'business' then 'web_business' else 'web' end`,
  ),
]
