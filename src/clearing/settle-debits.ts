import { type Db, type Statement, sql } from '../db/sql.ts'
import { chargeFees } from '../debits/charge-fees.ts'
import { cardDebitsMoved } from '../debits/debit-moves.ts'
import { itemsOwed } from '../debits/payout-item.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { stopBankRefunds } from '../refunds/bank-outcomes.ts'

export type DebitKey = { company_id: string; debit_id: string }

/**
 * The network has cleared these paid debits and pays us: they are completed, and become part of the next
 * payout, less what their companies are charged. Two statements, so `db` is a transaction.
 */
export async function settleDebits(db: Db, debits: DebitKey[]): Promise<DebitKey[]> {
  const settled = await moveCleared(db, debits, 'settle', null)
  await chargeFees(db, settled.map(toTransaction), 'settle')
  return settled
}

/**
 * The network refused these paid debits at clearing, or never cleared them: they failed after all. `db` is a
 * transaction.
 */
export async function rejectDebits(db: Db, debits: DebitKey[], failReason: FailReason): Promise<DebitKey[]> {
  const rejected = await moveCleared(db, debits, 'reject', failReason)
  await stopBankRefunds(db, rejected.map(toTransaction))
  return rejected
}

/** Its card holder took it back, so it was captured, whatever else the network says of it. */
export const isDebitDisputed = (debit: Statement) => sql`
  exists (select from disputes x where x.company_id = ${debit}.company_id and x.debit_id = ${debit}.debit_id)`

const toTransaction = ({ company_id, debit_id }: DebitKey) => ({ company_id, transaction_id: debit_id })

/**
 * One move of many paid debits in one statement, but of those whose charge is being reversed for a refund:
 * state, history, postings, event, and for `settle` the item of the next payout to the debit's bank account.
 * Returns those that were moved; a debit that is not `paid` any more is left alone, and one that is disputed
 * is not rejected.
 */
const moveCleared = (
  db: Db,
  debits: DebitKey[],
  move: 'settle' | 'reject',
  failReason: FailReason | null,
) => {
  const asked = sql`(
    select company_id, debit_id, ${move}::text as debit_move, ${failReason}::text as fail_reason
    from unnest(${debits.map((key) => key.company_id)}::uuid[], ${debits.map((key) => key.debit_id)}::uuid[])
      as cleared (company_id, debit_id))`
  return db.many<DebitKey>(sql`
    with ${cardDebitsMoved(asked, {
      where: sql`and d.voided_at is null and not (asked.debit_move = 'reject' and ${isDebitDisputed(sql`d`)})`,
    })}, payable as (${itemsOwed(sql`(select * from moved where move = 'settle')`, 'deposit')}
    )
    select company_id, record_id as debit_id from moved`)
}
