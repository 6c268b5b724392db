import { type Db, sql } from '../db/sql.ts'
import { type DeliveryStatus, fillIn, type Item, ROWS_MAX, type Speech } from './timeline-item.ts'

/** The largest batch of events that a delivery has (`webhooks.max_batch_size`). */
const BATCH_MAX = 100
/** Webhooks whose deliveries are looked up, the newest: a company has a few. */
const WEBHOOKS_MAX = 20

type DeliveredRow = {
  event_id: bigint
  webhook_id: string
  callback_url: string
  passed: boolean
  stopped: boolean
  attempt: number | null
  status: number | null
  error: string | null
  latency_ms: number | null
  attempted_at: Date | null
}

/** The events that told of it; with `withDeliveries` how each webhook got each of them. */
export async function readEvents(
  db: Db,
  companyId: string,
  id: string,
  withDeliveries: boolean,
  { words }: Speech,
): Promise<Item[]> {
  const events = await db.many<{ event_id: bigint; type: string; created_at: Date }>(sql`
    select event_id, type, created_at from (
      select event_id, type, created_at from events
      where company_id = ${companyId} and data ->> 'transactionId' is not null and (data ->> 'transactionId')::uuid = ${id}
      -- A fence: by the index of transactions, and not through all events in their order until there are so many.
      offset 0
    ) told order by event_id desc limit ${ROWS_MAX}`)
  const deliveries = withDeliveries
    ? await readDeliveries(
        db,
        companyId,
        events.map(({ event_id }) => event_id),
      )
    : new Map<bigint, DeliveredRow[]>()
  return events.map(({ event_id, type, created_at }) => ({
    at: created_at,
    kind: 'event',
    name: type,
    words: fillIn(words.event, { event: String(event_id), type }),
    refersTo: { kind: 'event', identifier: String(event_id) },
    details: { event_id: Number(event_id) },
    deliveries: (deliveries.get(event_id) ?? []).map(showDelivery),
  }))
}

/** Of each event and webhook the last delivery that had it. */
async function readDeliveries(db: Db, companyId: string, events: bigint[]) {
  const rows = await db.many<DeliveredRow>(sql`
    select e.event_id, w.webhook_id, w.callback_url, w.last_sent_event_id >= e.event_id as passed, w.stopped, d.attempt, d.status, d.error,
      d.latency_ms, d.attempted_at
    from unnest(${events}::bigint[]) e (event_id)
    cross join (
      select company_id, webhook_id, callback_url, last_sent_event_id, state = 'failed' as stopped from webhooks
      where company_id = ${companyId} order by webhook_id desc limit ${WEBHOOKS_MAX}
    ) w
    left join lateral (
      select d.attempt, d.status, d.error, d.latency_ms, d.attempted_at from deliveries d
      where d.company_id = ${companyId} and d.webhook_id = w.webhook_id
        and d.last_event_id between e.event_id and e.event_id + ${BATCH_MAX - 1} and d.first_event_id <= e.event_id
      order by d.delivery_id desc limit 1
    ) d on true
    order by e.event_id, w.webhook_id`)
  return Map.groupBy(rows, ({ event_id }) => event_id)
}

const showDelivery = (row: DeliveredRow) => ({
  webhook_id: row.webhook_id,
  callback_url: row.callback_url,
  status: statusOf(row),
  attempt: row.attempt,
  http_status: row.status,
  error: row.error,
  latency_ms: row.latency_ms,
  attempted_at: row.attempted_at?.toISOString() ?? null,
})

/** What is not recorded is not claimed; what a stopped webhook has not had neither waits nor is tried. */
function statusOf({ attempted_at, error, passed, stopped }: DeliveredRow): DeliveryStatus {
  if (attempted_at !== null && error === null) return 'delivered'
  if (stopped && !passed) return 'stopped'
  if (attempted_at !== null) return 'failing'
  return passed ? 'not_recorded' : 'waiting'
}

type MailRow = {
  mail_id: string
  to_address: string
  subject: string
  state: 'queued' | 'sent' | 'failed'
  created_at: Date
  sent_at: Date | null
  error: string | null
}

/** The mails that were sent about it, of the last 90 days. */
export async function readMails(db: Db, companyId: string, id: string, { words }: Speech): Promise<Item[]> {
  const mails = await db.many<MailRow>(sql`
    select mail_id, to_address, subject, state, created_at, sent_at, error from mails
    where company_id = ${companyId} and transaction_id = ${id} order by mail_id desc limit ${ROWS_MAX}`)
  return mails.map(({ to_address, subject, state, created_at, sent_at, error }) => ({
    at: created_at,
    kind: 'mail',
    name: state,
    words: fillIn(words.mails[state], { to: to_address, subject }),
    details: { to: to_address, subject, sent_at: sent_at?.toISOString() ?? null, error },
  }))
}

/** That its payer agreed to be debited, and the schedule that made it. */
export async function readOrigin(db: Db, companyId: string, id: string, { words }: Speech): Promise<Item[]> {
  const agreed = await db.first<{
    obtained_by: 'platform' | 'payment_page'
    agreed_at: Date
    reference: string | null
    signed: boolean
  }>(sql`
    select obtained_by, agreed_at, reference, exists (
      select from signed_agreements s where s.company_id = ${companyId} and s.debit_id = ${id}) as signed
    from debit_agreements where company_id = ${companyId} and debit_id = ${id}`)
  const scheduled = await db.first<{ schedule_id: string; due_on: string; made_at: Date }>(sql`
    select o.schedule_id, o.due_on::text, m.moved_at as made_at from schedule_occurrences o
    join transaction_moves m on m.company_id = o.company_id and m.transaction_id = o.transaction_id and m.sequence = 1
    where o.company_id = ${companyId} and o.transaction_id = ${id}`)
  const items: Item[] = []
  if (agreed)
    items.push({
      at: agreed.agreed_at,
      kind: 'agreement',
      name: agreed.obtained_by,
      words: words.agreed[agreed.obtained_by],
      details: { reference: agreed.reference, signed: agreed.signed },
    })
  if (scheduled)
    items.push({
      at: scheduled.made_at,
      kind: 'schedule',
      name: 'made',
      words: fillIn(words.scheduled, { day: scheduled.due_on }),
      refersTo: { kind: 'schedule', identifier: scheduled.schedule_id },
    })
  return items
}
