import { type Db, raw, sql } from '../db/sql.ts'
import { OperatorError, Problem } from '../errors.ts'
import { printAmount } from '../http/schema.ts'
import { AMOUNT_MAX, type Currency, currencies, formatAmount } from '../money.ts'
import { noCompany } from './company.ts'

/** Sets the most that one debit or credit of the company may be, in minor units; null: no limit. It holds at once for what is made from now on. */
export async function setTransactionLimit(
  db: Db,
  companyId: string,
  currency: Currency,
  limit: bigint | null,
): Promise<void> {
  if (!currencies.includes(currency))
    throw new OperatorError(`--currency is one of ${currencies.join(', ')}.`)
  if (limit !== null && (limit < 1n || limit > AMOUNT_MAX))
    throw new OperatorError('--per-transaction is an amount in minor units, or none; 100000 is 1000.00.')
  const changed = await db.run(sql`
    update companies set ${columns[currency]} = ${limit} where company_id = ${companyId}`)
  if (changed === 0) throw noCompany(companyId)
}

/** 422 `limit_exceeded` for an amount above what one transaction of the company may be. */
export async function requireWithinLimit(
  db: Db,
  companyId: string,
  { amount, currency }: { amount: bigint; currency: Currency },
): Promise<void> {
  const { most } = await db.one<{ most: bigint | null }>(
    sql`select ${columns[currency]} as most from companies where company_id = ${companyId}`,
  )
  if (most !== null && amount > most) throw limitExceeded(most, currency)
}

export const limitExceeded = (limit: bigint, currency: Currency) =>
  new Problem(
    'limit_exceeded',
    `One transaction of your company in ${currency} may be at most ${formatAmount(limit)}. Ask for less, or have the limit raised.`,
    { members: { limit: 'per_transaction', limit_amount: printAmount(limit), currency } },
  )

const columns = { CAD: raw('transaction_limit_cad'), USD: raw('transaction_limit_usd') }
