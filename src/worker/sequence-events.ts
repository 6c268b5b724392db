import { sql } from '../db/sql.ts'
import type { Job } from './poll.ts'

/** Events given an id in one statement: large enough to keep up, small enough to hold the head's lock for milliseconds. */
const BATCH = 1_000
const COMPANIES = 100

/**
 * Turns committed outbox rows into events with the company's next ids, under the lock of that company's head: gapless,
 * never reused, in commit order (a row that is not committed yet is not seen, and so comes later). One statement per
 * company, so two workers take turns and a crash leaves all or nothing.
 */
export const sequenceEvents = (idleMs: number): Job => ({
  name: 'sequence-events',
  idleMs,
  async run({ db, metrics }) {
    const companies = await db.many<{ company_id: string }>(sql`
      select distinct company_id from (select company_id from outbox limit ${BATCH}) waiting limit ${COMPANIES}`)
    for (const { company_id } of companies) {
      metrics.eventsSequenced.inc(await db.run(sequence(company_id)))
    }
    return companies.length > 0
  },
})

const sequence = (companyId: string) => sql`
  with head as materialized (
    select last_event_id from event_heads where company_id = ${companyId} for update
  ), waiting as (
    select outbox_id from outbox where company_id = ${companyId} and exists (select from head)
    order by outbox_id limit ${BATCH}
  ), taken as (
    delete from outbox where company_id = ${companyId} and outbox_id in (select outbox_id from waiting)
    returning outbox_id, type, data, created_at
  ), moved as (
    update event_heads set last_event_id = last_event_id + (select count(*) from taken)
    where company_id = ${companyId}
  )
  insert into events (company_id, event_id, type, data, created_at)
  select ${companyId}, head.last_event_id + row_number() over (order by outbox_id), type, data, created_at
  from taken, head`
