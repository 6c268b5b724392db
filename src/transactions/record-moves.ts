import { type Statement, sql } from '../db/sql.ts'
import type { lifecycle } from './lifecycle.ts'

/**
 * The parts of a statement that write the history and the postings of what it moves, from its part `moved`: company_id, transaction_id,
 * sequence, from_state, state, amount, currency, now.
 */
export const recordMoves = <Kind extends keyof typeof lifecycle>(
  kind: Kind,
  move: keyof (typeof lifecycle)[Kind] & string,
): Statement => sql`
    remembered as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      select company_id, transaction_id, sequence, ${move}, from_state, state, now from moved
    ), posted as (
      insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
      select company_id, transaction_id, sequence, line, account, currency,
        case side when 'debit' then amount else -amount end, now
      from moved join lifecycle_postings p on p.kind = ${kind} and p.move = ${move}
    )`
