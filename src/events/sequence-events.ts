import { type Db, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/**
 * Events given an id in one statement: large enough to keep up, small enough to hold the head's lock for
 * milliseconds.
 */
const BATCH = 1_000
/**
 * Batches of one company in a row: a backlog is worked off without looking for work each time, and holds up
 * no other.
 */
const BATCHES_IN_A_ROW = 10
const COMPANIES = 100

/**
 * Turns committed outbox rows into events with the company's next ids, under the lock of that company's head:
 * gapless, never reused, and a change that was committed before another began has the lower id. (Changes that
 * overlap are ordered by their commits when different rounds see them, and by when they wrote within one.)
 * One statement per company, so two workers take turns and a crash leaves all or nothing.
 *
 * Of two workers the second waits for the head's lock and then finds the rows of its older snapshot deleted:
 * it skips them, and reads the head as the first one left it. Rows are found as an array, by one look at the
 * index: a join would look for each.
 */
export const sequenceEvents = (idleMs: number): Job => ({
  name: 'sequence-events',
  idleMs,
  due: sql`select from outbox`,
  async run({ db, metrics }) {
    const companies = await waiting(db)
    let more = companies.length === COMPANIES
    for (const { company_id } of companies) {
      for (let batches = 0; batches < BATCHES_IN_A_ROW; batches++) {
        const sequenced = await db.run(sequence(company_id))
        metrics.eventsSequenced.inc(sequenced)
        if (sequenced < BATCH) break
        more = true
      }
    }
    // Events that trickle in are taken together after a pause: going on at once would commit every few of
    // them by themselves, and the charges that make them wait for it (measured: p99 at half load 69 ms
    // instead of 19).
    return more
  },
})

/**
 * Companies with events that wait, who waits longest first, so that no company's backlog starves the others.
 * From company to company by the key: each event that waits would be read otherwise.
 */
const waiting = (db: Db) =>
  db.many<{ company_id: string }>(sql`
    with recursive company as (
      (select company_id, outbox_id from outbox order by company_id, outbox_id limit 1)
      union all
      select next.* from company cross join lateral (
        select company_id, outbox_id from outbox where outbox.company_id > company.company_id
        order by company_id, outbox_id limit 1) next
    )
    select company_id from company order by outbox_id limit ${COMPANIES}`)

const sequence = (companyId: string) => sql`
  with head as materialized (
    select last_event_id from event_heads where company_id = ${companyId} for update
  ), taken as (
    delete from outbox where company_id = ${companyId} and outbox_id = any(array(
      select outbox_id from outbox where company_id = ${companyId} and exists (select from head)
      order by outbox_id limit ${BATCH}))
    returning outbox_id, type, data, created_at
  ), moved as (
    update event_heads set last_event_id = last_event_id + (select count(*) from taken)
    where company_id = ${companyId}
  )
  insert into events (company_id, event_id, type, data, created_at)
  select ${companyId}, head.last_event_id + row_number() over (order by outbox_id), type, data, created_at
  from taken, head`
