import { type Statement, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'

/** Until when the link of a debit or credit that is made now can be used. */
export const payableUntil = ({ paymentLinkDays }: Config): Statement =>
  paymentLinkDays === 0
    ? sql`'infinity'::timestamptz`
    : sql`jetpay_now() + make_interval(days => ${paymentLinkDays}::integer)`
