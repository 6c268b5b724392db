import { type Statement, sql } from '../db/sql.ts'
import { bankDebitMoves, silentMoves, summedNames } from './figures.ts'

/**
 * What is moved, of a move `m`: its kind as the lifecycle knows it, amount, currency, and the reason of a
 * move that failed it. A debit's kind is told from the move, as its rail may change while it is open; one
 * that failed keeps its reason.
 */
const recordOf = sql`(
  select case when m.move = 'fail_try' then 'open_debit' when m.move = any (${bankDebitMoves}::text[]) then 'eft_debit'
      when m.move = 'fail' and d.rail = 'eft' then 'eft_debit' else 'card_debit' end as kind,
    d.amount, d.currency, case when m.move in ('fail', 'refuse') then coalesce(d.fail_reason, '') else '' end as reason
  from debits d where d.company_id = m.company_id and d.debit_id = m.transaction_id
  union all
  select 'fee', f.amount, f.currency, '' from fees f where f.company_id = m.company_id and f.fee_id = m.transaction_id
  union all
  select case r.method when 'bank' then 'bank_refund' else 'refund' end, r.amount, r.currency,
    case when m.move in ('fail', 'bounce') then coalesce(r.fail_reason, '') else '' end
  from refunds r where r.company_id = m.company_id and r.refund_id = m.transaction_id
  union all
  select 'eft_credit', c.amount, c.currency, case when m.move = 'fail' then coalesce(c.fail_reason, '') else '' end
  from credits c where c.company_id = m.company_id and c.credit_id = m.transaction_id
  union all
  select 'dispute', x.amount, x.currency, '' from disputes x
  where x.company_id = m.company_id and x.dispute_id = m.transaction_id
  union all
  select 'payout', p.amount, p.currency, '' from payouts p
  where p.company_id = m.company_id and p.payout_id = m.transaction_id
  union all
  select 'reconciliation_item', i.expected, i.currency, '' from reconciliation_items i
  where i.company_id = m.company_id and i.item_id = m.transaction_id
  union all
  select 'cell_due', o.amount, o.currency, '' from cell_dues o
  where o.company_id = m.company_id and o.cell_due_id = m.transaction_id
  -- An id is one record's: those after the first that has it are not looked for.
  limit 1)`

/**
 * The moves of a time, each with what it did: a row for each account that it posted to, or, of those that are
 * told of all the same, one of account ''. All
 * companies': whoever wants those of one filters the rows, as moves are found by their time.
 */
export const moveFacts = (from: Statement, to: Statement): Statement => sql`
  select m.company_id, m.transaction_id, m.sequence, m.moved_at, m.move, r.kind, coalesce(e.account, '') as account,
    coalesce(e.currency, r.currency) as currency, r.reason, coalesce(e.amount, r.amount) as amount
  from transaction_moves m
  cross join lateral ${recordOf} r
  left join ledger_entries e
    on e.company_id = m.company_id and e.transaction_id = m.transaction_id and e.sequence = m.sequence
  where m.moved_at >= ${from} and m.moved_at < ${to} and m.move = any (${summedNames}::text[])
    and (e.account is not null or r.kind || '.' || m.move = any (${[...silentMoves]}::text[]))
  -- A fence: what is asked of the rows is not looked for in other indexes, such as that of all moves of a company.
  offset 0`
