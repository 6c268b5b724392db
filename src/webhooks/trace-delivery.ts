import type { EventRow } from '../events/event.ts'
import { tracesOf } from '../events/transaction-traces.ts'
import type { TraceSpan } from '../ground/traces.ts'
import type { Context } from '../process/context.ts'

/** The transaction that an event is of, where it is one's. */
const OF_TRANSACTION = /"transactionId": ?"([0-9a-f-]{36})"/

/**
 * A trace of the delivery, which names those of the requests that its events come from. Undefined where none
 * of them was traced. Never rejects.
 */
export async function traceDelivery(
  { traces, db }: Pick<Context, 'traces' | 'db'>,
  webhook: { company_id: string; webhook_id: string },
  events: EventRow[],
): Promise<TraceSpan | undefined> {
  if (!traces) return undefined
  const { company_id: companyId, webhook_id: webhookId } = webhook
  const ids = new Set(events.flatMap(({ data }) => OF_TRANSACTION.exec(data)?.[1] ?? []))
  if (ids.size === 0) return undefined
  const links = await tracesOf(db, companyId, [...ids]).catch(() => [])
  if (links.length === 0) return undefined
  const facts = {
    'jetpay.company_id': companyId,
    'jetpay.webhook_id': webhookId,
    'jetpay.events': events.length,
  }
  return traces.beginLinked({ name: 'webhook delivery', kind: 'producer', facts }, links)
}
