import { sql } from '../db/sql.ts'
import { type Context, oncePerProcess } from '../process/context.ts'
import type { ChargeRefused } from './charge-outcome.ts'
import type { ChargeRequest } from './request-charges.ts'

/**
 * How soon a process knows that a restore has left charges which nobody here knows of. Until then the doors
 * are shut, and a person opens them.
 */
const LOOK_EVERY_MS = 1_000
/** As long as answers are kept under idempotency keys: a request of the lost time may be repeated so late. */
const KEPT_HOURS = 48

/** A charge of the lost time: what the network calls it, and when it was. */
export type ChargedBefore = { reference: string; happened_at: Date }

const lookOf = oncePerProcess(({ db }: Context) => {
  let any: Promise<boolean> | undefined
  let lookedAt = 0
  return (): Promise<boolean> => {
    const now = performance.now()
    if (any && now - lookedAt < LOOK_EVERY_MS) return any
    lookedAt = now
    any = db
      .first(sql`select from recovery_items where kind in ('charge', 'hold') and state <> 'reversed' limit 1`)
      .then((row) => row !== undefined)
    return any
  }
})

/**
 * After a restore the network may have charges of the lost time that this database does not know, with their
 * idempotency keys: one of the same amount on the same card may be this one, repeated. It is not begun until
 * a person has settled what the network has (docs/backup.md). Undefined where there is none.
 */
export async function chargedBefore(
  context: Context,
  { companyId, creditCardId, amount }: ChargeRequest,
): Promise<ChargedBefore | undefined> {
  if (!(await lookOf(context)())) return undefined
  return context.db.first<ChargedBefore>(sql`
    select i.reference, i.happened_at from credit_cards c
    join recovery_items i on i.last4 = c.last4 and i.amount = ${amount} and i.kind in ('charge', 'hold')
    where c.company_id = ${companyId} and c.credit_card_id = ${creditCardId} and (i.state in ('open', 'reversing')
      or i.state = 'kept' and i.resolved_at > jetpay_now() - make_interval(hours => ${KEPT_HOURS}))
    order by i.happened_at limit 1`)
}

/** What such a charge comes to. */
export const refusedAsBefore = (request: ChargeRequest, before: ChargedBefore): ChargeRefused => ({
  verdict: 'refused',
  outcome: 'refused',
  refusal: 'charged_before_restore',
  currency: request.currency ?? 'CAD',
  limits: { most: null, per_day: null, used: null },
  request,
  before,
})
