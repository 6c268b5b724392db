import { cellOfSeries } from '../cells/foreign-name.ts'
import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

/** What this cell alone can see of its dealings with others: `jetpay verify --cells` compares them. */
export const cellChecks: Check[] = [
  check(
    'handed_on_means_owed',
    'What was handed on to another cell, and what came from one, is what the books say is owed for it',
    () => sql`
      select cell_id, currency, way, coalesce(recorded, 0) as recorded, coalesce(owed, 0) as owed
      from (
        select h.cell_id, r.currency, 'to' as way, -sum(r.amount) as recorded
        from handed_on_records h join clearing_records r using (network_id, sequence, line) group by 1, 2
        union all
        select cell_id, currency, 'bank', -sum(amount) from handed_on_bank_moves group by 1, 2
        union all
        select ${cellOfSeries(sql`network_id`)}, currency, 'from', sum(amount) from clearing_records
        where ${cellOfSeries(sql`network_id`)} is not null group by 1, 2
      ) made full join (
        select cell_id, currency, case when of_bank then 'bank' when file_sequence is null then 'to' else 'from' end as way, sum(amount) as owed
        from cell_dues where about_company_id is null group by 1, 2, 3
      ) booked using (cell_id, currency, way) where coalesce(recorded, 0) <> coalesce(owed, 0)`,
    'all',
  ),
  check(
    'handed_on_is_on_its_way',
    'Each record about a company that has left is handed on, and nothing else is; it is in a file to that cell once',
    () => sql`
      select r.network_id, r.sequence, r.line, r.outcome, h.cell_id, h.cell_sequence
      from clearing_records r full join handed_on_records h using (network_id, sequence, line)
      left join cell_files f on f.cell_id = h.cell_id and f.sequence = h.cell_sequence
      where (r.outcome = 'handed_on') is distinct from (h.cell_id is not null) and (r.outcome is not null or h.cell_id is not null)
          -- What a bank said is handed on as a movement of its own.
          and r.kind not like 'bank\\_%'
        or h.cell_line > f.records
      union all
      select null, sequence, records, 'a file has other records', cell_id, sequence from cell_files f
      where records <> (select count(*) from handed_on_records h where h.cell_id = f.cell_id and h.cell_sequence = f.sequence)
        + (select count(*) from handed_on_bank_moves h where h.cell_id = f.cell_id and h.cell_sequence = f.sequence)`,
    'all',
  ),
  check(
    'each_cell_payment_is_told_once',
    'Each payment to another cell is handed on to that once, and once more the other way where it came back',
    () => sql`
      with paid as (
        select cell_id, 'P' || lpad(reference, 11, '0') as trace, currency, -amount as amount from cell_payments
        union all
        select cell_id, 'R' || lpad(reference, 11, '0'), currency, amount from cell_payments where returned_at is not null
      ), told as (
        select cell_id, trace, currency, amount, count(*) as times from handed_on_bank_moves where kind = 'bank_paid' group by 1, 2, 3, 4
      )
      select cell_id, trace, currency, amount, coalesce(times, 0) as times
      from paid full join told using (cell_id, trace, currency, amount)
      where times is distinct from 1 or not exists (
        select from paid p where p.cell_id = told.cell_id and p.trace = told.trace and p.currency = told.currency and p.amount = told.amount)`,
    'all',
  ),
]
