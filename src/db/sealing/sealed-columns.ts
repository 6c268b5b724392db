import { type Statement, sql } from '../sql.ts'

/** A column that a sealing key seals: where it is, and what each of its ciphertexts is bound to. */
export type SealedColumn = {
  table: Statement
  column: Statement
  /** The columns of its key, in the order of its index, and their types. */
  key: readonly [Statement, Statement][]
  about: Statement
}

const uuid = sql`uuid`
const text = sql`text`
const company: [Statement, Statement] = [sql`company_id`, uuid]

/** All that there are, by `table.column`. Signing keys are under keys of their own: `rewrapSigningKeys`. */
export const sealedColumns: Record<string, SealedColumn> = {
  'bank_accounts.account_number_sealed': {
    table: sql`bank_accounts`,
    column: sql`account_number_sealed`,
    key: [company, [sql`bank_account_id`, uuid]],
    about: sql`'bank_account ' || company_id || ' ' || bank_account_id`,
  },
  'contact_keys.key_sealed': {
    table: sql`contact_keys`,
    column: sql`key_sealed`,
    key: [company, [sql`contact_id`, uuid]],
    about: sql`'contact_key ' || company_id || ' ' || contact_id`,
  },
  'webhooks.signing_secret_sealed': {
    table: sql`webhooks`,
    column: sql`signing_secret_sealed`,
    key: [company, [sql`webhook_id`, uuid]],
    about: sql`'webhooks/' || company_id || '/' || webhook_id || '/signing_secret'`,
  },
  'webhooks.former_secret_sealed': {
    table: sql`webhooks`,
    column: sql`former_secret_sealed`,
    key: [company, [sql`webhook_id`, uuid]],
    about: sql`'webhooks/' || company_id || '/' || webhook_id || '/signing_secret'`,
  },
  'webhooks.callback_api_key_sealed': {
    table: sql`webhooks`,
    column: sql`callback_api_key_sealed`,
    key: [company, [sql`webhook_id`, uuid]],
    about: sql`'webhooks/' || company_id || '/' || webhook_id || '/callback_api_key'`,
  },
  'signed_agreements.signer_sealed': {
    table: sql`signed_agreements`,
    column: sql`signer_sealed`,
    key: [company, [sql`debit_id`, uuid]],
    about: sql`'signed_agreement ' || company_id || ' ' || debit_id`,
  },
  'dispute_evidence.content_sealed': {
    table: sql`dispute_evidence`,
    column: sql`content_sealed`,
    key: [company, [sql`dispute_id`, uuid], [sql`evidence_id`, uuid]],
    about: sql`'dispute_evidence ' || company_id || ' ' || dispute_id || ' ' || evidence_id`,
  },
  'bank_notices.account_number_sealed': {
    table: sql`bank_notices`,
    column: sql`account_number_sealed`,
    key: [company, [sql`bank_notice_id`, uuid]],
    about: sql`'bank_notice ' || company_id || ' ' || bank_notice_id`,
  },
  'mails.link_sealed': {
    table: sql`mails`,
    column: sql`link_sealed`,
    key: [company, [sql`mail_id`, uuid]],
    about: sql`'mail ' || company_id || ' ' || mail_id`,
  },
  'idempotency_keys.body_sealed': {
    table: sql`idempotency_keys`,
    column: sql`body_sealed`,
    key: [company, [sql`key`, text]],
    about: sql`'idempotency key ' || company_id || ' ' || key`,
  },
  // Of no company.
  'users.totp_sealed': {
    table: sql`users`,
    column: sql`totp_sealed`,
    key: [[sql`user_id`, uuid]],
    about: sql`'user ' || user_id || ' totp'`,
  },
}
