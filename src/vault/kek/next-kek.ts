import { type Db, sql } from '../../db/sql.ts'
import { generationOf, type KekProvider, kekIdOf } from './kek-provider.ts'

/** The name of the next key-encryption key: of those that the database knows, no provider makes one again. */
export async function nextKekId(db: Db): Promise<string> {
  const rows = await db.many<{ kek_id: string }>(sql`select kek_id from key_encryption_keys`)
  return kekIdOf(Math.max(0, ...rows.map(({ kek_id }) => generationOf(kek_id))) + 1)
}

/**
 * The key-encryption key that a rotation takes: that of the next name, as custodians have brought it to the
 * provider, or else a new one of its own chance.
 */
export async function takeNextKek(
  db: Db,
  provider: KekProvider,
): Promise<{ kekId: string; fromParts: boolean; checkValue: string }> {
  const kekId = await nextKekId(db)
  const fromParts = (await provider.list()).includes(kekId)
  if (!fromParts) await provider.make(kekId)
  return { kekId, fromParts, checkValue: await provider.checkValue(kekId) }
}
