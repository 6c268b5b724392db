import { type Db, sql } from '../db/sql.ts'

/** Every type of event that the platform makes (the contract's list, as far as it is built). */
export const eventTypes = [
  'contacts.created',
  'contacts.updated',
  'contacts.deleted',
  'contacts.bank_accounts.created',
  'contacts.bank_accounts.deleted',
  'contacts.credit_cards.tokenized',
  'contacts.credit_cards.tokenization_failed',
  'contacts.credit_cards.deleted',
  'transactions.debits.created',
  'transactions.debits.paid',
  'transactions.debits.failed',
] as const
export type EventType = (typeof eventTypes)[number]

/** Writes an event to the outbox, in the transaction of what it tells of. `data` is camelCase and holds no secrets. */
export const announce = (db: Db, companyId: string, type: EventType, data: Record<string, unknown>) =>
  db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    values (${companyId}, ${type}, ${JSON.stringify(data)}, jetpay_now())`)
