import { openSeal, type Seal } from '../../ground/seal.ts'
import { FIRST_SEALING_KEY } from '../../ground/sealing-name.ts'
import { type Db, sql } from '../sql.ts'

/** The name of the key that seals what is new. */
export async function sealingKeyNow(db: Db): Promise<string> {
  const active = await db.first<{ name: string }>(sql`select name from sealing_keys where state = 'active'`)
  return active?.name ?? FIRST_SEALING_KEY
}

/** The names of the keys that something may be sealed with. */
export async function keysThatOpen(db: Db): Promise<string[]> {
  const rows = await db.many<{ name: string }>(
    sql`select name from sealing_keys where state in ('active', 'retiring')`,
  )
  return rows.map(({ name }) => name)
}

/** The main key file, sealing with what the database has as its key. For a command; a process follows it. */
export const openSealOf = async (db: Db, keyFile: string): Promise<Seal> =>
  openSeal(keyFile, await sealingKeyNow(db))

export type SealingRotation = {
  rotation_id: bigint
  to_key: string
  state: 'asked' | 'running' | 'done'
  at_column: string | null
  last_row: string[] | null
  pass_changed: bigint
  settled: 'not_yet' | 'during_pass' | 'before_pass' | null
  done: bigint
  unreadable: bigint
  stuck: string | null
}

/**
 * A request that sealed with the key of before writes within this time: it waits 5 s for a connection at
 * most, and its statement runs for 10.
 */
const SETTLE_SECONDS = 15
const settledAt = sql`settled_from + make_interval(secs => ${SETTLE_SECONDS})`

/** \`settled\`: whether the last of such requests can have written, and whether this pass began after it. */
export const rotationColumns = sql`rotation_id, to_key, state, at_column, last_row, pass_changed, done, unreadable, stuck,
  case when settled_from is null then null when statement_timestamp() < ${settledAt} then 'not_yet'
    when pass_began_at < ${settledAt} then 'during_pass' else 'before_pass' end as settled`

/** The newest one, which may be over. */
export const newestSealingRotation = (db: Db) =>
  db.first<SealingRotation>(
    sql`select ${rotationColumns} from sealing_rotations order by rotation_id desc limit 1`,
  )

/**
 * Asks the worker to have everything sealed by this key, which is in the main key file and of which the
 * database has the check value.
 */
export async function askForSealingRotation(db: Db, toKey: string): Promise<void> {
  await db.run(sql`insert into sealing_keys (name, state) values (${toKey}, 'made')`)
  await db.run(sql`insert into sealing_rotations (to_key) values (${toKey})`)
}
