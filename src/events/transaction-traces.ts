/**
 * In which trace a transaction was asked for, so that the delivery of its events can name it: a worker makes
 * it, minutes later. Written for requests that are traced alone. A crash of the server empties the table.
 */
import { type Db, sql } from '../db/sql.ts'

/** Never rejects: nothing depends on it. */
export const keepTrace = (db: Db, companyId: string, transactionId: string, traceparent: string) =>
  db
    .run(sql`
      insert into transaction_traces (company_id, transaction_id, traceparent)
      values (${companyId}, ${transactionId}, ${traceparent})
      on conflict (company_id, transaction_id) do nothing`)
    .catch(() => 0)

/** Of those of the transactions that were traced. */
export const tracesOf = async (db: Db, companyId: string, transactionIds: string[]): Promise<string[]> => {
  const rows = await db.many<{ traceparent: string }>(sql`
    select traceparent from transaction_traces
    where company_id = ${companyId} and transaction_id = any (${transactionIds}::uuid[])`)
  return rows.map(({ traceparent }) => traceparent)
}
