import { type Statement, sql } from '../db/sql.ts'

/** What `GET /company/attention` counts of debits. */
export const transactionNeeds = ['outcome_unknown', 'difference_open'] as const
export type TransactionNeed = (typeof transactionNeeds)[number]

/** An attempt that is older than this was not answered as it should have been, and is being reversed. */
const UNANSWERED_S = 60

/** Attempts that are doubtful: when each was sent, and its debit. */
export const doubtfulAttempts = (companyId: string): Statement => sql`
  select debit_id, transmitted_at as since from attempts
  where company_id = ${companyId} and state in ('sent', 'reversing')
    and transmitted_at < jetpay_now() - make_interval(secs => ${UNANSWERED_S})`

/** Differences with the network that are open: of each since when, and its debit. */
export const openDifferences = (companyId: string): Statement => sql`
  select debit_id, opened_at as since from reconciliation_items
  where company_id = ${companyId} and state = 'open' and debit_id is not null`

/** Those debits, beginning with `and`: few of them, by their ids. */
export const neededDebits = (companyId: string, need: TransactionNeed): Statement => sql`
  and debit_id = any (array(
    select needed.debit_id from (
      ${need === 'outcome_unknown' ? doubtfulAttempts(companyId) : openDifferences(companyId)}
    ) needed))`
