import type { AttemptDecision } from '../charges/attempt-decision.ts'
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
import { OPERATOR } from './tell-decision.ts'
import { fillIn, type Item, ROWS_MAX, type Speech } from './timeline-item.ts'

type AttemptRow = ReferenceColumns & {
  attempt_id: string
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
  decisions: AttemptDecision[],
  speech: Speech,
): Promise<Item[]> {
  const { identifier: id } = row
  const decidedOf = (doubt: AttemptDecision['doubt'], attemptId?: string) =>
    decisions.find((one) => one.doubt === doubt && (attemptId ?? one.attempt_id) === one.attempt_id)
  const attempts = await db.many<AttemptRow>(sql`
    select attempt_id, kind, state, amount, currency, response_code, authorization_code, reversals_sent, asked_at, answered_at, ${referenceColumns}
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
    ...attempts.map((attempt) => {
      const decision = decidedOf('reversing', attempt.attempt_id)
      return tellAttempt(attempt, row, { only: attempts.length === 1, decision }, speech)
    }),
    ...(capture ? [tellCapture(capture, row, decidedOf('capturing'), speech)] : []),
    ...filed.map((record) => tellRecord(record, speech)),
  ]
}

function tellAttempt(
  attempt: AttemptRow,
  row: TransactionRow,
  { only, decision }: { only: boolean; decision: AttemptDecision | undefined },
  { words, money }: Speech,
): Item {
  const { kind, state, amount, currency, response_code, authorization_code, asked_at, answered_at } = attempt
  const asked = fillIn(words.asked[kind], { amount: money(amount, currency) })
  const codes = [response_code, authorization_code].filter(Boolean).join(', ')
  return {
    at: asked_at ?? attempt.transmitted_at,
    kind: 'attempt',
    name: state,
    words: `${asked}${words.colon}${decision ? words.decided.answer : words.answers[state]}${codes && ` (${codes})`}`,
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
      ...(decision && { decided_as: decision.decided_as, decided_by: OPERATOR }),
    },
  }
}

function tellCapture(
  capture: CaptureRow,
  { currency }: TransactionRow,
  decision: AttemptDecision | undefined,
  { words, money }: Speech,
): Item {
  const amount = capture.capture_amount
  return {
    at: capture.capture_transmitted_at,
    kind: 'capture',
    name: 'capture',
    words: `${fillIn(words.captured, { amount: money(amount, currency) })}${decision ? words.colon + words.decided.capture : ''}`,
    money: { amount, currency },
    details: {
      ...referenceDetails(captureReference(capture)),
      captures_sent: capture.captures_sent,
      ...(decision && { decided_as: decision.decided_as, decided_by: OPERATOR }),
    },
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
