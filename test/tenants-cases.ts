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
/** One pixel. */
const LOGO =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
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
const charges = { currency: 'CAD', move: 'card_debit.charge' }
const afterDebit = `0_${day(0)}T00:00:00.000Z_@paidDebit_2`

export const casesOf: Record<string, Asked[]> = {
  create_contact: [{ body: { name: 'Eve', email: 'eve@example.com' } }],
  list_contacts: [{}, page('@contactToDelete')],
  get_contact: [{ path: contact }],
  update_contact: [{ path: contact, body: { name: 'Changed' } }],
  delete_contact: [{ path: { contact_id: '@contactToDelete' } }],
  erase_contact: [
    {
      path: { contact_id: '@contactToErase' },
      body: { confirm_contact_id: '@contactToErase', reason: 'person_asked' },
    },
  ],
  get_contact_erasure: [{ path: { contact_id: '@erasedContact' } }],
  create_contact_bank_account: [{ body: { ...contact, ...bank } }],
  list_contact_agreements: [{ path: contact }, { path: contact, ...page('@debit') }],
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
  get_transaction_timeline: [
    at('@debit'),
    at('@credit'),
    at('@paidDebit'),
    at('@clearedDebit'),
    at('@debitToPay'),
  ],
  send_transaction_link: [at('@debit')],
  list_payment_links: [{}, page('@debit')],
  get_debit_agreement: [debit('@signedDebit')],
  create_bulk: [{ body: { action: 'cancel', transaction_ids: ['@debitToCancelInBulk'] } }],
  list_bulks: [{}, page('@bulk')],
  get_bulk: [{ path: { bulk_id: '@bulk' } }],
  list_bulk_items: [{ path: { bulk_id: '@bulk' } }],
  stop_bulk: [{ path: { bulk_id: '@bulk' } }],
  search: [{ query: { q: '@debit' } }, { query: { q: '@contact' } }, { query: { q: '4242' } }],
  create_saved_view: [{ body: { name: 'Failed', page: 'transactions', query: 'state=failed' } }],
  list_saved_views: [{}],
  delete_saved_view: [{ path: { view_id: '@view' } }],
  create_export: [{ body: { kind: 'transactions' } }],
  list_exports: [{}, page('@export')],
  get_export: [{ path: { export_id: '@export' } }],
  get_export_file: [{ path: { export_id: '@export' } }],
  delete_export: [{ path: { export_id: '@exportToDelete' } }],
  explain_transaction: [at('@debit'), at('@credit'), at('@paidDebit')],
  cancel_transaction: [at('@debitToCancel'), at('@credit')],
  capture_debit: [debit('@holdToCapture')],
  release_debit: [debit('@holdToRelease')],
  refund_debit: [debit('@paidDebit', { amount: '1.00', to_bank_account: '@contactAccount' })],
  list_refunds: [{}, page('@refund'), { query: { debit_id: '@paidDebit' } }],
  get_refund_actions: [{ path: { refund_id: '@refund' } }],
  get_refund: [{ path: { refund_id: '@refund' } }],
  list_disputes: [{}, page('@dispute'), { query: { debit_id: '@clearedDebit' } }],
  get_dispute: [{ path: dispute }],
  explain_dispute: [{ path: dispute }],
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
  restore_schedule_occurrence: [at('@scheduleToSkip', { number: 1 })],
  list_schedule_occurrences: [at('@schedule')],
  get_next_payouts: [{}],
  explain_next_payout: [
    { query: { to_bank_account_id: '@account', currency: 'CAD' } },
    {
      query: {
        to_bank_account_id: '@account',
        currency: 'CAD',
        part: 'payments',
        cursor: '0_@paidDebit',
      },
    },
  ],
  list_payouts: [{}, page('@payout')],
  get_payout_actions: [at('@payout'), at('@returnedPayout')],
  get_payout: [at('@payout')],
  explain_payout: [at('@payout'), { ...at('@payout'), query: { part: 'payments', cursor: '0_@paidDebit' } }],
  export_payout: [at('@payout')],
  retry_payout: [at('@returnedPayout', { to_bank_account_id: '@account' })],
  get_balance: [{}],
  explain_balance: [
    { query: { currency: 'CAD' } },
    { query: charges },
    { query: { ...charges, day: day(0) } },
    { query: { ...charges, day: day(0), cursor: afterDebit } },
  ],
  list_ledger_entries: [
    {},
    { query: { transaction_id: '@paidDebit' } },
    { query: { cursor: '2099-01-01_@paidDebit_1_1' } },
  ],
  export_ledger_statement: [{ query: { from: day(-2), to: day(0) } }],
  list_reconciliation_items: [{}, page('@item')],
  list_events: [{ query: { after: '0', limit: '100' } }],
  stream_events: [{ query: { after: '0', follow: 'false' } }],
  create_webhook: [{ body: { callback_url: 'http://127.0.0.1:9/created' } }],
  list_webhooks: [{}, page('@webhook')],
  get_webhook: [at('@webhook')],
  update_webhook: [at('@webhook', { callback_url: 'http://127.0.0.1:9/changed' })],
  delete_webhook: [at('@webhookToDelete')],
  resume_webhook: [at('@webhook')],
  rotate_webhook_secret: [at('@webhook', { overlap_seconds: 60 })],
  test_webhook: [at('@webhook')],
  redeliver_webhook: [at('@webhook', { from_event_id: 1 })],
  list_webhook_deliveries: [at('@webhook'), { ...at('@webhook'), ...page('@delivery') }],
  list_newest_events: [{}, page('@event')],
  list_event_types: [{}],
  get_event_checkpoint: [{}],
  get_event: [{ path: { event_id: '1' } }],
  get_event_proof: [{ path: { event_id: '1' } }],
  list_event_deliveries: [{ path: { event_id: '1' } }],
  list_members: [{}, page('@member')],
  change_member_role: [{ path: { user_id: '@member' }, body: { role: 'viewer' } }],
  remove_member: [{ path: { user_id: '@memberToRemove' } }],
  demand_second_factor: [{ body: { required: false } }],
  invite_user: [{ body: { email: 'invited@example.com', role: 'viewer' } }],
  list_invitations: [{}, page('@invitation')],
  withdraw_invitation: [{ path: { invitation_id: '@invitation' } }],
  list_audit_log: [
    {},
    page('@auditLine'),
    { query: { actor_id: '@usedToken' } },
    { query: { object_id: '@contact' } },
  ],
  get_audit_filters: [{}],
  export_audit_log: [{ query: { actor_id: '@usedToken' } }, { query: { object_id: '@contact' } }],
  get_company: [{}],
  update_company: [{ body: { contact_phone: '1-800-555-0199', accent_color: '#b3261e' } }],
  set_company_logo: [{ body: { content: LOGO } }],
  delete_company_logo: [{}],
  list_api_tokens: [{}, page('@token')],
  create_api_token: [{ body: { name: 'made', scopes: ['company:read'] } }],
  revoke_api_token: [{ path: { token_id: '@token' } }],
  list_request_log: [{}, page('@request'), { query: { token_id: '@usedToken' } }],
  get_logged_request: [{ path: { request_id: '@request' } }],
  get_company_summary: [{}],
  export_company_summary: [{ query: { currency: 'CAD', figure: 'volume' } }],
  get_company_attention: [{}],
  explain_company_summary: [
    { query: { currency: 'CAD', figure: 'volume' } },
    { query: { ...charges, figure: 'volume', day: day(0), cursor: afterDebit } },
  ],
  get_sandbox_clock: [{}],
  advance_sandbox_clock: [{ body: { advance: '1s' } }],
  get_sandbox_calendar: [{}],
  list_sandbox_cards: [{}],
  list_sandbox_bank_accounts: [{}],
  get_sandbox_faults: [{}],
  set_sandbox_faults: [{ body: { stop_answering: 0 } }],
  end_sandbox_network_day: [{}],
  list_sandbox_mails: [{}, page('@mail')],
  list_sandbox_triggers: [{}],
  trigger_sandbox_event: [{ body: { type: 'contacts.created' } }],
}

/** One place where a case names a thing: `path.contact_id`, `body.from_bank_account`, with the role. */
export type Slot = { where: keyof Asked; name: string; role: string }

export const slotsOf = (asked: Asked): Slot[] =>
  (['path', 'query', 'body'] as const).flatMap((where) =>
    Object.entries(asked[where] ?? {}).flatMap(([name, value]) => {
      const [first] = [value].flat()
      const role = typeof first === 'string' ? /@(\w+?)(?=_\d|$)/.exec(first)?.[1] : undefined
      return role ? [{ where, name, role }] : []
    }),
  )
