import type { Currency } from '../ground/money.ts'
import type { ClearingKind } from './clearing-record.ts'

export type Verdict =
  | 'hand_on'
  | 'bank'
  | 'paid'
  | 'settle'
  | 'settle_refund'
  | 'reject'
  | 'wait'
  | 'dispute'
  | 'difference'

/** A clearing record that is due, with what we have under its reference. */
export type DueRecord = {
  network_id: string
  sequence: bigint
  line: number
  kind: ClearingKind
  /** In whose file it is: an RRN is one acquirer's. */
  acquirer_id: string
  rrn: string
  currency: Currency
  amount: bigint
  reason: string | null
  company_id: string | null
  debit_id: string | null
  /** Where its company is now, if that has left for another cell. */
  cell_id: string | null
  /** Where the reference is that of a refund's own message. */
  refund_id: string | null
  verdict: Verdict
}
