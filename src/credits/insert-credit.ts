import { type Db, sql } from '../db/sql.ts'
import { payableUntil } from '../debits/payable-until.ts'
import type { Config } from '../ground/config.ts'
import type { Currency } from '../ground/money.ts'
import { type Labels, labelColumns } from '../http/metadata.ts'
import { followMove, stateMadeBy } from '../lifecycle/follow-move.ts'

/**
 * A credit of which it is not settled where it goes. `amount` in minor units, in the currency of
 * `fromBankAccountId`.
 */
export type NewCredit = {
  companyId: string
  id: string
  contactId: string
  fromBankAccountId: string
  amount: bigint
  currency: Currency
  statement: string
  note: string | null
  labels: Labels
  /**
   * Of the secret that the link carries; of one that nobody has where the credit is not to wait for its
   * contact.
   */
  secretHash: Buffer
}

/**
 * Makes the credit, `requested`, with its history, its link and its event, in the caller's transaction, which
 * has counted it toward its company's day (companies/within-limit.ts).
 */
export async function insertCredit(
  db: Db,
  config: Config,
  credit: NewCredit,
  countedOn: string | null,
): Promise<void> {
  await db.run(sql`
    with credited as (
      insert into credits (company_id, credit_id, contact_id, from_bank_account_id, state, amount, currency, statement,
        note, ${labelColumns}, payable_until, counted_on, created_at, updated_at)
      values (${credit.companyId}, ${credit.id}, ${credit.contactId}, ${credit.fromBankAccountId},
        ${stateMadeBy('eft_credit', 'request')},
        ${credit.amount}, ${credit.currency}, ${credit.statement}, ${credit.note},
        ${credit.labels.external_reference}, ${JSON.stringify(credit.labels.metadata)}, ${payableUntil(config)},
        ${countedOn}::date, jetpay_now(), jetpay_now())
      returning credits as credit, company_id, credit_id, state, created_at
    ), moved as (
      select company_id, credit_id as record_id, 1 as sequence, null as from_state, state, created_at as moved_at,
        credit_event_data(credit) as event_data from credited
    ), ${followMove('eft_credit', 'request')}
    insert into payment_links (identifier, company_id, kind, secret_hash)
    select record_id, company_id, 'credit', ${credit.secretHash} from moved`)
}
