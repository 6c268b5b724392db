/** Seals everything anew by the key that a rotation names. Each step is a transaction of its own. */
import type { Seal } from '../../ground/seal.ts'
import { type Database, type Db, join, raw, sql } from '../sql.ts'
import { forgetGone, holdNewcomers, someSealWithAnother, withoutKey } from './key-holders.ts'
import { type SealedColumn, sealedColumns } from './sealed-columns.ts'
import { rotationColumns, type SealingRotation } from './sealing-key.ts'

/** Rows of one transaction: a few milliseconds, in which none of them can be written by a request. */
const ROWS_PER_BATCH = 500

/** `more`: go on. `wait`: for a process, or for somebody. `done`: nothing is to be done. */
export type ResealStep = 'more' | 'wait' | 'done'

/**
 * The next step of the rotation that is under way. Another worker that is at it is left to it. `rewrap`
 * wraps anew what is under a key that is derived from the sealing key.
 */
export const reseal = (db: Database, seal: Seal, rewrap: () => Promise<void>): Promise<ResealStep> =>
  db.transaction(async (db) => {
    const rotation = await db.first<SealingRotation>(sql`
      select ${rotationColumns} from sealing_rotations where state <> 'done' for update skip locked`)
    if (!rotation) return 'done'
    if (rotation.state === 'asked') return begin(db, rotation)
    // This process itself may not have heard of it yet.
    if (seal.sealsWith() !== rotation.to_key || (await someSealWithAnother(db, rotation.to_key)))
      return 'wait'
    if (rotation.settled === null)
      await db.run(sql`
        update sealing_rotations set settled_from = statement_timestamp(), pass_began_at = statement_timestamp()
        where rotation_id = ${rotation.rotation_id}`)
    return resealNext(db, seal, rotation, rewrap)
  })

/** Lets the new key seal, once every process has it. */
async function begin(db: Db, { rotation_id, to_key }: SealingRotation): Promise<ResealStep> {
  await holdNewcomers(db)
  const [lacking] = await withoutKey(db, to_key)
  if (lacking) {
    const { role, host, silent } = lacking
    const why = silent
      ? `the ${role} on ${host} has not said yet whether it has the key`
      : `the ${role} on ${host} has not the key "${to_key}": copy the main key file there`
    await db.run(sql`update sealing_rotations set stuck = ${why} where rotation_id = ${rotation_id}`)
    return 'wait'
  }
  await db.run(sql`update sealing_keys set state = 'retiring' where state = 'active'`)
  await db.run(sql`update sealing_keys set state = 'active' where name = ${to_key}`)
  await db.run(sql`
    update sealing_rotations set state = 'running', began_at = statement_timestamp(), stuck = null
    where rotation_id = ${rotation_id}`)
  return 'wait'
}

type SealedRow = { sealed: Buffer | null; about: string; key: string[] }

async function resealNext(
  db: Db,
  seal: Seal,
  rotation: SealingRotation,
  rewrap: () => Promise<void>,
): Promise<ResealStep> {
  const names = Object.keys(sealedColumns)
  const name = rotation.at_column ?? names[0]!
  const column = sealedColumns[name]
  // A release that came in between calls it otherwise.
  if (!column) return beginAnew(db, rotation)
  const rows = await nextRows(db, column, rotation.last_row)
  const last = rows.at(-1)
  if (!last) {
    const next = names[names.indexOf(name) + 1]
    if (next === undefined) return end(db, rotation, rewrap)
    await db.run(sql`
      update sealing_rotations set at_column = ${next}, last_row = null where rotation_id = ${rotation.rotation_id}`)
    return 'more'
  }
  let unreadable = 0
  const changed = rows.flatMap(({ sealed, about, key }) => {
    try {
      const after = sealed && seal.reseal(sealed, about)
      return after ? [{ key, before: sealed, after }] : []
    } catch {
      // Another key, or a changed byte: its own use says so.
      unreadable += 1
      return []
    }
  })
  if (changed.length > 0) await write(db, column, changed)
  await db.run(sql`
    update sealing_rotations set at_column = ${name}, last_row = ${last.key}::text[], stuck = null,
      done = done + ${changed.length}, pass_changed = pass_changed + ${changed.length}, unreadable = unreadable + ${unreadable}
    where rotation_id = ${rotation.rotation_id}`)
  return 'more'
}

/**
 * In the order of the key, also what is sealed nowhere: a search for what is would go through all of the rest
 * at once.
 */
function nextRows(db: Db, { table, column, key, about }: SealedColumn, from: string[] | null) {
  const names = join(key.map(([name]) => name))
  const texts = join(key.map(([name]) => sql`${name}::text`))
  const last = from && join(key.map(([, type], at) => sql`${from[at]}::${type}`))
  const parts = [
    sql`select ${column} as sealed, ${about} as about, array[${texts}] as key from ${table}`,
    ...(last ? [sql`where (${names}) > (${last})`] : []),
    sql`order by ${names} limit ${ROWS_PER_BATCH}`,
  ]
  return db.many<SealedRow>(join(parts, ' '))
}

/** A row that was written meanwhile is left: it is under the new key. */
function write(
  db: Db,
  { table, column, key }: SealedColumn,
  changed: { key: string[]; before: Buffer; after: Buffer }[],
) {
  const names = key.map((_, at) => raw(`key_${at}`))
  const given = key.map(([, type], at) => sql`${changed.map((row) => row.key[at])}::${type}[]`)
  const same = key.map(([name], at) => sql`${table}.${name} = now.${names[at]}`)
  return db.run(sql`
    update ${table} set ${column} = now.after
    from unnest(${join(given)}, ${changed.map(({ before }) => before)}::bytea[],
      ${changed.map(({ after }) => after)}::bytea[]) as now (${join(names)}, before, after)
    where ${join(same, ' and ')} and ${table}.${column} = now.before`)
}

/**
 * At the end of the rows. A request that had sealed before the new key did may have written behind: so they
 * are gone through once more, until a pass that began after the last of such requests finds nothing. Counting
 * them would be one statement over each table, however large. The old key is needed by nothing then but what
 * does not open, and backups.
 */
async function end(db: Db, rotation: SealingRotation, rewrap: () => Promise<void>): Promise<ResealStep> {
  if (rotation.settled === null || rotation.settled === 'not_yet') return 'wait'
  if (rotation.settled === 'during_pass' || rotation.pass_changed > 0n) return beginAnew(db, rotation)
  await rewrap()
  await db.run(
    sql`update sealing_keys set state = 'retired', retired_at = jetpay_now() where state = 'retiring'`,
  )
  await forgetGone(db)
  await db.run(sql`
    update sealing_rotations set state = 'done', ended_at = now(), stuck = null
    where rotation_id = ${rotation.rotation_id}`)
  return 'done'
}

async function beginAnew(db: Db, { rotation_id }: SealingRotation): Promise<ResealStep> {
  await db.run(sql`
    update sealing_rotations set at_column = null, last_row = null, unreadable = 0, pass_changed = 0,
      pass_began_at = statement_timestamp()
    where rotation_id = ${rotation_id}`)
  return 'more'
}
