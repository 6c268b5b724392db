import { type Statement, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { type CreditCardRow, cardEventData, creditCardColumns } from './credit-card.ts'

/** Cards that one run tells of; the next follows at once. */
const BATCH = 200

/** A month ends once; what happens then need not happen to the second. */
const IDLE_MS = 30_000

/**
 * Announces each active card once when its last month begins (`contacts.credit_cards.expiring`), and makes it
 * `expired` when that month has ended everywhere a holder can be: at UTC-12, as the card page and the
 * networks' issuers see it.
 */
export const expireCards: Job = {
  name: 'expire-cards',
  idleMs: IDLE_MS,
  async run(context) {
    const told = await tellLastMonth(context)
    const ended = await endPast(context)
    return told === BATCH || ended === BATCH
  },
}

type CardExpiryEvent = 'contacts.credit_cards.expiring' | 'contacts.credit_cards.expired'

/** A card's last month has begun. */
const tellLastMonth = (context: Context) =>
  changeEach(
    context,
    'contacts.credit_cards.expiring',
    sql`expiring_told_at = jetpay_now()`,
    sql`expiring_told_at is null and (expiry_year, expiry_month) <=
      (extract(year from jetpay_now() at time zone 'UTC'), extract(month from jetpay_now() at time zone 'UTC'))`,
  )

/** Its last month has ended: PostgreSQL's `Etc/GMT+12` is UTC-12. */
const endPast = (context: Context) =>
  changeEach(
    context,
    'contacts.credit_cards.expired',
    sql`state = 'expired', expired_at = jetpay_now(), updated_at = jetpay_now()`,
    sql`expiring_told_at is not null and (expiry_year, expiry_month) <
      (extract(year from jetpay_now() at time zone 'Etc/GMT+12'), extract(month from jetpay_now() at time zone 'Etc/GMT+12'))`,
  )

const changeEach = (
  { db }: Context,
  told: CardExpiryEvent,
  change: Statement,
  due: Statement,
): Promise<number> =>
  db.transaction(async (db) => {
    const cards = await db.many<CreditCardRow & { company_id: string }>(sql`
      update credit_cards set ${change}
      where (company_id, credit_card_id) in (
        select company_id, credit_card_id from credit_cards
        where state = 'active' and ${due}
        order by expiry_year, expiry_month limit ${BATCH} for update skip locked
      )
      returning company_id, ${creditCardColumns}`)
    for (const card of cards) await announce(db, card.company_id, told, cardEventData(card))
    return cards.length
  })
