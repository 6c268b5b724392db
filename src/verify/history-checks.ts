import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

/** Card debits and their recorded moves. */
const history = sql`
  select m.*, d.state, d.from_credit_card_id is not null as by_card,
    lag(m.to_state) over path as previous_state, lag(m.sequence) over path as previous_sequence,
    lead(m.sequence) over path is null as last
  from transaction_moves m join debits d on d.company_id = m.company_id and d.debit_id = m.transaction_id
  window path as (partition by m.company_id, m.transaction_id order by m.sequence)`

export const historyChecks: Check[] = [
  check(
    'history_leads_to_state',
    'A debit’s history starts with its request, has no gap, and ends in the state that the debit has',
    () => sql`
      select company_id, transaction_id, sequence, move, from_state, to_state, previous_state, state from (${history}) h
      where (previous_sequence is null and (sequence <> 1 or from_state is not null))
        or (previous_sequence is not null
          and (sequence <> previous_sequence + 1 or from_state is distinct from previous_state))
        or (last and to_state <> state)
      union all
      select company_id, debit_id, null, null, null, null, null, state from debits d
      where not exists (
        select from transaction_moves m where m.company_id = d.company_id and m.transaction_id = d.debit_id)`,
  ),
  check(
    'moves_are_allowed',
    'Each move of a card debit is one that the lifecycle declares',
    () => sql`
      select company_id, transaction_id, sequence, move, from_state, to_state from (${history}) h
      where by_card and case when sequence = 1 then (move, to_state) <> ('request', 'requested')
        else not exists (
          select from lifecycle_moves l where l.kind = 'card_debit' and l.move = h.move
            and l.from_state = h.from_state and l.to_state = h.to_state) end`,
  ),
]
