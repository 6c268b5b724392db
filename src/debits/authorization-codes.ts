import { sql } from '../db/sql.ts'
import type { Term } from '../search/terms.ts'

/** What the network gave for a charge or a hold: six letters and digits. A refund's own is not looked for. */
export const authorizationCodes = sql`(
  select array_agg(a.authorization_code) from attempts a
  where a.company_id = debits.company_id and a.debit_id = debits.debit_id and a.kind <> 'refund'
    and a.authorization_code is not null) as authorization_codes`

export const authorizationTerm = (code: string): Term => ['authorization', code]

/** The filter to it, beginning with `and`. */
export const authorizedSo = (companyId: string, code: string) => sql`
  and exists (
    select from (select debit_id as wanted_id) wanted, attempts a
    where a.company_id = ${companyId} and a.debit_id = wanted_id and a.kind <> 'refund'
      and a.authorization_code = ${code})`
