import { type Db, isTooLong, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import { moveFacts } from './move-facts.ts'

/** Looked at so often: what is newer than the sums is read move by move. */
const IDLE_MS = 5_000
/**
 * A move says when its statement began, and the transaction that makes it is known to others only once it
 * writes: later by as long as a statement may run (10 s, src/db/sql.ts), and some.
 */
const STATEMENT_BEGAN_S = 15

/**
 * How long a time one statement sums: begun with, and at most, so that years in which nothing was are few.
 */
const WINDOW_MS = 900_000
const WINDOW_MAX_MS = 30 * 86_400_000
const WINDOW_MIN_MS = 1_000
/** A statement that takes less makes the next window longer, one that takes more makes it shorter. */
const QUICK_MS = 200
const SLOW_MS = 1_500

/**
 * By how much a rival's look may seem to be from later than ours, which waited for it. Of what is passed by,
 * `STATEMENT_BEGAN_S` leaves as much.
 */
const RIVAL_S = 5

type Sums = { behind: boolean; far_behind: boolean; from_start: boolean }

/**
 * Sums what moves did into `summed_moves`, time after time, behind the cursor `summed_until`. Each time is
 * summed by one statement that moves the cursor too: once, whoever dies, and of rival workers by one.
 */
export function sumMoves(): Job {
  let windowMs = WINDOW_MS
  return {
    name: 'sum-moves',
    mayWait: true,
    idleMs: IDLE_MS,
    async run({ db }) {
      await reopenAfterAnotherClock(db)
      await lookWhoWrites(db)
      const { behind, far_behind, from_start } = await db.one<Sums>(sql`
        select summed_before < settled_before as behind, summed_before = '-infinity' as from_start,
          summed_before + make_interval(secs => ${windowMs / 1_000}) < settled_before as far_behind
        from summed_until`)
      if (!behind) return false
      const startedAt = performance.now()
      try {
        await (from_start ? begin(db) : sumNext(db, windowMs))
      } catch (error) {
        // Undone as a whole: less of it at a time.
        if (!isTooLong(error) || windowMs === WINDOW_MIN_MS) throw error
        windowMs = Math.max(windowMs / 4, WINDOW_MIN_MS)
        return true
      }
      const tookMs = performance.now() - startedAt
      if (tookMs < QUICK_MS) windowMs = Math.min(windowMs * 2, WINDOW_MAX_MS)
      if (tookMs > SLOW_MS) windowMs = Math.max(windowMs / 2, WINDOW_MIN_MS)
      return far_behind || from_start
    },
  }
}

/**
 * A look takes a number of its own, and whoever begins to write after it gets a higher one. Once none below
 * it is under way, all that was moved before the look has committed: then it is looked again. Numbers that
 * are ahead of this server's are those of the one that a backup was made of.
 */
const lookWhoWrites = (db: Db) =>
  db.run(sql`
    update summed_until set
      settled_before = case when looked_xid <= oldest_writer()
        then greatest(settled_before, looked_at - make_interval(secs => ${STATEMENT_BEGAN_S})) else settled_before end,
      looked_at = jetpay_now(), looked_xid = pg_current_xact_id(), server_started_at = pg_postmaster_start_time()
    where looked_xid is null or looked_xid <= oldest_writer()
      or looked_xid > pg_current_xact_id()`)

/** Where the first moves may be: no company has any before it was there, or its first day of the ledger. */
const begin = (db: Db) =>
  db.run(sql`
    with first as (
      select least(min(created_at), min(first_day)) as at from companies
      cross join lateral (
        select min(day)::timestamp at time zone 'utc' as first_day from ledger_entries
        where ledger_entries.company_id = companies.company_id
      ) as entries
    ), ${summed(sql`'-infinity'::timestamptz`, sql`(select least(at, settled_before) from first, summed_until)`)}`)

const sumNext = (db: Db, windowMs: number) =>
  db.run(sql`
    with ${summed(
      sql`(select summed_before from summed_until)`,
      sql`(select least(summed_before + make_interval(secs => ${windowMs / 1_000}), settled_before) from summed_until)`,
    )}`)

/**
 * Parts of a statement, to its end, that sum a time into each unit and move the cursor from its beginning to
 * its end. Of rival workers the second waits for the cursor's row and then finds it moved: it adds nothing.
 */
const summed = (from: ReturnType<typeof sql>, to: ReturnType<typeof sql>) => sql`
  claimed as (
    update summed_until u set summed_before = bounds.ends from (select ${from} as starts, ${to} as ends) bounds
    where u.summed_before = bounds.starts and bounds.ends > bounds.starts
    returning bounds.starts, bounds.ends
  ), quarters as materialized (
    select f.company_id, f.account, date_bin('15 minutes', f.moved_at, 'epoch') as starts_at, f.kind, f.move, f.currency, f.reason,
      count(*) as moves, sum(f.amount) as amount
    from (${moveFacts(sql`(select starts from claimed)`, sql`(select ends from claimed)`)}) f
    group by 1, 2, 3, 4, 5, 6, 7
  )
  insert into summed_moves as sums (company_id, grain, account, starts_at, kind, move, currency, reason, moves, amount)
  select company_id, grain, account, date_bin(width, starts_at, 'epoch'), kind, move, currency, reason, sum(moves), sum(amount)
  from quarters, (values ('day', interval '1 day'), ('hour', interval '1 hour'), ('quarter', interval '15 minutes')) as unit (grain, width)
  group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8
  on conflict (company_id, grain, account, starts_at, kind, move, currency, reason)
    do update set moves = sums.moves + excluded.moves, amount = sums.amount + excluded.amount`

/**
 * The clock is behind what is summed or was looked at (it was set), or it is another server's, whose clock or
 * the one before may have been wrong for a while: moves may be there, or come, that are before the cursor.
 * The sums begin again with that day.
 */
const reopenAfterAnotherClock = (db: Db) =>
  db.run(sql`
    with reopened as (
      update summed_until set settled_before = least(settled_before, day), summed_before = least(summed_before, day),
        looked_at = null, looked_xid = null
      from (select date_bin('1 day', jetpay_now() - interval '1 hour', 'epoch') as day) back
      where jetpay_now() < greatest(summed_before, looked_at - make_interval(secs => ${RIVAL_S}))
        or server_started_at <> pg_postmaster_start_time()
      returning day
    )
    delete from summed_moves where starts_at >= (select day from reopened)`)
