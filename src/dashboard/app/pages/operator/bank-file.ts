/** A file to a bank, as `/operator/bank_files` has it, and a line of it. */
export type BankFile = {
  identifier: string
  name: string
  state: string
  currency: string
  item_count: number
  debits: string
  credits: string
  created_at: string
  sent_at: string | null
  answered_at: string | null
  reason: string | null
  next_step: string | null
}
export type BankFileItem = {
  line: number
  kind: 'payout' | 'debit' | 'credit' | 'refund'
  direction: 'credit' | 'debit'
  amount: string
  currency: string
  reference: string
  due_on: string
  state: string
  fail_reason: string | null
  return_code: string | null
  company_id: string
  company_name: string | null
  transaction_id: string | null
  payout_id: string | null
  account_last4: string
}
