import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'
import { transactions } from './transactions.ts'

const history = sql`
  select m.*, t.kind, t.state,
    lag(m.to_state) over path as previous_state, lag(m.sequence) over path as previous_sequence,
    lead(m.sequence) over path is null as last
  from transaction_moves m join (${transactions}) t using (company_id, transaction_id)
  window path as (partition by m.company_id, m.transaction_id order by m.sequence)`

/**
 * The kind that declares a move: what a debit did while it was open is in its history still, and one by bank
 * has begun so.
 */
const declaring = sql`case
  when h.move = 'fail_try' or h.kind = 'eft_debit' and h.move = 'request' then 'open_debit' else h.kind end`

export const historyChecks: Check[] = [
  check(
    'history_leads_to_state',
    'A history starts with what made its debit, payout or item, has no gap, and ends in the state that it has',
    () => sql`
      select company_id, transaction_id, kind, sequence, move, from_state, to_state, previous_state, state
      from (${history}) h
      where (previous_sequence is null and (sequence <> 1 or from_state is not null))
        or (previous_sequence is not null
          and (sequence <> previous_sequence + 1 or from_state is distinct from previous_state))
        or (last and to_state <> state)
      union all
      select company_id, transaction_id, kind, null, null, null, null, null, state from (${transactions}) t
      where not exists (
        select from transaction_moves m where m.company_id = t.company_id and m.transaction_id = t.transaction_id)`,
  ),
  check(
    'moves_are_allowed',
    'Each move is one that the lifecycle declares',
    () => sql`
      select company_id, transaction_id, h.kind, sequence, h.move, from_state, to_state
      from (${history}) h
      where not exists (
        select from lifecycle_moves l
        where l.kind = ${declaring} and l.move = h.move and l.to_state = h.to_state
          and l.from_state is not distinct from case when sequence > 1 then h.from_state end)`,
  ),
]
