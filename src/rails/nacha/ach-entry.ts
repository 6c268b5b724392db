import type { RecordValues } from './record-layout.ts'
import type { batchHeader, fileHeader } from './record-layouts.ts'

/**
 * Routing numbers have nine digits with their check digit, days are ISO texts, `createdAt` is HHMM or empty.
 */
export type AchHeader = RecordValues<typeof fileHeader>

/** `effectiveOn` may be empty in what a bank sends. Batches are numbered by the writer. */
export type AchBatch = Omit<RecordValues<typeof batchHeader>, 'batch'>

/**
 * What may follow an entry: text that was sent with it, why its account has changed, or why it comes back.
 */
export type Addenda =
  | { type: '05'; text: string }
  | { type: '98'; code: string; originalTrace: string; originalDfi: string; corrected: string; trace: string }
  | {
      type: '99'
      code: string
      originalTrace: string
      dateOfDeath: string
      originalDfi: string
      information: string
      trace: string
    }

export type AchEntry = {
  transactionCode: TransactionCode
  routing: string
  account: string
  /** Minor units, ten digits; zero in prenotes and notices of change. */
  amount: bigint
  individualId: string
  name: string
  discretionary: string
  /** ODFI of eight digits and seven of ours, rising within a batch. */
  trace: string
  addenda: Addenda | null
}

/**
 * What an entry does: to checking (2x) or savings (3x), a credit (below 5 in its second digit) or a debit; 2
 * and 7 are live, 3 and 8 prenotes of zero, 1 and 6 returns and notices of change (Nacha Operating Rules,
 * Appendix Three, "Transaction Codes").
 */
export const transactionCodes = {
  '21': { account: 'checking', direction: 'credit', is: 'returned' },
  '22': { account: 'checking', direction: 'credit', is: 'live' },
  '23': { account: 'checking', direction: 'credit', is: 'prenote' },
  '26': { account: 'checking', direction: 'debit', is: 'returned' },
  '27': { account: 'checking', direction: 'debit', is: 'live' },
  '28': { account: 'checking', direction: 'debit', is: 'prenote' },
  '31': { account: 'savings', direction: 'credit', is: 'returned' },
  '32': { account: 'savings', direction: 'credit', is: 'live' },
  '33': { account: 'savings', direction: 'credit', is: 'prenote' },
  '36': { account: 'savings', direction: 'debit', is: 'returned' },
  '37': { account: 'savings', direction: 'debit', is: 'live' },
  '38': { account: 'savings', direction: 'debit', is: 'prenote' },
} as const

export type TransactionCode = keyof typeof transactionCodes

/** The code of an account's kind and a direction. */
export function transactionCodeOf(
  account: 'checking' | 'savings',
  direction: 'debit' | 'credit',
  is: 'live' | 'prenote' | 'returned' = 'live',
): TransactionCode {
  const [code] = Object.entries(transactionCodes).find(
    ([, of]) => of.account === account && of.direction === direction && of.is === is,
  )!
  return code as TransactionCode
}

/**
 * What reading a file gives, in order. `line` counts records from 1; the end comes once all sums were
 * checked.
 */
export type AchPart =
  | { kind: 'header'; header: AchHeader }
  | { kind: 'entry'; batch: AchBatch; entry: AchEntry; line: number }
  | { kind: 'end'; totals: AchTotals; batches: number; lines: number }

/**
 * Entries with their addenda, the sum of the receivers' eight digits, and cents. Exact: cut to their fields
 * where they are written.
 */
export type AchTotals = { count: number; hash: bigint; debits: bigint; credits: bigint }

export const noTotals = (): AchTotals => ({ count: 0, hash: 0n, debits: 0n, credits: 0n })

export function addEntry(totals: AchTotals, entry: AchEntry): void {
  totals.count += entry.addenda === null ? 1 : 2
  totals.hash += BigInt(entry.routing.slice(0, 8))
  totals[transactionCodes[entry.transactionCode].direction === 'debit' ? 'debits' : 'credits'] += entry.amount
}

export function addTotals(to: AchTotals, of: AchTotals): void {
  to.count += of.count
  to.hash += of.hash
  to.debits += of.debits
  to.credits += of.credits
}

/** The ten low-order digits (Appendix Three, "Entry Hash"). */
export const hashField = ({ hash }: AchTotals): bigint => hash % 10_000_000_000n
