import { type Db, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/** Events of a block: read in a few milliseconds by who finds that it has their type. */
export const BLOCK_EVENTS = 4_096
/** Blocks of one company that a run makes: some 50 ms of the database's time. */
const BLOCKS = 16
const COMPANIES = 100

type Behind = { company_id: string; covered: bigint }

/** Says of blocks of each company's log which types of events they have (docs/adr/0036). */
export const summarizeEvents: Job = {
  name: 'summarize-events',
  mayWait: true,
  idleMs: 10_000,
  async run({ db }) {
    const behind = await db.many<Behind>(sql`
      select company_id, covered from (
        select h.company_id, h.last_event_id, greatest(
          coalesce((select b.last_event_id from event_blocks b where b.company_id = h.company_id
            order by b.last_event_id desc limit 1), 0),
          coalesce((select a.last_event_id from event_archives a where a.company_id = h.company_id
            order by a.first_event_id desc limit 1), 0)) as covered
        from event_heads h
      ) heads where last_event_id - covered >= ${BLOCK_EVENTS} order by company_id limit ${COMPANIES}`)
    let more = behind.length === COMPANIES
    for (const { company_id, covered } of behind)
      for (let block = 0; block < BLOCKS; block++) {
        const made = await makeBlock(db, company_id, covered + BigInt(block * BLOCK_EVENTS))
        if (!made) break
        more ||= block === BLOCKS - 1
      }
    return more
  },
}

/** The next block after `covered`, once it is full; another worker may have been first. */
const makeBlock = (db: Db, companyId: string, covered: bigint) =>
  db.run(sql`
    insert into event_blocks (company_id, first_event_id, last_event_id, types)
    select ${companyId}, ${covered}::bigint + 1, ${covered}::bigint + ${BLOCK_EVENTS}, array_agg(distinct type)
    from events
    where company_id = ${companyId} and event_id > ${covered} and event_id <= ${covered}::bigint + ${BLOCK_EVENTS}
    having count(*) = ${BLOCK_EVENTS}
    on conflict (company_id, last_event_id) do nothing`)
