/**
 * A key file that is lost, older, swapped or another installation's would be found only when something does
 * not open, after more was sealed with the wrong key. So each database knows its keys by a check value, and
 * no process starts on others.
 */
import { hkdfSync, timingSafeEqual } from 'node:crypto'
import { OperatorError } from '../ground/errors.ts'
import { createKeyFile, hasKeyFile, readKeys } from '../ground/key-file.ts'
import { type Database, type Db, sql } from './sql.ts'

/**
 * Of the records that a key sealed: how many of a few, oldest and newest, it opens, and how many it does not.
 */
export type Proof = { opened: number; closed: number }

export type KeyRing = {
  file: string
  /** The setting that says where the file is. */
  setting: string
  database: 'main' | 'vault'
  /** The keys that a new file is made with, and that every file has, but for what `always` says. */
  names: readonly string[]
  /** The keys that every file has, where that changes. */
  always?(db: Db): Promise<string[]>
  /** Further keys that count: those of other names are no business of the program's. */
  further?: RegExp
  /** Names of the keys that records need. Where the file lacks one of them, nothing starts. */
  needed(db: Db): Promise<string[]>
  /** Tries a key on records that it has sealed. For a database from before there were checks. */
  prove(db: Db, keys: ReadonlyMap<string, Buffer>, name: string): Promise<Proof>
}

/** Records, oldest and newest, that a key of a database without a check is tried on. */
export const PROOFS_EACH = 10

/** Counts what opens. */
export function tryAll<Row>(rows: Row[], open: (row: Row) => boolean): Proof {
  const opened = rows.filter((row) => {
    try {
      return open(row)
    } catch {
      return false
    }
  }).length
  return { opened, closed: rows.length - opened }
}

/**
 * Makes sure that the key file is this database's: each key has the check value that is stored. A key without
 * one gets it by opening a record that it has sealed. Only where the database has sealed nothing are keys
 * made. Throws an OperatorError that says what to do. Returns what an operator should hear, one line each.
 * Several processes may come at once; each must come by before it uses a key.
 */
export async function ensureKeys(database: Database, ring: KeyRing): Promise<string[]> {
  const known = await readChecks(database)
  if (known.size > 0 && hasKeyFile(ring.file) && newNames(ring, known).length === 0) {
    await compare(database, ring, known)
    return []
  }
  return database.transaction(async (db) => {
    // One after the other: of two that start at once on a new database, one makes the keys.
    await db.run(sql`lock table key_checks in exclusive mode`)
    const checks = await readChecks(db)
    if (!hasKeyFile(ring.file)) await createFor(db, ring, checks)
    await compare(db, ring, checks)
    const lines: string[] = []
    for (const name of newNames(ring, checks)) lines.push(...(await adopt(db, ring, name)))
    return lines
  })
}

type Checks = Map<string, Buffer>

async function readChecks(db: Db): Promise<Checks> {
  const rows = await db.many<{ key_name: string; check_value: Buffer }>(
    sql`select key_name, check_value from key_checks`,
  )
  return new Map(rows.map((row) => [row.key_name, row.check_value]))
}

/**
 * One way, and for nothing else: what is known by it cannot open anything (NIST SP 800-108 separates keys by
 * their use so).
 */
const checkValue = (name: string, key: Buffer) =>
  Buffer.from(hkdfSync('sha256', key, '', `jetpay key check ${name}`, 32))

const counts = ({ names, further }: KeyRing, name: string) =>
  names.includes(name) || (further?.test(name) ?? false)

const newNames = (ring: KeyRing, checks: Checks) =>
  [...readKeys(ring.file).keys()].filter((name) => counts(ring, name) && !checks.has(name))

async function createFor(db: Db, ring: KeyRing, checks: Checks): Promise<void> {
  if (checks.size > 0 || (await ring.needed(db)).length > 0)
    throw new OperatorError(
      `The key file ${ring.file} is missing, and the ${ring.database} database has data that only its keys open: put it back from its backup, or set ${ring.setting} to where it is. Nothing was started and no new keys were made.`,
    )
  createKeyFile(ring.file, ring.names)
}

async function compare(db: Db, ring: KeyRing, checks: Checks): Promise<void> {
  const keys = readKeys(ring.file)
  const always = ring.always ? await ring.always(db) : ring.names
  const required = new Set([...always, ...(await ring.needed(db))])
  for (const name of required)
    if (!keys.has(name))
      throw new OperatorError(
        `The key file ${ring.file} has no key "${name}", which the ${ring.database} database needs; put the newest backup of the file back. Nothing was started.`,
      )
  for (const [name, key] of keys) {
    const check = checks.get(name)
    if (check && !timingSafeEqual(check, checkValue(name, key))) throw wrongKey(ring, name)
  }
}

async function adopt(db: Db, ring: KeyRing, name: string): Promise<string[]> {
  const keys = readKeys(ring.file)
  const { opened, closed } = await ring.prove(db, keys, name)
  if (closed > 0 && opened === 0) throw wrongKey(ring, name)
  await storeCheck(db, name, keys.get(name)!)
  if (closed === 0) return []
  return [
    `The key "${name}" in ${ring.file} opens ${opened} of ${opened + closed} records that were tried; the others were sealed with another key. If you have an older ${ring.file}, keep it.`,
  ]
}

/** From now on the database knows the key of this name by its check value. */
export const storeCheck = (db: Db, name: string, key: Buffer) =>
  db.run(sql`
    insert into key_checks (key_name, check_value) values (${name}, ${checkValue(name, key)})
    on conflict do nothing`)

const wrongKey = ({ file, database, setting }: KeyRing, name: string) =>
  new OperatorError(
    `The key "${name}" in ${file} is not the one that the ${database} database was sealed with: put the right file back from its backup, or set ${setting} to where it is. Nothing was started.`,
  )
