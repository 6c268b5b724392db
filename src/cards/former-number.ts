/**
 * What a card ended in before its network gave it another number. This file is the one writer of
 * `former_card_numbers`.
 */
import { type Db, type Statement, sql } from '../db/sql.ts'

/** Keeps brand and last four of a card as they are, before they become others. */
export const keepNumber = (db: Db, companyId: string, cardId: string) =>
  db.run(sql`
    insert into former_card_numbers (company_id, credit_card_id, until, brand, last4)
    select company_id, credit_card_id, jetpay_now(), brand, last4 from credit_cards
    where company_id = ${companyId} and credit_card_id = ${cardId} and last4 is not null
    on conflict do nothing`)

/**
 * A part of a statement: `former.brand` and `former.last4` as they were when a payment of the company began,
 * null where `card` has been the same since.
 */
export const formerNumberOf = (companyId: string, began: Statement): Statement => sql`
  left join lateral (
    select former.brand, former.last4 from former_card_numbers former
    where former.company_id = ${companyId} and former.credit_card_id = card.credit_card_id and former.until > ${began}
    order by former.until limit 1
  ) former on true`
