import { countTowardDay } from '../companies/within-limit.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import type { Currency } from '../ground/money.ts'
import { type Labels, labelColumns } from '../http/metadata.ts'
import { payableUntil } from './payable-until.ts'

/** A debit that waits for its way to be paid. `amount` in minor units, in the currency of `toBankAccountId`. */
export type NewDebit = {
  companyId: string
  id: string
  contactId: string
  toBankAccountId: string
  amount: bigint
  currency: Currency
  statement: string
  note: string | null
  labels: Labels
}

/** Makes the debit, `requested`, with its history, its link and its event, in the caller's transaction. 422 where it is more than the company may. */
export async function insertDebit(db: Db, config: Config, debit: NewDebit): Promise<void> {
  const countedOn = await countTowardDay(db, debit.companyId, debit.id, { ...debit, counted: 'debits' })
  await db.run(sql`
    with debited as (
      insert into debits (company_id, debit_id, contact_id, to_bank_account_id, state, amount, currency, statement,
        note, ${labelColumns}, payable_until, counted_on, created_at, updated_at)
      values (${debit.companyId}, ${debit.id}, ${debit.contactId}, ${debit.toBankAccountId}, 'requested', ${debit.amount},
        ${debit.currency}, ${debit.statement}, ${debit.note},
        ${debit.labels.external_reference}, ${JSON.stringify(debit.labels.metadata)}, ${payableUntil(config)},
        ${countedOn}::date, jetpay_now(), jetpay_now())
      returning debits as debit, company_id, debit_id, created_at
    ), moved as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
      select company_id, debit_id, 1, 'request', 'requested', created_at from debited
    ), linked as (
      insert into payment_links (identifier, company_id, kind) select debit_id, company_id, 'debit' from debited
    )
    insert into outbox (company_id, type, data, created_at)
    select company_id, 'transactions.debits.created', debit_event_data(debit), created_at from debited`)
}
