import { type Db, sql } from '../../db/sql.ts'
import { readDataKeys, unwrap, wrap } from '../data-keys.ts'
import type { Keks } from '../kek/open-keks.ts'
import { beginRotation, endRotation, type RotationRow } from './rotation.ts'

/**
 * Wraps the data keys by the key-encryption key that was made, all or none: they are a handful. No card is
 * touched. The key of before is needed by nothing then but backups of the database from before.
 */
export async function rotateKek(db: Db, keks: Keks, rotation: RotationRow): Promise<void> {
  const { to_key: kekId, provider: name } = rotation
  if (kekId === null || name === null) throw new Error('a rotation names no key-encryption key')
  const provider = await keks.of(name)
  const keys = await readDataKeys(db)
  await beginRotation(db, rotation, kekId, BigInt(keys.length))
  await db.run(sql`
    update key_encryption_keys set state = 'retired', retired_at = jetpay_now() where state = 'active'`)
  await db.run(sql`
    insert into key_encryption_keys (kek_id, provider, algorithm, check_value, from_parts, state)
    values (${kekId}, ${name}, ${provider.algorithm}, ${await provider.checkValue(kekId)}, ${rotation.from_parts}, 'active')
    on conflict (kek_id) do update set state = 'active'`)
  for (const key of keys) {
    const bytes = await unwrap(keks, key)
    const wrapped = await wrap(keks, { kek_id: kekId, provider: name }, key, bytes).finally(() =>
      bytes.fill(0),
    )
    await db.run(sql`
      update data_keys set kek_id = ${kekId}, wrapped = ${wrapped} where data_key_id = ${key.data_key_id}`)
  }
  await db.run(sql`
    update key_rotations set done = total where rotation_id = ${rotation.rotation_id}`)
  await endRotation(db, rotation)
}
