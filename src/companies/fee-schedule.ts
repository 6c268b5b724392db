import { type Db, sql } from '../db/sql.ts'
import { UsageError } from '../ground/errors.ts'
import {
  AMOUNT_MAX,
  type Currency,
  currencyFacts,
  formatAmount,
  type Method,
  takes,
} from '../ground/money.ts'
import { noCompany } from './company.ts'

/** What fees are told apart by, beside the currency. */
export const methods = ['card', 'eft'] as const satisfies readonly Method[]

/**
 * What a debit costs its company: `basisPoints` ten-thousandths of its amount, and `fixed` minor units. Both
 * 0: nothing.
 */
export type FeeTerms = { currency: Currency; method: Method; basisPoints: number; fixed: bigint }
export type FeeSchedule = Omit<FeeTerms, 'basisPoints'> & { basis_points: number; effective_at: Date }

/**
 * New terms hold from a minute on: by then every statement sees them, so that which terms a debit completed
 * under follows from its time alone, and `jetpay verify` can tell.
 */
const EFFECTIVE_AFTER_SECONDS = 60

/**
 * Sets what a company is charged for debits that complete from the answered time on. Throws an OperatorError
 * that says what is wrong.
 */
export async function setFee(
  db: Db,
  companyId: string,
  { currency, method, basisPoints, fixed }: FeeTerms,
  afterSeconds = EFFECTIVE_AFTER_SECONDS,
): Promise<FeeSchedule> {
  if (!takes(currency, method))
    throw new UsageError(
      `In ${currency}, the method is one of ${currencyFacts[currency].methods.join(', ')}.`,
    )
  if (!Number.isInteger(basisPoints) || basisPoints < 0 || basisPoints > 10_000)
    throw new UsageError('--basis-points is a whole number from 0 to 10000; 290 is 2.9 %.')
  if (fixed < 0n || fixed > AMOUNT_MAX)
    throw new UsageError(`--fixed is an amount from 0.00 to ${formatAmount(AMOUNT_MAX)}.`)
  const set = await db.first<FeeSchedule>(sql`
    insert into fee_schedules (company_id, currency, method, effective_at, basis_points, fixed)
    select company_id, ${currency}, ${method}, jetpay_now() + make_interval(secs => ${afterSeconds}), ${basisPoints}, ${fixed}
    from companies where company_id = ${companyId}
    returning currency, method, effective_at, basis_points, fixed`)
  if (!set) throw noCompany(companyId)
  return set
}

/** All terms that a company ever had or will have, the latest of each currency and method first. */
export const listFees = (db: Db, companyId: string) =>
  db.many<FeeSchedule>(sql`
    select currency, method, effective_at, basis_points, fixed from fee_schedules
    where company_id = ${companyId} order by currency, method, effective_at desc`)
