/** What parameters are whose schema does not say it, by name: the same name means the same everywhere. */
export const parameterDescriptions: Record<string, string> = {
  identifier: 'The identifier of what the path names, a UUID',
  contact_id: 'The contact',
  debit_id: 'The debit',
  credit_card_id: 'The saved card',
  bank_account_id: 'The bank account',
  refund_id: 'The refund',
  dispute_id: 'The dispute',
  evidence_id: 'The piece of evidence',
  transaction_id: 'Only those of this debit, credit, refund or payout',
  state: 'Only those in this state',
  kind: 'Only those of this kind',
  tag: 'Only those with this tag',
  type: 'Only events of this type',
  account: 'Only those of this account of the ledger',
  currency: 'Only those in this currency',
  amount: 'Only those of exactly this amount, in major units',
}
