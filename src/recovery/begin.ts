import { raiseAlarm } from '../alarms/alarm.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { findRecovery } from './recovery.ts'

/**
 * How far references are moved on, so that none of the lost time is given out again: more than a day of a
 * thousand charges a second. RRNs of one day differ in eight digits, bank references in seven (ACH).
 */
const TRACES = 50_000_000
const BANK_TRACES = 1_000_000
/**
 * Ids that a company's log skips at least; and how much more than in a span before the restore as long as the
 * lost one. What is beyond a million would have to be more than 200 events a second for an hour.
 */
const EVENTS_MIN = 100
const EVENTS_FACTOR = 3
const EVENTS_MAX = 1_000_000
/** How far back one company's events are counted. */
const COUNTED_MAX = 1_000_000

export type Begun = {
  recovery_id: string
  restored_to: Date
  lost_seconds: number
  companies: number
  event_ids_skipped: number
}

/**
 * Marks the database as restored: shuts the doors to network and bank, and moves on whatever numbers the lost
 * time may have used. One transaction. `skipEvents`: at least so many event ids of each company, where
 * somebody knows better than the past. Throws an OperatorError where a recovery is under way already.
 */
export const beginRecovery = (db: Database, skipEvents = 0): Promise<Begun> =>
  db.transaction(async (db) => {
    if (await findRecovery(db))
      throw new OperatorError('A recovery is under way already; see `jetpay recovery check`.', 'wrong_state')
    // Ids of many companies may take longer than a request's statement.
    await db.run(sql`select set_config('statement_timeout', '0', true)`)
    await shutDoors(db, 'enable')
    const { restored_to, lost_seconds } = await newestThing(db)
    const recovery_id = newId()
    await db.run(
      sql`insert into recoveries (recovery_id, restored_to) values (${recovery_id}, ${restored_to})`,
    )
    await db.run(
      sql`select setval('network_traces', (nextval('network_traces') + ${TRACES}) % 899999999999 + 1)`,
    )
    await db.run(sql`select setval('bank_item_traces', nextval('bank_item_traces') + ${BANK_TRACES})`)
    const skipped = await skipEventIds(db, restored_to, lost_seconds, skipEvents)
    await raiseAlarm(db, {
      kind: 'recovery_open',
      subject: recovery_id,
      companyId: null,
      details: { restored_to, do: 'jetpay recovery check, then jetpay recovery go' },
    })
    return { recovery_id, restored_to, lost_seconds, ...skipped }
  })

/** Opens the doors to network and bank, or shuts them. */
export async function shutDoors(db: Db, how: 'enable' | 'disable'): Promise<void> {
  if (how === 'enable') {
    await db.run(sql`alter table attempts enable trigger shut_while_recovering`)
    await db.run(sql`alter table bank_items enable trigger shut_while_recovering`)
    await db.run(sql`alter table bank_files enable trigger shut_while_recovering`)
    return
  }
  await db.run(sql`alter table attempts disable trigger shut_while_recovering`)
  await db.run(sql`alter table bank_items disable trigger shut_while_recovering`)
  await db.run(sql`alter table bank_files disable trigger shut_while_recovering`)
}

/** The time of the newest event or move that the database knows, which is how far it was restored. */
const newestThing = (db: Db) =>
  db.one<{ restored_to: Date; lost_seconds: number }>(sql`
    select restored_to, greatest(extract(epoch from jetpay_now() - restored_to), 1)::float8 as lost_seconds from (
      select coalesce(greatest(
        (select max(created_at) from event_heads h join events e on e.company_id = h.company_id and e.event_id = h.last_event_id),
        (select max(created_at) from outbox)), jetpay_now()) as restored_to
    ) newest`)

/**
 * Lets each company's log go on behind ids that the lost time may have given out: receivers may have seen
 * them, and must not take another event for one that they have handled. An id that is skipped is an event of
 * its own, which says so: the log stays without a gap. What waited for its id at the restore comes after
 * them.
 */
async function skipEventIds(db: Db, restoredTo: Date, lostSeconds: number, skipEvents: number) {
  await db.run(sql`
    create temporary table waiting on commit drop as
    select company_id, outbox_id, type, data, created_at from outbox`)
  await db.run(sql`delete from outbox`)
  const heads = await db.many<{ company_id: string; skipped: number }>(sql`
    select h.company_id, least(${EVENTS_MAX}::bigint, greatest(${EVENTS_MIN}::bigint, ${skipEvents}::bigint, ${EVENTS_FACTOR} * (
      select count(*) from events e where e.company_id = h.company_id and e.event_id > h.last_event_id - ${COUNTED_MAX}
        and e.created_at > ${restoredTo}::timestamptz - make_interval(secs => ${lostSeconds}))))::integer as skipped
    from event_heads h order by h.company_id`)
  for (const { company_id, skipped } of heads)
    await db.run(sql`
      insert into outbox (company_id, type, data, created_at)
      select ${company_id}, 'events.restored', jsonb_build_object('restoredTo', ${restoredTo.toISOString()}::text), jetpay_now()
      from generate_series(1, ${skipped}::integer)`)
  await db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    select company_id, type, data, created_at from waiting order by outbox_id`)
  return {
    companies: heads.length,
    event_ids_skipped: heads.reduce((sum, { skipped }) => sum + skipped, 0),
  }
}
