import { type Statement, sql } from '../db/sql.ts'

/** Cards that can be used and expire at the end of this month, UTC: the contact of each. */
export const expiringCards = (companyId: string): Statement => sql`
  select contact_id from credit_cards
  where company_id = ${companyId} and state = 'active' and expiry_year = extract(year from jetpay_now())
    and expiry_month = extract(month from jetpay_now())`
