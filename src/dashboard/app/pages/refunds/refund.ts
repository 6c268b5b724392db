/** A refund, as `/refund` has it. */
export type Refund = {
  refund_id: string
  debit_id: string
  state: string
  method: 'card' | 'reversal' | 'bank'
  amount: string
  currency: string
  note: string | null
  to_bank_account_id: string | null
  fail_reason: string | null
  returned_at: string | null
  created_at: string
  updated_at: string
}
