/** The accounts that every company has in each currency; the table `ledger_entries` takes no other. */
export const accounts = [
  'network_receivable',
  'company_payable',
  'bank_clearing',
  'fees',
  'refunds',
  'losses',
] as const
export type Account = (typeof accounts)[number]

/** One line of what a move posts, for the transaction's whole amount. A debit is positive, a credit negative. */
export type Posting = { side: 'debit' | 'credit'; account: Account }
