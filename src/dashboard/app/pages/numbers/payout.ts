import type { Explanation } from '../../data/explanation.ts'

/** As `GET /payout/{id}` and its explanation tell it. */
export type Payout = {
  identifier: string
  state: 'requested' | 'initiated' | 'completed' | 'returned'
  amount: string
  amount_owed: string
  currency: string
  to_bank_account_id: string
  fail_reason: string | null
  created_at: string
  updated_at: string
}
export type PayoutExplanation = Explanation & {
  payout: Payout
  travels: readonly {
    part: number
    amount: string
    state: string
    file: number | null
    bank_file_id: string | null
    line: number | null
    file_on: string | null
    reference: string
  }[]
  not_in_it: readonly {
    identifier: string
    kind: string
    transaction_id: string | null
    statement: string
    expected: string
    received: string
    resolved_at: string | null
  }[]
}
