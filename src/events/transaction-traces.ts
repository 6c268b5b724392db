/**
 * In which traces a transaction was asked for and moved, so that what comes later can name them: the delivery
 * of its events, a charge of the card that its payer enters. Written for what is traced alone. A crash of the
 * server empties the table.
 */
import { type Db, sql } from '../db/sql.ts'
import type { SpanFacts, TraceSpan, Traces } from '../ground/traces.ts'
import { startTiming, type Timing } from '../http/timing.ts'

/** Never rejects: nothing depends on it. */
export const keepTrace = (db: Db, companyId: string, transactionId: string, traceparent: string) =>
  noteTrace(db, companyId, transactionId, traceparent).catch(() => 0)

/** Within the transaction that makes what is traced. */
export const noteTrace = (db: Db, companyId: string, transactionId: string, traceparent: string) =>
  db.run(sql`
    insert into transaction_traces (company_id, transaction_id, traceparent)
    values (${companyId}, ${transactionId}, ${traceparent})
    on conflict do nothing`)

/** Of those of the transactions that were traced. */
export const tracesOf = async (db: Db, companyId: string, transactionIds: string[]): Promise<string[]> => {
  const rows = await db.many<{ traceparent: string }>(sql`
    select traceparent from transaction_traces
    where company_id = ${companyId} and transaction_id = any (${transactionIds}::uuid[])`)
  return rows.map(({ traceparent }) => traceparent)
}

/**
 * Does what nobody's request is waiting for in a trace of its own, which names those that the transaction
 * comes from and is named by the delivery of its events. `work` is handed a timing, so that its parts are
 * spans as those of a request; undefined where this one is not traced.
 */
export async function traced<Done>(
  { db, traces }: { db: Db; traces: Traces | null },
  of: { name: string; companyId: string; transactionId: string },
  work: (timing: Timing | undefined) => Promise<Done>,
): Promise<Done> {
  const span = traces && (await beginTrace(db, traces, of))
  if (!span) return work(undefined)
  const kept = keepTrace(db, of.companyId, of.transactionId, span.traceparent)
  try {
    await kept
    const done = await work({ ...startTiming(), span })
    span.end()
    return done
  } catch (error) {
    span.end({}, true)
    throw error
  }
}

async function beginTrace(
  db: Db,
  traces: Traces,
  { name, companyId, transactionId }: { name: string; companyId: string; transactionId: string },
): Promise<TraceSpan | undefined> {
  const facts: SpanFacts = { 'jetpay.company_id': companyId, 'jetpay.transaction_id': transactionId }
  const begun = { name, kind: 'internal', facts } as const
  const from = await tracesOf(db, companyId, [transactionId]).catch(() => [])
  return from.length > 0 ? traces.beginLinked(begun, from) : traces.begin(begun, undefined)
}
