import { type Db, sql } from '../../db/sql.ts'
import { generationOf, type KekProvider, kekIdOf } from './kek-provider.ts'

/** The name of the next key-encryption key, which neither the database nor the provider has met. */
export async function nextKekId(db: Db, provider: KekProvider): Promise<string> {
  const rows = await db.many<{ kek_id: string }>(sql`select kek_id from key_encryption_keys`)
  const names = [...rows.map(({ kek_id }) => kek_id), ...(await provider.list())]
  return kekIdOf(Math.max(0, ...names.map(generationOf)) + 1)
}

/** Gives the provider a key that two custodians have made, for the next rotation. Returns its name. */
export async function bringKek(db: Db, provider: KekProvider, key: Buffer): Promise<string> {
  const kekId = await nextKekId(db, provider)
  await provider.bring(kekId, key)
  await db.run(sql`
    insert into key_encryption_keys (kek_id, provider, algorithm, check_value, from_parts, state)
    values (${kekId}, ${provider.name}, ${provider.algorithm}, ${await provider.checkValue(kekId)}, true, 'made')`)
  return kekId
}

/**
 * The key-encryption key that a rotation takes: the one that custodians have made, or else a new one of
 * chance.
 */
export async function takeNextKek(
  db: Db,
  provider: KekProvider,
): Promise<{ kekId: string; fromParts: boolean }> {
  const made = await db.first<{ kek_id: string }>(sql`
    select kek_id from key_encryption_keys where state = 'made' and provider = ${provider.name}
    order by created_at desc limit 1`)
  if (made) return { kekId: made.kek_id, fromParts: true }
  const kekId = await nextKekId(db, provider)
  await provider.make(kekId)
  return { kekId, fromParts: false }
}
