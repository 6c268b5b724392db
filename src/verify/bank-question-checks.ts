import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

export const bankQuestionChecks: Check[] = [
  check(
    'questioned_items_wait_for_an_answer',
    'A bank item is kept from settling exactly while a return that does not fit it is open, and of each such return a person was told',
    () => sql`
      select i.company_id, i.bank_item_id, null as parked, i.state as says, i.questioned_at
      from bank_items i where i.questioned_at is not null and not exists (
        select from bank_parked_returns r where r.company_id = i.company_id and r.bank_item_id = i.bank_item_id
          and r.stage = 'return' and r.resolved_at is null)
      union all
      select i.company_id, i.bank_item_id, r.bank_parked_return_id, i.state, null
      from bank_parked_returns r join bank_items i using (company_id, bank_item_id)
      where r.resolved_at is null and r.stage = 'return' and i.state in ('sent', 'settled') and i.questioned_at is null
      union all
      select r.company_id, r.bank_item_id, r.bank_parked_return_id, case when r.resolved_at is null then 'nobody was told' else 'told still' end,
        r.parked_at
      from bank_parked_returns r left join (
        select subject, bool_or(closed_at is null) as open from alarms where kind = 'bank_return_parked' group by 1
      ) a on a.subject = left(encode(r.sha256, 'hex'), 16)
      where a.subject is null or a.open and not exists (
        select from bank_parked_returns o where o.sha256 = r.sha256 and o.resolved_at is null)`,
  ),
]
