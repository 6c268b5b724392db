import type { BankCurrency } from '../ground/money.ts'
import type { Agreed, BankItemKind, Direction } from './bank-item.ts'

export type BankFileRow = {
  bank_file_id: string
  originator_id: string
  /** 1 to 9999, then again from 1. */
  file_number: number
  /** The name of the profile that it was opened with. */
  profile: string
  currency: BankCurrency
  /** ISO day. */
  created_on: string
  created_at: Date
  /** What its layout says of us, kept with it so that it comes out the same however often it is written. */
  originator: unknown
  state: 'writing' | 'sent' | 'accepted' | 'rejected'
  staged_as: string | null
}

/** An item of a file with its account, whose number is unsealed. */
export type WritableItem = {
  company_id: string
  bank_account_id: string
  kind: BankItemKind
  direction: Direction
  amount: bigint
  trace_number: string
  file_line: number
  /** ISO day. */
  due_on: string
  sundry: string
  agreed: Agreed
  company_name: string
  /** Whether the account is the company's own. */
  is_company: boolean
  holder_name: string
  account_type: 'chequing' | 'savings'
  account_number: string
  institution_number: string | null
  transit_number: string | null
  routing_number: string | null
}
