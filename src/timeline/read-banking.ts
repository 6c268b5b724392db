import { type Db, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import { type DecidedReturn, decidedReturnsOf } from '../rails/parked-return.ts'
import { OPERATOR } from './tell-decision.ts'
import { fillIn, type Item, ROWS_MAX, type Speech } from './timeline-item.ts'

type BankRow = {
  bank_item_id: string
  kind: 'payout' | 'debit' | 'credit' | 'refund'
  subject_id: string
  direction: 'credit' | 'debit'
  amount: bigint
  currency: Currency
  state: 'queued' | 'sent' | 'settled' | 'returned' | 'rejected' | 'cancelled'
  trace_number: string
  fail_reason: string | null
  return_code: string | null
  late: boolean
  queued_at: Date
  sent_at: Date | null
  settled_at: Date | null
  failed_at: Date | null
  file: string | null
  file_line: number | null
  file_due_on: string | null
}

/**
 * What moves over the banks for it: its own items, those of its refunds, and those of payouts that it is in.
 */
export async function readBanking(
  db: Db,
  companyId: string,
  subjects: string[],
  speech: Speech,
): Promise<Item[]> {
  const payouts = await readPayouts(db, companyId, subjects)
  const ids = [...subjects, ...payouts.flatMap(({ payout_id }) => payout_id ?? [])]
  const rows = await db.many<BankRow>(sql`
    select i.bank_item_id, i.kind, i.subject_id, i.direction, i.amount, i.currency, i.state, i.trace_number, i.fail_reason, i.return_code, i.late,
      i.queued_at, i.sent_at, i.settled_at, i.failed_at, f.originator_id || ' ' || f.file_number as file, i.file_line,
      i.file_due_on::text
    from bank_items i left join bank_files f on f.bank_file_id = i.bank_file_id
    where i.company_id = ${companyId} and i.subject_id = any (${ids}::uuid[])
    order by i.queued_at desc limit ${ROWS_MAX}`)
  const decided = await decidedReturnsOf(db, companyId, ids)
  const takenBack = new Set(
    decided.filter((one) => one.resolved_as === 'returned').map(({ bank_item_id }) => bank_item_id),
  )
  return [
    ...rows.flatMap((row) => tellBankItem(row, takenBack.has(row.bank_item_id), speech)),
    ...decided.map((one) => tellDecided(one, speech)),
    ...payouts.flatMap((row) => tellPayout(row, speech)),
  ]
}

/** What the bank sent fitted nothing of itself; a person asked it, and said what it was. */
const tellDecided = (
  { kind, subject_id, resolved_as, resolved_at: at, note, code }: DecidedReturn,
  { words }: Speech,
): Item => ({
  at,
  kind: 'decision',
  name: resolved_as,
  words: words.decided.returns[resolved_as],
  refersTo: kind === 'payout' || kind === 'refund' ? { kind, identifier: subject_id } : null,
  details: { decided_as: resolved_as, decided_by: OPERATOR, note, return_code: code },
})

function tellBankItem(row: BankRow, decided: boolean, { words, money, reason }: Speech): Item[] {
  const { kind, direction, amount, currency, state, subject_id } = row
  const values = {
    direction: words.directions[direction],
    amount: money(amount, currency),
    file: row.file ?? '',
    reason: reason(row.fail_reason),
  }
  const tell = (name: BankRow['state'], at: Date | null): Item[] =>
    at === null
      ? []
      : [
          {
            at,
            kind: 'bank_item',
            name,
            words: fillIn(
              name === 'returned' && decided ? words.decided.takenBack : words.banked[name],
              values,
            ),
            money: { amount, currency },
            refersTo: kind === 'payout' || kind === 'refund' ? { kind, identifier: subject_id } : null,
            details: {
              of: kind,
              direction,
              trace_number: row.trace_number,
              file: row.file,
              file_line: row.file_line,
              due_on: row.file_due_on,
              ...(name === 'returned' || name === 'rejected'
                ? { fail_reason: row.fail_reason, return_code: row.return_code, late: row.late }
                : {}),
              ...(name === 'returned' && decided ? { decided_by: OPERATOR } : {}),
            },
          },
        ]
  return [
    ...tell('queued', row.queued_at),
    ...tell('sent', row.sent_at),
    ...tell('settled', row.settled_at),
    ...(state === 'returned' || state === 'rejected' ? tell(state, row.failed_at) : []),
  ]
}

type PayoutRow = {
  transaction_id: string
  part: string
  amount: bigint
  currency: Currency
  payout_id: string | null
  payout_amount: bigint | null
  payout_state: string | null
  payout_at: Date | null
}

/** What of it was, or will be, part of a payout. */
export const readPayouts = (db: Db, companyId: string, subjects: string[]): Promise<PayoutRow[]> =>
  db.many<PayoutRow>(sql`
    select i.transaction_id, i.part, i.amount, i.currency, p.payout_id, p.amount as payout_amount, p.state as payout_state,
      p.created_at as payout_at
    from payout_items i left join payouts p on p.company_id = i.company_id and p.payout_id = i.payout_id
    where i.company_id = ${companyId} and i.transaction_id = any (${subjects}::uuid[])
    order by i.transaction_id desc, i.part limit ${ROWS_MAX}`)

function tellPayout(row: PayoutRow, { words, money }: Speech): Item[] {
  const { amount, currency, payout_id, payout_amount, payout_at, part } = row
  if (payout_id === null || payout_amount === null || payout_at === null) return []
  const size = money(amount < 0n ? -amount : amount, currency)
  const values = { amount: size, payout: money(payout_amount, currency) }
  return [
    {
      at: payout_at,
      kind: 'payout',
      name: part,
      words: fillIn(amount < 0n ? words.takenFromPayout : words.paidOut, values),
      money: { amount, currency },
      refersTo: { kind: 'payout', identifier: payout_id },
      details: { part, payout_state: row.payout_state },
    },
  ]
}
