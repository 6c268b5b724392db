/** The accounts that every company has in each currency. */
export const accounts = [
  'network_receivable',
  'company_payable',
  'bank_clearing',
  'fees',
  'refunds',
  'losses',
  'suspense',
] as const
export type CompanyAccount = (typeof accounts)[number]
/** Of the platform's own books besides: what other cells owe us. `ledger_entries` takes no other. */
export type Account = CompanyAccount | 'cells'

/**
 * One line of what a move posts. A debit is positive, a credit negative. `of`: the transaction's whole
 * amount, or of a reconciliation item the clearing record's own amount, all that was received, what was
 * expected, or the one less the other.
 */
export type Posting = {
  side: 'debit' | 'credit'
  account: Account
  of: 'amount' | 'record' | 'received' | 'expected' | 'shortfall'
}
