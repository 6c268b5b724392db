import { hkdfSync } from 'node:crypto'
import { ensureKeys } from '../db/key-checks.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { readKeys } from '../ground/key-file.ts'
import { FIRST_CARD_KEY } from './cipher.ts'
import { nextKeyId, proveDataKeys, storeDataKey } from './data-keys.ts'
import { FIRST_KEYS, firstKeyRing } from './first-keys.ts'
import { kekIdOf } from './kek/kek-provider.ts'
import { type KekSettings, type Keks, openKeks } from './kek/open-keks.ts'
import type { KeyUse } from './keys.ts'

/**
 * Finds out whether the key-encryption key is this database's, and makes keys where the database has none
 * yet. One that has keys of before there were data keys keeps them as its first data keys. Throws an
 * OperatorError of one line that says what to do. Returns what an operator should hear.
 */
export async function ensureVaultKeys(database: Database, settings: KekSettings): Promise<string[]> {
  const keks = await openKeks(settings)
  const lines = (await hasDataKeys(database)) ? [] : await begin(database, settings, keks)
  await proveDataKeys(database, keks)
  return lines
}

const hasDataKeys = async (db: Db): Promise<boolean> =>
  (await db.first(sql`select data_key_id from data_keys limit 1`)) !== undefined

async function begin(database: Database, settings: KekSettings, keks: Keks): Promise<string[]> {
  const ring = firstKeyRing(settings.vaultKeyFile)
  const before = await database.one<{ known: boolean }>(
    sql`select exists (select from key_checks) or exists (select from cards where shredded_at is null) as known`,
  )
  const lines = before.known ? await ensureKeys(database, ring) : []
  await database.transaction(async (db) => {
    // One after the other: of two that start at once on a new database, one makes the keys.
    await db.run(sql`lock table key_encryption_keys in exclusive mode`)
    if (await hasDataKeys(db)) return
    await storeKek(db, keks, before.known)
    if (before.known) await keepFirstKeys(db, keks, readKeys(settings.vaultKeyFile))
    for (const use of ['cards', 'fingerprint', 'ticket'] as const) await makeIfNone(db, keks, use)
  })
  return lines
}

/** The first key-encryption key: one that is there, or a new one. Keys of before are under the file's. */
async function storeKek(db: Db, keks: Keks, before: boolean): Promise<void> {
  const kekId = kekIdOf(1)
  const kek = before ? await keks.of('file') : keks.current
  if (!(await kek.list()).includes(kekId)) await kek.make(kekId)
  await db.run(sql`
    insert into key_encryption_keys (kek_id, provider, algorithm, check_value, state)
    values (${kekId}, ${kek.name}, ${kek.algorithm}, ${await kek.checkValue(kekId)}, 'active')`)
}

/**
 * The keys of a file of before: what wrapped the keys of cards opens them until they are under a data key,
 * the key of fingerprints goes on, and so does what marks tickets, which was derived from it (HKDF, RFC
 * 5869).
 */
async function keepFirstKeys(db: Db, keks: Keks, keys: ReadonlyMap<string, Buffer>): Promise<void> {
  const [cards, fingerprint] = FIRST_KEYS.map((name) => Buffer.from(keys.get(name) ?? []))
  if (!cards?.length || !fingerprint?.length) return
  const ticket = Buffer.from(hkdfSync('sha256', fingerprint, '', 'jetpay card page ticket', 32))
  await storeDataKey(db, keks, { id: FIRST_CARD_KEY, use: 'cards', state: 'retiring' }, cards)
  await storeDataKey(db, keks, { id: 'fingerprint_1', use: 'fingerprint', state: 'active' }, fingerprint)
  await storeDataKey(db, keks, { id: 'ticket_1', use: 'ticket', state: 'active' }, ticket)
}

async function makeIfNone(db: Db, keks: Keks, use: KeyUse): Promise<void> {
  if (await db.first(sql`select data_key_id from data_keys where use = ${use} and state = 'active'`)) return
  await storeDataKey(db, keks, { id: await nextKeyId(db, use), use, state: 'active' })
}
