/**
 * Which process has which sealing keys. A key seals only once every process has it, wherever its copy of the
 * file is, and the rows are gone through only once every process seals with it.
 */
import { type Db, sql } from '../sql.ts'

/** A process that has not been heard of for so long, while a rotation is under way, has ended. */
const GONE_SECONDS = 15
const gone = sql`make_interval(secs => ${GONE_SECONDS})`

export type Holder = { processId: string; role: string; host: string; held: string[]; sealsWith: string }

/** Says what a process has. */
export const tellHeld = (db: Db, { processId, role, host, held, sealsWith }: Holder) =>
  db.run(sql`
    insert into sealing_key_holders (process_id, role, host, held, seals_with, seen_at)
    values (${processId}, ${role}, ${host}, ${held}, ${sealsWith}, statement_timestamp())
    on conflict (process_id) do update set held = excluded.held, seals_with = excluded.seals_with,
      seen_at = excluded.seen_at`)

export const tellGone = (db: Db, processId: string) =>
  db.run(sql`delete from sealing_key_holders where process_id = ${processId}`)

type Missing = { role: string; host: string; silent: boolean }

/**
 * The processes that have not got the key at hand, those first that are heard of. Whoever has said nothing
 * yet since the rotation was asked for counts for a while.
 */
export const withoutKey = (db: Db, toKey: string) =>
  db.many<Missing>(sql`
    select distinct role, host, seen_at < asked_at as silent
    from sealing_key_holders cross join (select asked_at from sealing_rotations where state <> 'done') rotation
    where not (held @> array[${toKey}::text]) and greatest(seen_at, asked_at) > statement_timestamp() - ${gone}
    order by silent, role, host`)

/** Whether some process may still seal with a key of before. */
export async function someSealWithAnother(db: Db, toKey: string): Promise<boolean> {
  const found = await db.first(sql`
    select from sealing_key_holders cross join (select began_at from sealing_rotations where state <> 'done') rotation
    where seals_with <> ${toKey} and greatest(seen_at, began_at) > statement_timestamp() - ${gone} limit 1`)
  return found !== undefined
}

/** Whoever starts now waits for the caller's transaction, and then reads what it has decided. */
export const holdNewcomers = (db: Db) => db.run(sql`lock table sealing_key_holders in share mode`)

/** Processes of which nothing was heard all the time that a rotation took. */
export const forgetGone = (db: Db) =>
  db.run(sql`
    delete from sealing_key_holders
    where seen_at < (select asked_at from sealing_rotations where state <> 'done') - ${gone}`)
