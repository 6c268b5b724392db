import { type Db, join, raw, type Statement, sql } from '../db/sql.ts'
import { UsageError } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import { noCompany } from './company.ts'

/**
 * What the operator can limit, each per currency: one debit or credit, and what is asked for in one day in
 * Toronto.
 */
export const limitKinds = ['per_transaction', 'per_day_debits', 'per_day_credits'] as const
export type LimitKind = (typeof limitKinds)[number]
/** What counts toward a day. */
export type Counted = 'debits' | 'credits'

/** The most that a limit may be: beyond what any day sees, and exact as a number of JSON. */
const LIMIT_MAX = 9_999_999_999_999n

/**
 * The limits of a company (a row named `company`) in a currency that an expression says, to be joined as
 * `limits`.
 */
export const limitsIn = (currency: Statement): Statement => sql`
  left join company_limits limits on limits.company_id = company.company_id and limits.currency = ${currency}`

/**
 * A limit of what `limitsIn` has joined, in minor units; null: as much as any. In a currency that its
 * operator has set no limits in, a company moves nothing: such a currency is closed, and not without a limit.
 */
export const limitOf = (kind: LimitKind): Statement =>
  sql`case when limits.company_id is null then 0 else limits.${raw(kind)} end`

/** Today, as limits count days. */
export const limitDay = sql`toronto_day(jetpay_now())`

/**
 * Sets limits of a company, in minor units; null: none any more. They hold at once, for what is made from now
 * on, and open the currency.
 */
export async function setLimits(
  db: Db,
  companyId: string,
  currency: Currency,
  limits: Partial<Record<LimitKind, bigint | null | undefined>>,
): Promise<void> {
  const named = limitKinds.filter((kind) => limits[kind] !== undefined)
  if (named.length === 0) throw new UsageError(`Name a limit: ${limitKinds.map(optionOf).join(', ')}.`)
  for (const kind of named) {
    const most = limits[kind]
    if (most !== null && (most! < 1n || most! > LIMIT_MAX))
      throw new UsageError(`${optionOf(kind)} is an amount such as 1000.00, or none.`)
  }
  const columns = join(named.map((kind) => raw(kind)))
  const changed = await db.run(sql`
    insert into company_limits (company_id, currency, ${columns})
    select company_id, ${currency}, ${join(named.map((kind) => sql`${limits[kind]}::bigint`))}
    from companies where company_id = ${companyId}
    on conflict (company_id, currency) do update set ${join(named.map((kind) => sql`${raw(kind)} = excluded.${raw(kind)}`))}`)
  if (changed === 0) throw noCompany(companyId)
}

/** How `jetpay company limit` names it. */
const optionOf = (kind: LimitKind) => `--${kind.replaceAll('_', '-')}`

/** What a company may ask for in a day, and of it today's; in minor units. */
export type DayLimit = { limit: bigint; used: bigint; left: bigint }
export type Limits = {
  currency: Currency
  day: string
  per_transaction: bigint | null
  per_day_debits: DayLimit | null
  per_day_credits: DayLimit | null
}

/** What counts toward today for the row of `limited`: the total, and what it has changed by since. */
const usedToday = (counted: Counted) => sql`(
  select coalesce(sum(amount), 0)::bigint from (
    select amount from day_totals t where t.company_id = limited.company_id and t.kind = ${counted}
      and t.currency = limited.currency and t.day = limited.day
    union all
    select amount from day_total_changes c where c.company_id = limited.company_id and c.kind = ${counted}
      and c.currency = limited.currency and c.day = limited.day
  ) counted)`

/** The limits of a company in each currency that it moves money in, and what of today's is used. */
export async function listLimits(db: Db, companyId: string): Promise<Limits[]> {
  const found = await db.many<{
    currency: Currency
    day: string
    per_transaction: bigint | null
    debits: bigint | null
    debits_used: bigint
    credits: bigint | null
    credits_used: bigint
  }>(sql`
    with limited as (
      select company_id, currency, ${limitDay} as day, per_transaction, per_day_debits as debits, per_day_credits as credits
      from company_limits where company_id = ${companyId}
    )
    select currency, day::text, per_transaction, debits, ${usedToday('debits')} as debits_used,
      credits, ${usedToday('credits')} as credits_used
    from limited order by currency`)
  if (found.length === 0) throw noCompany(companyId)
  return found.map(({ currency, day, per_transaction, ...row }) => ({
    currency,
    day,
    per_transaction,
    per_day_debits: row.debits === null ? null : dayLimit(row.debits, row.debits_used),
    per_day_credits: row.credits === null ? null : dayLimit(row.credits, row.credits_used),
  }))
}

/** Nothing is left where the limit was lowered below what was made. */
export const dayLimit = (limit: bigint, used: bigint): DayLimit => ({
  limit,
  used,
  left: limit > used ? limit - used : 0n,
})
