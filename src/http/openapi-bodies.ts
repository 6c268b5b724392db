/**
 * Whole request bodies, by operation id, where what a schema requires says too little or is too little by
 * itself. Each is one that its schema takes (openapi.test.ts); ids are of nobody.
 */
const id = '019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11'
const password = 'four maple bicycles'
const ticket = 'kW3pY0x1mVQ2b7uT9cR4dE6fG8hJ0kL2nP5sA1vB3wX'
/** What the browser gives is passed on whole. */
const passkey = 'AbCdEf0123456789_-AbCd'

const charge = { amount: '100.50', to_bank_account_id: id, statement: 'Order 1001', note: 'Two wheels' }
const account = {
  institution: 'Bank of Montreal',
  title: 'Chequing',
  holder_name: 'Ada Lovelace',
  account_type: 'chequing',
  transit_number: '00011',
  institution_number: '001',
  account_number: '7654321',
  holder_address: '1 Main Street',
  holder_address_postal_code: 'H2X 1Y4',
  holder_address_city: 'Montreal',
  holder_address_country: 'CA',
  holder_email: 'ada@example.com',
}
const page = { allowed_origins: ['https://shop.example.com'], return_url: 'https://shop.example.com/done' }

export const exampleBodies: Readonly<Record<string, unknown>> = {
  create_contact: { email: 'ada@example.com', name: 'Ada Lovelace', language: 'en', tags: ['wholesale'] },
  update_contact: { name: 'Ada King', external_reference: 'customer-1001' },
  create_contact_bank_account: { contact_id: id, ...account },
  create_bank_account: account,
  generate_credit_card_tokenization_url: page,
  generate_debit_credit_card_url: page,
  charge_contact_credit_card: charge,
  preauthorize_contact_credit_card: charge,
  create_debit: { amount: '100.50', statement: 'Order 1001', to_bank_account: id, contact_id: id },
  create_credit: { amount: '100.50', statement: 'Payout 1001', from_bank_account: id, contact_id: id },
  capture_debit: { amount: '80.00' },
  refund_debit: { amount: '50.25', note: 'One wheel came back' },
  add_dispute_evidence: { texts: { customer_communication: 'Ada wrote on 3 May that all had arrived.' } },
  create_schedule: {
    kind: 'card_debit',
    contact_id: id,
    from_credit_card_id: id,
    to_bank_account: id,
    amount: '100.50',
    statement: 'Membership',
    start: '2030-01-31',
    frequency: 'monthly',
  },
  update_schedule: { amount: '120.00' },
  skip_schedule_occurrence: { number: 3 },
  retry_payout: { to_bank_account_id: id },
  create_webhook: {
    callback_url: 'https://shop.example.com/webhooks',
    max_batch_size: 10,
    max_wait_seconds: 60,
    event_types: ['transactions.debits.paid', 'transactions.debits.failed'],
  },
  update_webhook: { max_batch_size: 50 },
  rotate_webhook_secret: { overlap_seconds: 86_400 },
  sign_in: { email: 'ada@example.com', password, code: '123456' },
  reauthenticate: { password, code: '123456' },
  change_password: { password },
  reset_password: { ticket, password },
  look_at_invitation: { ticket },
  accept_invitation: { ticket, name: 'Ada Lovelace', password, language: 'en' },
  add_totp: { ticket, code: '123456' },
  add_passkey: { ticket, name: 'Laptop', response: { id: passkey, rawId: passkey, type: 'public-key' } },
  sign_in_with_passkey: { ticket, response: { id: passkey, rawId: passkey, type: 'public-key' } },
  update_company: { name: 'Maple Cycles', time_zone: 'America/Toronto', receipts_by_mail: true },
  set_company_logo: {
    content:
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  },
  set_sandbox_faults: { answer_delay_ms: 2000 },
  create_company: { name: 'Maple Cycles', owner_email: 'ada@example.com' },
  update_operated_company: { features: { card_on_file: true } },
  set_company_limits: { currency: 'CAD', per_transaction: '5000.00', per_day_debits: '50000.00' },
  set_company_fee: { currency: 'CAD', method: 'card', basis_points: 290, fixed: '0.30' },
  request_verify: { extent: 'incremental' },
}
