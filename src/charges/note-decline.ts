import { type Database, type Db, sql } from '../db/sql.ts'
import {
  adviceOf,
  DECLINES_MAX,
  DECLINES_WITHIN_DAYS,
  MASTERCARD_DECLINES_MAX,
  MASTERCARD_WITHIN_HOURS,
  stopsCard,
} from '../ground/retry-advice.ts'
import type { Attempt } from './attempt.ts'
import type { NetworkRefusal, Rest } from './charge-outcome.ts'
import { type AttemptOutcome, recordOutcomes } from './record-outcomes.ts'

/**
 * The second statement of a charge or a hold that the network declined, with what the decline means for the
 * next charge of the card. Apart from those of approvals, so that an approval costs what it did. False where
 * the attempt had moved on.
 */
export const recordDecline = (
  db: Database,
  attempt: Attempt,
  declined: AttemptOutcome,
  refusal: NetworkRefusal,
  reversalDueMs: number,
): Promise<boolean> =>
  db.transaction(async (db) => {
    const [recorded] = await recordOutcomes(db, [declined], reversalDueMs)
    if (recorded) await noteDecline(db, attempt, refusal)
    return recorded === true
  })

/**
 * Keeps the decline, and until when no charge of the card is sent: for good, as long as the network says, or
 * until the oldest of too many declines is thirty days old, of a Mastercard a day. Declines from before count
 * no more and are gone. The first statement of a charge reads it with the card's state.
 */
async function noteDecline(
  db: Db,
  { company_id, credit_card_id, attempt_id }: Attempt,
  refusal: NetworkRefusal,
): Promise<void> {
  const { response_code, fail_reason, advice_code = null } = refusal
  await db.run(sql`
    insert into card_declines (company_id, credit_card_id, attempt_id, declined_at, response_code, advice_code)
    values (${company_id}, ${credit_card_id}, ${attempt_id}, jetpay_now(), ${response_code}, ${advice_code})`)
  const within = sql`make_interval(days => ${DECLINES_WITHIN_DAYS})`
  const withinDay = sql`make_interval(hours => ${MASTERCARD_WITHIN_HOURS})`
  await db.run(sql`
    delete from card_declines
    where company_id = ${company_id} and credit_card_id = ${credit_card_id} and declined_at <= jetpay_now() - ${within}`)
  await db.run(sql`
    update credit_cards set declined_reason = ${fail_reason}, declined_code = ${response_code},
      charge_after = greatest(
        case when ${stopsCard(refusal)} then 'infinity'::timestamptz end,
        jetpay_now() + make_interval(hours => ${adviceOf(advice_code)?.waitHours ?? null}::integer),
        (select declined_at + ${within} from card_declines
          where company_id = ${company_id} and credit_card_id = ${credit_card_id} and declined_at > jetpay_now() - ${within}
          order by declined_at desc offset ${DECLINES_MAX - 1} limit 1),
        (select declined_at + ${withinDay} from card_declines
          where credit_cards.brand = 'mastercard' and company_id = ${company_id} and credit_card_id = ${credit_card_id}
            and declined_at > jetpay_now() - ${withinDay}
          order by declined_at desc offset ${MASTERCARD_DECLINES_MAX - 1} limit 1))
    where company_id = ${company_id} and credit_card_id = ${credit_card_id}`)
}

/** Undefined where it rests no more. */
export const findRest = (db: Db, companyId: string, cardId: string) =>
  db.first<Rest>(sql`
    select case when isfinite(charge_after) then charge_after end as until, declined_reason as fail_reason,
      declined_code as network_code
    from credit_cards where company_id = ${companyId} and credit_card_id = ${cardId} and charge_after > jetpay_now()`)
