/** Blocks of companies' logs that are to be closed. */
import { type Db, sql } from '../db/sql.ts'
import { BLOCK_EVENTS } from './checkpoint.ts'

/**
 * A block that does not fill is closed this long after its first event was created: what is younger can still
 * be rewritten.
 */
export const CLOSE_AFTER_MS = 60_000
/** Companies that one look finds. */
export const COMPANIES = 100

export type Behind = { company_id: string; covered: bigint; hash: Buffer | null }

/** Whether there are blocks to close, of any company. */
export const blocksAreDue = async (db: Db): Promise<boolean> =>
  (await findBehind(db, CLOSE_AFTER_MS)).length > 0

export const due = (closeAfterMs: number) =>
  sql`created_at <= jetpay_now() - make_interval(secs => ${closeAfterMs / 1000})`

/**
 * Companies with a block to close, the one with the oldest open event first. That event is looked up by its
 * key, and only for companies that are behind.
 */
export const findBehind = (db: Db, closeAfterMs: number) =>
  db.many<Behind>(sql`
    select company_id, covered, hash from (
      select h.company_id, covered, hash, h.last_event_id - covered as open, (
        select created_at from events e where e.company_id = h.company_id and e.event_id = covered + 1) as created_at
      from event_heads h
      left join lateral (
        select last_event_id, hash from event_checkpoints c
        where c.company_id = h.company_id order by first_event_id desc limit 1
      ) newest on true
      cross join lateral (select coalesce(newest.last_event_id, 0) as covered) c
      where h.last_event_id > covered
    ) behind where open >= ${BLOCK_EVENTS} or ${due(closeAfterMs)}
    order by created_at limit ${COMPANIES}`)
