import type { AttemptDecision } from '../charges/attempt-decision.ts'
import { type Db, sql } from '../db/sql.ts'
import type { TransactionRow } from '../debits/transaction.ts'
import type { DisputeRow } from '../disputes/dispute.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import type { RefundRow } from '../refunds/refund.ts'
import { decidedMoves, OPERATOR } from './tell-decision.ts'
import { fillIn, type Item, ROWS_MAX, type Speech } from './timeline-item.ts'

/** Whose moves are a transaction's: its own and those of its refunds, disputes, differences and fee. */
type Records = {
  refunds: Map<
    string,
    Pick<RefundRow, 'refund_id' | 'amount' | 'currency' | 'fail_reason' | 'method' | 'note'>
  >
  disputes: Map<string, DisputedRow>
  items: Map<string, DifferenceRow>
  fees: Map<string, FeeRow>
}
type FeeRow = { fee_id: string; amount: bigint; currency: Currency; basis_points: number; fixed: bigint }
type DisputedRow = Pick<DisputeRow, 'dispute_id' | 'amount_taken' | 'currency' | 'reason'> & {
  closed_by: string | null
  closed_note: string | null
}
type DifferenceRow = {
  item_id: string
  refund_id: string | null
  resolved_at: Date | null
  resolved_by: string | null
  kind: string
  expected: bigint
  received: bigint
  currency: Currency
  note: string | null
}
type MoveRow = {
  transaction_id: string
  sequence: number
  move: string
  from_state: string | null
  to_state: string
  moved_at: Date
}
type PostingRow = { transaction_id: string; sequence: number; account: string; amount: bigint }

/** Its fee, and the newest of its refunds, disputes and differences. */
export async function readRecords(db: Db, companyId: string, id: string): Promise<Records> {
  const refunds = await db.many<
    Pick<RefundRow, 'refund_id' | 'amount' | 'currency' | 'method' | 'note'> & {
      fail_reason: FailReason | null
    }
  >(sql`
    select refund_id, amount, currency, fail_reason, method, note from refunds
    where company_id = ${companyId} and debit_id = ${id} order by refund_id desc limit ${ROWS_MAX}`)
  const disputes = await db.many<DisputedRow>(sql`
    select dispute_id, amount_taken, currency, reason, closed_by, closed_note from disputes
    where company_id = ${companyId} and debit_id = ${id} order by dispute_id desc limit ${ROWS_MAX}`)
  const items = await db.many<DifferenceRow>(sql`
    select item_id, refund_id, kind, expected, received, currency, resolved_at, resolved_by, note from reconciliation_items
    where company_id = ${companyId} and debit_id = ${id} order by item_id desc limit ${ROWS_MAX}`)
  const fees = await db.many<FeeRow>(sql`
    select fee_id, amount, currency, basis_points, fixed from fees
    where company_id = ${companyId} and transaction_id = ${id}`)
  return {
    fees: new Map(fees.map((row) => [row.fee_id, row])),
    refunds: new Map(refunds.map((row) => [row.refund_id, row])),
    disputes: new Map(disputes.map((row) => [row.dispute_id, row])),
    items: new Map(items.map((row) => [row.item_id, row])),
  }
}

/** What a transaction and all that belongs to it went through, each with what it posted. */
export async function readMoves(
  db: Db,
  companyId: string,
  row: TransactionRow,
  records: Records,
  decisions: AttemptDecision[],
  speech: Speech,
): Promise<Item[]> {
  const ids = [row.identifier, ...Object.values(records).flatMap((of) => [...of.keys()])]
  const moves = await db.many<MoveRow>(sql`
    select transaction_id, sequence, move, from_state, to_state, moved_at from transaction_moves
    where company_id = ${companyId} and transaction_id = any (${ids}::uuid[])
    order by moved_at desc, sequence desc limit ${2 * ROWS_MAX}`)
  const postings = await db.many<PostingRow>(sql`
    select transaction_id, sequence, account, amount from ledger_entries
    where company_id = ${companyId} and transaction_id = any (${ids}::uuid[]) order by transaction_id, sequence, line`)
  const posted = Map.groupBy(postings, ({ transaction_id, sequence }) => `${transaction_id} ${sequence}`)
  const isDecided = decidedMoves(moves, row.identifier, records, decisions)
  return moves.map((move) => ({
    ...tellMove(move, row, records, speech, isDecided(move)),
    postings: posted.get(`${move.transaction_id} ${move.sequence}`) ?? [],
  }))
}

function tellMove(
  move: MoveRow,
  row: TransactionRow,
  records: Records,
  speech: Speech,
  decided: boolean,
): Item {
  const { words, money, reason } = speech
  const { transaction_id: id, moved_at: at, move: name, from_state, to_state } = move
  const details = { from_state, to_state, ...(decided && { decided_by: OPERATOR }) }
  const lookUp = (of: Record<string, string>, ofDecided: Record<string, string>) =>
    (decided ? ofDecided[name] : undefined) ?? of[name] ?? name
  const refund = records.refunds.get(id)
  if (refund) {
    const { amount, currency, fail_reason, method, note } = refund
    return {
      at,
      kind: 'refund',
      name,
      words: fillIn(lookUp(words.refunds, words.decided.refunds), {
        amount: money(amount, currency),
        reason: reason(fail_reason),
      }),
      money: { amount, currency },
      refersTo: { kind: 'refund', identifier: id },
      details: { ...details, method, fail_reason: to_state === 'failed' ? fail_reason : null, note },
    }
  }
  const dispute = records.disputes.get(id)
  if (dispute) {
    const { amount_taken: amount, currency, reason: code, closed_note: note } = dispute
    return {
      at,
      kind: 'dispute',
      name,
      words: fillIn(lookUp(words.disputes, { lose: words.decided.dispute }), {
        amount: money(amount, currency),
      }),
      money: { amount, currency },
      refersTo: { kind: 'dispute', identifier: id },
      details: { ...details, reason: code, ...(decided && { note }) },
    }
  }
  const fee = records.fees.get(id)
  if (fee) {
    const { amount, currency, basis_points, fixed } = fee
    // The terms that it was made by, as they are set.
    const terms = { basis_points, fixed: formatAmount(fixed) }
    return {
      at,
      kind: 'fee',
      name,
      words: words.fee,
      money: { amount, currency },
      details: { ...details, ...terms },
    }
  }
  const item = records.items.get(id)
  if (item) {
    const { expected, received, currency, kind, note } = item
    return {
      at,
      kind: 'reconciliation_item',
      name,
      words: lookUp(words.items, words.decided.items),
      money: { amount: received - expected, currency },
      refersTo: { kind: 'reconciliation_item', identifier: id },
      // What a person wrote stands where it was decided; what the clearing wrote, its words say.
      details: { ...details, difference: kind, ...(decided && { decided_as: name, note }) },
    }
  }
  const failed = name === 'fail' || name === 'fail_try' ? row.fail_reason : null
  return {
    at,
    kind: 'state',
    name,
    words: fillIn(lookUp(words.moves, words.decided.moves), { reason: reason(failed) }),
    money: { amount: row.amount, currency: row.currency },
    details: { ...details, fail_reason: failed },
  }
}
