import { type Db, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/** Lines of one seal: a statement of some milliseconds. */
const LINES = 1_000
const EVERY_MS = 15_000
/**
 * How old a line is before it is sealed, beyond the oldest transaction that may still write one: what clocks
 * of hosts may differ by, and how long a request may have its id before it has a connection.
 */
const OLDER_MS = 60_000

/** Seals what of the audit log nobody writes to any more. Two at once: the second's seal is there already. */
export const sealAuditLog = (olderMs = OLDER_MS): Job => ({
  name: 'seal-audit-log',
  mayWait: true,
  idleMs: EVERY_MS,
  run: async ({ db }) => (await sealNext(db, olderMs)) === LINES,
})

/** By real time, which ids are made by. Returns how many lines it has sealed. */
async function sealNext(db: Db, olderMs: number): Promise<number> {
  const sealed = await db.first<{ lines: number }>(sql`
    with last as (select seal, last_id, hash from audit_seals order by seal desc limit 1),
    past as (
      select least(now(), min(xact_start)) - make_interval(secs => ${olderMs / 1000}) as moment
      from pg_stat_activity where datname = current_database() and usename = current_user
    ),
    due as (
      select audit_id, audit_leaf(line) as leaf from audit_log line
      where audit_id > coalesce((select last_id from last), '00000000-0000-0000-0000-000000000000')
        and audit_id < (select rpad(lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0'), 32, '0')::uuid from past)
      order by audit_id limit ${LINES}
    )
    insert into audit_seals (seal, after_id, last_id, lines, hash)
    select coalesce((select seal from last), 0) + 1,
      coalesce((select last_id from last), '00000000-0000-0000-0000-000000000000'),
      (array_agg(audit_id order by audit_id desc))[1], count(*),
      sha256(coalesce((select hash from last), decode(repeat('00', 32), 'hex')) || sha256(string_agg(leaf, ''::bytea order by audit_id)))
    from due having count(*) > 0
    on conflict (seal) do nothing
    returning lines`)
  return sealed?.lines ?? 0
}
