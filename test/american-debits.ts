import { raw, sql } from '../src/db/sql.ts'

const american = sql`'01900000-0000-7000-8000-000000000004'::uuid`
/** Debits of an account in the United States that came back one after the other. */
export const americanDebits = (count: number, returnCode: string, agreed: string) => sql`
  with account as (
    insert into bank_accounts select (jsonb_populate_record(a, jsonb_build_object('bank_account_id', ${american},
      'routing_number', '021000021', 'transit_number', null, 'institution_number', null))).*
    from bank_accounts a limit 1 returning company_id, bank_account_id
  )
  insert into bank_items (company_id, bank_item_id, kind, subject_id, direction, bank_account_id, amount, currency, due_on, sundry,
    state, agreed, queued_at, sent_at, failed_at, return_code, fail_reason)
  select company_id, gen_random_uuid(), 'debit', gen_random_uuid(), 'debit', bank_account_id, 100, 'USD', current_date, '', 'returned', ${raw(agreed)},
    jetpay_now() - make_interval(hours => 200 - at), jetpay_now() - make_interval(hours => 200 - at),
    jetpay_now() - make_interval(hours => 200 - at), ${raw(returnCode)}, 'account_not_found'
  from account cross join generate_series(1, ${count}::int) as at`
export const noAmericanDebits = sql`
  with items as (delete from bank_items where bank_account_id = ${american})
  delete from bank_accounts where bank_account_id = ${american}`
