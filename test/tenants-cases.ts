/**
 * How each operation is asked for so that it acts: `@role` stands for a thing of the company's
 * (`tenants-stage.ts`). An operation without ids is in here too, so that what it answers is searched for
 * another company's.
 */
export type Asked = {
  path?: Record<string, string>
  query?: Record<string, string>
  body?: Record<string, unknown>
}

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const bank = {
  holder_name: 'Ada',
  account_type: 'chequing',
  account_number: '5550001',
  transit_number: '00011',
  institution_number: '001',
}
const contact = { contact_id: '@contact' }
const card = { path: { ...contact, credit_card_id: '@card' } }
const money = { amount: '1.00', statement: 'Try' }
const page = (cursor: string) => ({ query: { cursor } })
const charge = { ...card, body: { ...money, to_bank_account_id: '@account' } }
const dated = { ...contact, ...money, start: day(30), frequency: 'monthly', count: 2 }
const at = (identifier: string, body?: Record<string, unknown>) => ({
  path: { identifier },
  ...(body ? { body } : {}),
})
const debit = (debit_id: string, body?: Record<string, unknown>) => ({
  path: { debit_id },
  ...(body ? { body } : {}),
})
const dispute = { dispute_id: '@dispute' }

export const casesOf: Record<string, Asked[]> = {
  create_contact: [{ body: { name: 'Eve', email: 'eve@example.com' } }],
  list_contacts: [{}, page('@contactToDelete')],
  get_contact: [{ path: contact }],
  update_contact: [{ path: contact, body: { name: 'Changed' } }],
  delete_contact: [{ path: { contact_id: '@contactToDelete' } }],
  create_contact_bank_account: [{ body: { ...contact, ...bank } }],
  list_contact_bank_accounts: [{ path: contact }, { path: contact, ...page('@contactAccountToDelete') }],
  delete_contact_bank_account: [{ path: { ...contact, bank_account_id: '@contactAccountToDelete' } }],
  create_bank_account: [{ body: bank }],
  list_bank_accounts: [{}, page('@account')],
  delete_bank_account: [{ path: { bank_account_id: '@accountToDelete' } }],
  generate_credit_card_tokenization_url: [{ path: contact }],
  list_contact_credit_cards: [{ path: contact }, { path: contact, ...page('@cardToDelete') }],
  get_contact_credit_card: [card],
  delete_contact_credit_card: [{ path: { ...contact, credit_card_id: '@cardToDelete' } }],
  charge_contact_credit_card: [charge],
  preauthorize_contact_credit_card: [charge],
  create_debit: [{ body: { ...money, ...contact, to_bank_account: '@account' } }],
  generate_debit_credit_card_url: [debit('@debitForCard')],
  pay_debit: [debit('@debitToPay', { from_bank_account: '@contactAccount' })],
  create_credit: [
    {
      body: { ...money, ...contact, from_bank_account: '@account', to_bank_account: '@contactAccount' },
    },
  ],
  list_transactions: [
    {},
    page('@debit'),
    { query: contact },
    { query: { credit_card_id: '@card' } },
    { query: { bank_account_id: '@account' } },
  ],
  get_transaction: [at('@debit'), at('@credit'), at('@paidDebit')],
  get_transaction_status: [at('@debit'), at('@credit'), at('@paidDebit')],
  cancel_transaction: [at('@debitToCancel'), at('@credit')],
  capture_debit: [debit('@holdToCapture')],
  release_debit: [debit('@holdToRelease')],
  refund_debit: [debit('@paidDebit', { amount: '1.00', to_bank_account: '@contactAccount' })],
  list_refunds: [{}, page('@refund'), { query: { debit_id: '@paidDebit' } }],
  get_refund: [{ path: { refund_id: '@refund' } }],
  list_disputes: [{}, page('@dispute'), { query: { debit_id: '@clearedDebit' } }],
  get_dispute: [{ path: dispute }],
  add_dispute_evidence: [{ path: dispute, body: { texts: { product_description: 'A bicycle' } } }],
  get_dispute_evidence: [{ path: { ...dispute, evidence_id: '@evidence' } }],
  submit_dispute: [{ path: dispute }],
  create_schedule: [
    {
      body: { kind: 'card_debit', ...dated, from_credit_card_id: '@card', to_bank_account: '@account' },
    },
    {
      body: {
        kind: 'eft_debit',
        ...dated,
        from_bank_account: '@contactAccount',
        to_bank_account: '@account',
      },
    },
    {
      body: {
        kind: 'eft_credit',
        ...dated,
        from_bank_account: '@account',
        to_bank_account: '@contactAccount',
      },
    },
  ],
  list_schedules: [{}, page('@scheduleToCancel'), { query: contact }],
  get_schedule: [at('@schedule')],
  update_schedule: [at('@schedule', { amount: '2.00', from_credit_card_id: '@card' })],
  cancel_schedule: [at('@scheduleToCancel')],
  pause_schedule: [at('@scheduleToPause')],
  resume_schedule: [at('@scheduleToResume')],
  skip_schedule_occurrence: [at('@scheduleToSkip')],
  list_schedule_occurrences: [at('@schedule')],
  list_payouts: [{}, page('@payout')],
  get_payout: [at('@payout')],
  retry_payout: [at('@returnedPayout', { to_bank_account_id: '@account' })],
  get_balance: [{}],
  list_ledger_entries: [
    {},
    { query: { transaction_id: '@paidDebit' } },
    { query: { cursor: '2099-01-01_@paidDebit_1_1' } },
  ],
  export_ledger_statement: [{ query: { from: day(-2), to: day(0) } }],
  list_reconciliation_items: [{}, page('@item')],
  list_events: [{ query: { after: '0', limit: '100' } }],
  create_webhook: [{ body: { callback_url: 'http://127.0.0.1:9/created' } }],
  list_webhooks: [{}, page('@webhook')],
  get_webhook: [at('@webhook')],
  update_webhook: [at('@webhook', { callback_url: 'http://127.0.0.1:9/changed' })],
  delete_webhook: [at('@webhookToDelete')],
  resume_webhook: [at('@webhook')],
  test_webhook: [at('@webhook')],
  redeliver_webhook: [at('@webhook', { from_event_id: 1 })],
  list_webhook_deliveries: [at('@webhook'), { ...at('@webhook'), ...page('@delivery') }],
  get_company: [{}],
  get_sandbox_clock: [{}],
  advance_sandbox_clock: [{ body: { advance: '1s' } }],
}

/** One place where a case names a thing: `path.contact_id`, `body.from_bank_account`, with the role. */
export type Slot = { where: keyof Asked; name: string; role: string }

export const slotsOf = (asked: Asked): Slot[] =>
  (['path', 'query', 'body'] as const).flatMap((where) =>
    Object.entries(asked[where] ?? {}).flatMap(([name, value]) => {
      const role = typeof value === 'string' ? /@(\w+?)(?=_\d|$)/.exec(value)?.[1] : undefined
      return role ? [{ where, name, role }] : []
    }),
  )
