import { type Db, sql } from '../db/sql.ts'
import { type EventRow, eventColumns, newestEventId } from '../events/event.ts'
import type { Turn } from './webhook-turns.ts'

/**
 * Events that one look goes through for those that a webhook hears: a few milliseconds' worth of rows that
 * are read and left.
 */
const LOOK_EVENTS = 10_000n

/**
 * What a look at the log found: the events of a delivery that is due, ascending; or none yet, and then how
 * far the cursor moves over what the webhook does not hear, from which event on a batch may be full, and
 * whether more of the log is to be looked through at once.
 */
export type Look = { events: EventRow[]; passed: Passed | null }
export type Passed = { through: bigint; fullFrom: bigint | null; more: boolean }

/** The first event of the turn: nothing may be missing before it. */
const expectedOf = (turn: Turn): bigint => turn.redeliver_from ?? turn.last_sent_event_id + 1n

/** The turn's batch: at least one event, ascending; all that follow, or those that the webhook hears. */
export async function lookForEvents(db: Db, turn: Turn): Promise<Look> {
  const look = turn.event_types === null ? await readAll(db, turn) : await readHeard(db, turn)
  // After a failure fewer go out.
  return { ...look, events: look.events.slice(0, turn.batch_limit ?? turn.max_batch_size) }
}

async function readAll(db: Db, turn: Turn): Promise<Look> {
  const { company_id: companyId, max_batch_size: max, batch_limit: limit } = turn
  const through = turn.redeliver_from === null ? MOST : turn.redeliver_through
  const events = await db.many<EventRow>(sql`
    select ${eventColumns} from events
    where company_id = ${companyId} and event_id >= ${expectedOf(turn)} and event_id <= ${through}
    order by event_id limit ${Math.min(max, limit ?? max)}`)
  requireFirst(turn, events[0])
  return { events, passed: null }
}
const MOST = 2n ** 63n - 1n

/**
 * The event that is expected is read whether it is heard or not: where it is not in the log, one that is
 * heard may be missing too.
 */
async function readHeard(db: Db, turn: Turn): Promise<Look> {
  const { company_id: companyId, event_types: types, max_batch_size: max } = turn
  const expected = expectedOf(turn)
  const newest = turn.redeliver_from === null ? await newestEventId(db, companyId) : turn.redeliver_through!
  const window = expected + LOOK_EVENTS - 1n
  const last = newest < window ? newest : window
  const rows = await db.many<EventRow & { heard: boolean; waited: boolean }>(sql`
    select ${eventColumns}, type = any (${types}::text[]) as heard,
      events.created_at + make_interval(secs => ${turn.max_wait_seconds}) <= jetpay_now() as waited
    from events
    where company_id = ${companyId} and event_id >= ${expected} and event_id <= ${last}
      and (event_id = ${expected} or type = any (${types}::text[]))
    order by event_id limit ${max + 1}`)
  requireFirst(turn, rows[0])
  const heard = rows.filter((row) => row.heard).slice(0, max)
  const [first] = heard
  // Further on there is more log than one look goes through: what is there is not kept waiting for it.
  const more = last < newest
  if (first && (isTried(turn) || more || heard.length === max || first.waited))
    return { events: heard.map(({ heard: _, waited: __, ...event }) => event), passed: null }
  const through = first ? first.event_id - 1n : last
  const fullFrom = first ? last + BigInt(max - heard.length) : null
  return { events: [], passed: { through, fullFrom, more } }
}

/** Whether its time has come already: it was asked for again, or this is another attempt. */
const isTried = (turn: Turn) => turn.redeliver_from !== null || turn.failures > 0

/** Never with a gap, whatever became of the log. */
function requireFirst(turn: Turn, first: EventRow | undefined): void {
  const expected = expectedOf(turn)
  if (first?.event_id !== expected) throw new Error(`event ${expected} is not in the log`)
}

/**
 * Ends a turn that has nothing to deliver yet: the cursor moves over what the webhook does not hear, unless
 * it, or what the webhook hears, was set meanwhile. Nothing that it hears fails then, so it is no longer
 * backing off.
 */
export const passOver = (db: Db, turn: Turn, { through, fullFrom }: Passed) => {
  const again = turn.redeliver_from !== null
  const over = again && through >= turn.redeliver_through!
  return db.run(sql`
    update webhooks w set lease_id = null, leased_until = jetpay_now(),
      last_sent_event_id = case when ${same(turn)} and not ${again}::boolean then ${through}::bigint else last_sent_event_id end,
      full_from_event_id = case when ${same(turn)} and not ${again}::boolean then ${fullFrom}::bigint else full_from_event_id end,
      redeliver_from = case when not ${again}::boolean or redeliver_from <> ${turn.redeliver_from} then redeliver_from
        when not ${over}::boolean then ${through + 1n}::bigint end,
      redeliver_through = case when not ${again}::boolean or redeliver_from <> ${turn.redeliver_from} or not ${over}::boolean
        then redeliver_through end,
      state = 'active', failures = 0, failing_since = null, next_attempt_at = null, alerted = null
    where company_id = ${turn.company_id} and webhook_id = ${turn.webhook_id} and lease_id = ${turn.lease_id}`)
}

/** Whether the cursor, and what the webhook hears, are still as when the turn was taken. */
export const same = (turn: Turn) => sql`(last_sent_event_id = ${turn.last_sent_event_id}
  and event_types is not distinct from ${turn.event_types}::text[])`
