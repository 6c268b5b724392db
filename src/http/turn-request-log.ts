import { type Db, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/** Tables of the ring, one a day: a request can be found for a week. */
const SLOTS = 8
const SLOT_DAYS = 1
/** So much of a busy installation's day is kept; eight times as much in all. */
const SLOT_BYTES_MAX = 512 * 1024 * 1024
const EVERY_MS = 60_000
/** Gaps older than the log tell of nothing that is there. */
const GAPS_MAX = 1_000

type Ring = { slot: number; due: boolean }

/**
 * Keeps the request log within its days and bytes: the table that is written is changed for the next one,
 * which is emptied first. `bytesMax`: for tests.
 */
export const turnRequestLog = (bytesMax = SLOT_BYTES_MAX): Job => ({
  name: 'turn-request-log',
  mayWait: true,
  idleMs: EVERY_MS,
  async run({ db }) {
    const { slot, due } = await db.one<Ring>(sql`
      select slot, since < jetpay_now() - make_interval(days => ${SLOT_DAYS}) as due from request_log_ring`)
    if (!due && (await bytesOf(db, slot)) <= bytesMax) return false
    const next = (slot + 1) % SLOTS
    await db.transaction(async (db) => {
      // Of two workers one turns it; the other waits here and finds it done.
      const turned = await db.run(sql`
        update request_log_ring set slot = ${next}, since = jetpay_now() where slot = ${slot}`)
      if (turned > 0) await db.one(sql`select empty_request_log(${next}::integer)::text as emptied`)
    })
    await db.run(sql`
      delete from request_log_gaps where (company_id, gap_id) in (
        select company_id, gap_id from request_log_gaps
        where through_at < jetpay_now() - make_interval(days => ${SLOTS * SLOT_DAYS}) limit ${GAPS_MAX})`)
    return false
  },
})

const tableOf = (slot: number) => `request_log_${slot}`

async function bytesOf(db: Db, slot: number): Promise<number> {
  const { bytes } = await db.one<{ bytes: bigint }>(
    sql`select coalesce(pg_total_relation_size(to_regclass(${tableOf(slot)})), 0) as bytes`,
  )
  return Number(bytes)
}
