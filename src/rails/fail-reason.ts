import type { BankFailReason } from '../ground/fail-reasons.ts'
import type { Direction } from './bank-item.ts'
import { returnReasons } from './eft/return-reasons.ts'
import { achReturnReasons } from './nacha/return-reasons.ts'

/** Codes of EFT are three digits, those of ACH an R and two: no two are the same. */
const reasons: Record<string, { failReason: BankFailReason }> = { ...returnReasons, ...achReturnReasons }

/** What a client is told of a code; a code that is not on the list was still returned. */
export const failReasonOf = (code: string): BankFailReason => reasons[code]?.failReason ?? 'returned_by_bank'

/** A debit fails when money is pulled from the payor, a credit when it is pushed to the payee. */
export const failDirectionOf = (direction: Direction): 'pull' | 'push' =>
  direction === 'debit' ? 'pull' : 'push'
