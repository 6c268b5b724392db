import type { BankCurrency } from '../../ground/money.ts'

/**
 * Logical record types of CPA Standard 005 that move money: C credit, D debit, E and F the reversal of a
 * credit and of a debit (error corrections), I and J a credit and a debit that is returned.
 */
export const itemTypes = ['C', 'D', 'E', 'F', 'I', 'J'] as const
export type EftItemType = (typeof itemTypes)[number]

/** An account in Canada: institution of 3 digits, transit of 5, number of 1 to 12 digits or letters. */
export type CanadianAccount = { institution: string; transit: string; number: string }

/** One segment of a record: one movement of money. Amounts are minor units, dates ISO days. */
export type EftItem = {
  type: EftItemType
  /** What it is for (Standard 007), or, of a returned item, why it comes back: 900 to 999. */
  transactionType: string
  /** 1 to 9,999,999,999: ten digits. */
  amount: bigint
  /**
   * Due date of a debit; the day on which the funds of a credit are to be available. May be empty in a
   * return.
   */
  date: string
  /** Whose account is credited or debited. Of a returned item: where it goes back to. */
  account: CanadianAccount
  /**
   * 22 digits that the direct clearer gives each item; an originator fills in zeros where its bank numbers
   * them.
   */
  itemTrace: string
  /** Of a returned item or a reversal, the transaction type of the original; else `000`. */
  storedTransactionType: string
  originatorShortName: string
  name: string
  originatorLongName: string
  /** The originator's number at its direct clearer. */
  userId: string
  /** The originator's own reference: comes back with a return, and finds the item again. */
  crossReference: string
  /**
   * Where returns go; of a returned item, the account that it was meant for. Null where it is left to the
   * bank.
   */
  returnAccount: CanadianAccount | null
  sundry: string
  /** Of E, F, I and J: the trace of the original. Else empty. */
  originalItemTrace: string
  settlementCode: string
  /** Of a returned item: which data elements were invalid, two digits each; else `00000000000`. */
  invalidDataElements: string
}

/** The currency of the service: of a file that says none, in all guides the Canadian dollar. */
export const SERVICE_CURRENCY: BankCurrency = 'CAD'

export type EftHeader = {
  /** 10 characters, given out by the bank. */
  originatorId: string
  /** 1 to 9999. */
  fileCreationNumber: number
  /** Of the 80-byte layout: its due date, as it has no other. */
  creationDate: string
  /** 5 digits. */
  destinationDataCentre: string
  currency: BankCurrency
}

export type EftSum = { count: number; value: bigint }
/** By the standard's four pairs: D with J, C with I, E, F. */
export type EftTotals = Record<'debits' | 'credits' | 'creditReversals' | 'debitReversals', EftSum>

/** What reading a file gives, in order: its header, each item, and once all of it was checked its totals. */
export type EftPart =
  | { kind: 'header'; header: EftHeader }
  | { kind: 'item'; item: EftItem; record: number; segment: number }
  | { kind: 'trailer'; totals: EftTotals; records: number }

export const noTotals = (): EftTotals => ({
  debits: { count: 0, value: 0n },
  credits: { count: 0, value: 0n },
  creditReversals: { count: 0, value: 0n },
  debitReversals: { count: 0, value: 0n },
})

const sumOf: Record<EftItemType, keyof EftTotals> = {
  D: 'debits',
  J: 'debits',
  C: 'credits',
  I: 'credits',
  E: 'creditReversals',
  F: 'debitReversals',
}

export function addToTotals(totals: EftTotals, item: EftItem): void {
  const sum = totals[sumOf[item.type]]
  sum.count++
  sum.value += item.amount
}
