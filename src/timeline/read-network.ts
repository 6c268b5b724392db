import {
  type CaptureReferenceColumns,
  captureReference,
  captureReferenceColumns,
  isFiledUnder,
  type ReferenceColumns,
  referenceColumns,
  referenceDetails,
} from '../charges/network-reference.ts'
import { type Db, sql } from '../db/sql.ts'
import type { TransactionRow } from '../debits/transaction.ts'
import type { Currency } from '../ground/money.ts'
import { fillIn, type Item, ROWS_MAX, type Speech } from './timeline-item.ts'

type AttemptRow = ReferenceColumns & {
  kind: 'charge' | 'authorization' | 'refund'
  state: 'sent' | 'approved' | 'declined' | 'unsent' | 'reversing' | 'reversed' | 'authorized' | 'capturing'
  amount: bigint
  currency: Currency
  response_code: string | null
  authorization_code: string | null
  reversals_sent: number
  asked_at: Date | null
  answered_at: Date | null
}
type CaptureRow = CaptureReferenceColumns & { capture_amount: bigint; captures_sent: number }
type RecordRow = {
  network_id: string
  sequence: bigint
  line: number
  kind: 'sale' | 'reversal' | 'refund' | 'adjustment' | 'reject'
  currency: Currency
  amount: bigint
  reason: string | null
  outcome: string | null
  read_at: Date
  business_date: string
}

/** What was asked of the card network for a debit, what it said, and what its clearing files have of it. */
export async function readNetwork(
  db: Db,
  companyId: string,
  row: TransactionRow,
  speech: Speech,
): Promise<Item[]> {
  const { identifier: id } = row
  const attempts = await db.many<AttemptRow>(sql`
    select kind, state, amount, currency, response_code, authorization_code, reversals_sent, asked_at, answered_at, ${referenceColumns}
    from attempts where company_id = ${companyId} and debit_id = ${id} order by attempt_id desc limit ${ROWS_MAX}`)
  const capture = await db.first<CaptureRow>(sql`
    select z.capture_amount, z.captures_sent, ${captureReferenceColumns}
    from authorizations z join attempts a using (company_id, debit_id, attempt_id)
    where company_id = ${companyId} and debit_id = ${id} and z.capture_amount is not null and z.capture_stan is not null
      and z.capture_transmitted_at is not null`)
  const filed = await db.many<RecordRow>(sql`
    select r.network_id, r.sequence, r.line, r.kind, r.currency, r.amount, r.reason, r.outcome, f.read_at, f.business_date::text
    from attempts a join clearing_records r on ${isFiledUnder(sql`a`, sql`r`)}
    join clearing_files f on f.network_id = r.network_id and f.sequence = r.sequence
    where a.company_id = ${companyId} and a.debit_id = ${id} and r.company_id = ${companyId} and r.debit_id = ${id}
    order by r.sequence desc, r.line desc limit ${ROWS_MAX}`)
  return [
    ...attempts.map((attempt) => tellAttempt(attempt, row, attempts.length === 1, speech)),
    ...(capture ? [tellCapture(capture, row, speech)] : []),
    ...filed.map((record) => tellRecord(record, speech)),
  ]
}

function tellAttempt(
  attempt: AttemptRow,
  row: TransactionRow,
  only: boolean,
  { words, money }: Speech,
): Item {
  const { kind, state, amount, currency, response_code, authorization_code, asked_at, answered_at } = attempt
  const asked = fillIn(words.asked[kind], { amount: money(amount, currency) })
  const codes = [response_code, authorization_code].filter(Boolean).join(', ')
  return {
    at: asked_at ?? attempt.transmitted_at,
    kind: 'attempt',
    name: state,
    words: `${asked}${words.colon}${words.answers[state]}${codes && ` (${codes})`}`,
    money: { amount, currency },
    details: {
      attempt: kind,
      network_code: response_code,
      // Kept with the debit, of its last attempt: of several nobody can say whose it is.
      fail_reason: state === 'declined' && only && kind !== 'refund' ? row.fail_reason : null,
      authorization_code,
      ...referenceDetails(attempt),
      answered_at: answered_at?.toISOString() ?? null,
      milliseconds: asked_at && answered_at ? answered_at.getTime() - asked_at.getTime() : null,
      reversals_sent: attempt.reversals_sent,
    },
  }
}

function tellCapture(capture: CaptureRow, { currency }: TransactionRow, { words, money }: Speech): Item {
  const amount = capture.capture_amount
  return {
    at: capture.capture_transmitted_at,
    kind: 'capture',
    name: 'capture',
    words: fillIn(words.captured, { amount: money(amount, currency) }),
    money: { amount, currency },
    details: { ...referenceDetails(captureReference(capture)), captures_sent: capture.captures_sent },
  }
}

function tellRecord(record: RecordRow, { words, money }: Speech): Item {
  const { network_id: network, sequence, line, kind, amount, currency, read_at: at } = record
  const values = { file: `${network} ${sequence}`, line: String(line), amount: money(amount, currency) }
  return {
    at,
    kind: 'clearing_record',
    name: kind,
    words: fillIn(words.cleared[kind], values),
    money: { amount, currency },
    details: {
      network_id: network,
      file_sequence: Number(sequence),
      line,
      business_date: record.business_date,
      outcome: record.outcome,
      reason: record.reason,
    },
  }
}
