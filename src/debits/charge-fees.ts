import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { followMove, stateMadeBy } from '../lifecycle/follow-move.ts'
import type { TransactionKey } from './debit-moves.ts'
import { itemsOwed } from './payout-item.ts'

/** The move with which a debit of each rail earns its fee: the money has come. */
export type EarningMove = 'settle' | 'pull'

/**
 * Charges their companies for debits that have just made this move, in the transaction of that move: the fee
 * with its history and postings, and the item that the next payout is less by. The terms are those in force
 * when the debit moved; a company without terms, or whose terms come to nothing, is charged nothing, and a
 * debit that has its fee none again.
 */
export async function chargeFees(db: Db, debits: TransactionKey[], move: EarningMove): Promise<void> {
  if (debits.length === 0) return
  await db.run(sql`
    with earned as (
      select d.company_id, d.debit_id, d.to_bank_account_id, d.currency, asked.fee_id, terms.basis_points, terms.fixed,
        fee_of(d.amount, terms.basis_points, terms.fixed) as amount, m.moved_at
      from unnest(${debits.map((key) => key.company_id)}::uuid[], ${debits.map((key) => key.transaction_id)}::uuid[],
        ${debits.map(() => newId())}::uuid[]) as asked (company_id, transaction_id, fee_id)
      join debits d on d.company_id = asked.company_id and d.debit_id = asked.transaction_id
      join transaction_moves m on m.company_id = d.company_id and m.transaction_id = d.debit_id and m.move = ${move}
      cross join lateral (
        select basis_points, fixed from fee_schedules s
        where s.company_id = d.company_id and s.currency = d.currency and s.method = d.rail
          and s.effective_at <= m.moved_at
        order by s.effective_at desc limit 1
      ) terms
    ), moved as (
      insert into fees (company_id, fee_id, transaction_id, amount, currency, basis_points, fixed, charged_at)
      select company_id, fee_id, debit_id, amount, currency, basis_points, fixed, moved_at from earned where amount > 0
      on conflict on constraint fees_once do nothing
      returning company_id, transaction_id, fee_id as record_id, 1 as sequence, null as from_state, ${stateMadeBy('fee', 'charge')}::text as state, amount,
        currency, charged_at as moved_at
    ), ${followMove('fee', 'charge')}
    ${itemsOwed(
      sql`(
        select m.company_id, m.transaction_id as record_id, to_bank_account_id as own_account_id, m.currency, m.amount
        from moved m join earned on earned.company_id = m.company_id and earned.fee_id = m.record_id)`,
      'fee',
      { less: true },
    )}`)
}
