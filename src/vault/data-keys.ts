import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { makeKey } from '../ground/key-file.ts'
import type { KekProviderName } from './kek/kek-provider.ts'
import type { Keks } from './kek/open-keks.ts'
import { type KeyUse, keyObjectOf, type OpenDataKey, openKeyring, type VaultKeys } from './keys.ts'

/** A data key that is not destroyed, with the key-encryption key that wraps it. */
export type DataKeyRow = {
  data_key_id: string
  use: KeyUse
  state: 'active' | 'retiring'
  kek_id: string
  wrapped: Buffer
  provider: KekProviderName
  check_value: string
}

export const readDataKeys = (db: Db): Promise<DataKeyRow[]> =>
  db.many<DataKeyRow>(sql`
    select data_key_id, use, data_keys.state, kek_id, wrapped, provider, check_value
    from data_keys join key_encryption_keys using (kek_id) where wrapped is not null order by data_key_id`)

const ALGORITHMS: Record<KeyUse, string> = {
  cards: 'AES-256-GCM',
  fingerprint: 'HMAC-SHA-256',
  ticket: 'HMAC-SHA-256',
}

const about = ({ data_key_id, use }: Pick<DataKeyRow, 'data_key_id' | 'use'>) =>
  `data key ${data_key_id} ${use}`

/** A data key's bytes, which the caller wipes. */
export const unwrap = async (keks: Keks, row: DataKeyRow): Promise<Buffer> =>
  (await keks.of(row.provider)).unwrap(row.kek_id, row.wrapped, about(row))

/** The same key under another key-encryption key. */
export async function wrap(
  keks: Keks,
  kek: { kek_id: string; provider: KekProviderName },
  key: Pick<DataKeyRow, 'data_key_id' | 'use'>,
  bytes: Buffer,
): Promise<Buffer> {
  return (await keks.of(kek.provider)).wrap(kek.kek_id, bytes, about(key))
}

/**
 * Stores a new data key under the key-encryption key that is active. The one that was active for this use is
 * retiring from then on. Without `bytes` it is of chance. They are wiped.
 */
export async function storeDataKey(
  db: Db,
  keks: Keks,
  key: { id: string; use: KeyUse; state: DataKeyRow['state'] },
  bytes = makeKey(),
): Promise<void> {
  const kek = await db.one<{ kek_id: string; provider: KekProviderName }>(
    sql`select kek_id, provider from key_encryption_keys where state = 'active'`,
  )
  const named = { data_key_id: key.id, use: key.use }
  const wrapped = await wrap(keks, kek, named, bytes).finally(() => bytes.fill(0))
  if (key.state === 'active')
    await db.run(sql`update data_keys set state = 'retiring' where use = ${key.use} and state = 'active'`)
  await db.run(sql`
    insert into data_keys (data_key_id, use, algorithm, bits, state, kek_id, wrapped)
    values (${key.id}, ${key.use}, ${ALGORITHMS[key.use]}, 256, ${key.state}, ${kek.kek_id}, ${wrapped})`)
}

/** The name of the next key for a use: they are never given twice. */
export async function nextKeyId(db: Db, use: KeyUse): Promise<string> {
  const { last } = await db.one<{ last: number }>(sql`
    select coalesce(max(split_part(data_key_id, '_', 2)::integer), 0) as last from data_keys where use = ${use}`)
  return `${use}_${last + 1}`
}

/**
 * Finds out whether the key-encryption keys that are there are those that wrapped the data keys: each has the
 * check value that is stored, and unwraps. Throws an OperatorError of one line.
 */
export async function proveDataKeys(db: Db, keks: Keks): Promise<void> {
  for (const row of await readDataKeys(db)) {
    const { provider, kek_id, check_value } = row
    const kek = await keks.of(provider)
    const same = (await kek.checkValue(kek_id)) === check_value
    const bytes = same ? await kek.unwrap(kek_id, row.wrapped, about(row)).catch(passOperatorError) : null
    if (!bytes)
      throw new OperatorError(
        `The key "${kek_id}" in ${kek.place} is not the one that the vault database was sealed with: ${kek.remedy}. Nothing was started.`,
      )
    bytes.fill(0)
  }
}

function passOperatorError(error: unknown): null {
  if (error instanceof OperatorError) throw error
  return null
}

/** The vault's keys, which `ensureVaultKeys` has found to be this database's. */
export const openVaultKeys = (db: Db, keks: Keks): Promise<VaultKeys> =>
  openKeyring(async () => {
    const keys: OpenDataKey[] = []
    for (const row of await readDataKeys(db))
      keys.push({
        id: row.data_key_id,
        use: row.use,
        active: row.state === 'active',
        key: keyObjectOf(await unwrap(keks, row)),
      })
    return keys
  })
