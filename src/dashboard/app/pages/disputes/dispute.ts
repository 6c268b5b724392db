/** As `GET /dispute/{id}` tells it. Amounts are decimal texts. */
export type Dispute = {
  dispute_id: string
  debit_id: string
  /** Of its debit. */
  contact_id: string
  statement: string
  state: 'needs_response' | 'under_review' | 'won' | 'lost'
  amount: string
  amount_taken: string
  currency: string
  reason: string
  respond_by: string
  lost_reason: 'no_response' | 'decided' | 'closed' | null
  submitted_at: string | null
  opened_at: string
}
export const fields = [
  'product_description',
  'delivery',
  'customer_communication',
  'refund_policy',
  'other',
] as const
export type Field = (typeof fields)[number]
export type DisputeWithEvidence = Dispute & {
  evidence: {
    texts: Partial<Record<Field, string>>
    files: readonly { evidence_id: string; name: string; type: string; bytes: number }[]
    deleted_at: string | null
  }
}

/** Of any dispute, and of any of its amounts: the first level that an address may open. */
export const disputeExplained = /^\/dispute\/[\da-f-]+\/explain(?:\?|$)/
/** What one of its amounts is made of; without `part` what it did to the balance. */
export const explainPath = (id: string, part?: 'amount' | 'amount_taken' | 'given_back') =>
  part ? `/dispute/${id}/explain?part=${part}` : `/dispute/${id}/explain`
