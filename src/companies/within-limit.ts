import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import { printAmount } from '../http/schema.ts'
import { type Counted, dayLimit, limitDay, limitOf, limitsIn } from './limit.ts'

/** What is asked for: `amount` in minor units. */
type CountedMovement = { counted: Counted; amount: bigint; currency: Currency }

/** What of a company's limits an amount is above, in minor units; `used` only where today's sum decides. */
type AboveLimit = { above: 'transaction' | 'day'; limit: bigint; used?: bigint }

/** 422 `limit_exceeded` for an amount that the company may not ask for on any day. Nothing is counted. */
export async function requireWithinLimits(db: Db, companyId: string, asked: CountedMovement): Promise<void> {
  const limits = await limitsFor(db, companyId, asked)
  if ('above' in limits) throw limitExceeded(asked, limits)
}

/**
 * Counts a debit or credit that is being made toward its company's day, in the caller's transaction, which
 * makes rivals wait for it. `countedOn`: the day that it counts toward, for its row; null where there is no
 * limit for the day. Where it is above a limit nothing is counted.
 */
export async function countIfWithin(
  db: Db,
  companyId: string,
  id: string,
  asked: CountedMovement,
): Promise<{ countedOn: string | null } | AboveLimit> {
  const { amount, currency, counted } = asked
  const limits = await limitsFor(db, companyId, asked)
  if ('above' in limits) return limits
  const { perDay, day } = limits
  if (perDay === null) return { countedOn: null }
  const { verdict, used } = await db.one<{ verdict: 'counted' | 'above'; used: bigint }>(sql`
    select verdict, used from count_toward_day(${companyId}, ${counted}, ${currency}, ${day}::date, ${perDay},
      array[${id}]::uuid[], array[${amount}]::bigint[], array[null]::text[])`)
  return verdict === 'above' ? { above: 'day', limit: perDay, used } : { countedOn: day }
}

/** The same, and returns the day. 422 where it does not fit. */
export async function countTowardDay(
  db: Db,
  companyId: string,
  id: string,
  asked: CountedMovement,
): Promise<string | null> {
  const counted = await countIfWithin(db, companyId, id, asked)
  if ('above' in counted) throw limitExceeded(asked, counted)
  return counted.countedOn
}

/**
 * The limit for a day and which day it is, once the amount is below what each transaction and each day may
 * have.
 */
async function limitsFor(
  db: Db,
  companyId: string,
  { counted, amount, currency }: CountedMovement,
): Promise<{ perDay: bigint | null; day: string } | AboveLimit> {
  const kind = counted === 'debits' ? 'per_day_debits' : 'per_day_credits'
  const { most, perDay, day } = await db.one<{ most: bigint | null; perDay: bigint | null; day: string }>(sql`
    select ${limitOf('per_transaction')} as most, ${limitOf(kind)} as "perDay", ${limitDay}::text as day
    from companies company ${limitsIn(sql`${currency}`)} where company.company_id = ${companyId}`)
  if (most !== null && amount > most) return { above: 'transaction', limit: most }
  if (perDay !== null && amount > perDay) return { above: 'day', limit: perDay }
  return { perDay, day }
}

const limitExceeded = ({ counted, currency }: CountedMovement, { above, limit, used }: AboveLimit) =>
  above === 'transaction'
    ? transactionLimitExceeded(currency, limit)
    : dayLimitExceeded(counted, currency, limit, used)

/** A limit of nothing is that of a currency in which the company has none. */
export const transactionLimitExceeded = (currency: Currency, limit: bigint) =>
  new Problem(
    'limit_exceeded',
    limit === 0n
      ? `Your company moves nothing in ${currency} yet. Use another currency, or have your operator set its limits in ${currency}.`
      : `One transaction of your company in ${currency} may be at most ${formatAmount(limit)}. Ask for less, or have the limit raised.`,
    { members: { limit: 'per_transaction', limit_amount: printAmount(limit), currency } },
  )

/** `used` is what counts toward today; left out where the amount alone is more than a day may have. */
export function dayLimitExceeded(counted: Counted, currency: Currency, limit: bigint, used?: bigint) {
  const members = { limit: `per_day_${counted}`, limit_amount: printAmount(limit), currency }
  const most = `The ${counted} of your company in ${currency} may be at most ${formatAmount(limit)} a day`
  if (used === undefined)
    return new Problem('limit_exceeded', `${most}. Ask for less, or have the limit raised.`, { members })
  const { left } = dayLimit(limit, used)
  return new Problem(
    'limit_exceeded',
    `${most}, of which ${formatAmount(left)} is left today. Ask for less, wait for the next day in Toronto, or have the limit raised.`,
    { members: { ...members, used_amount: printAmount(used), left_amount: printAmount(left) } },
  )
}
