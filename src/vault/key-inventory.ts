import { type Db, sql } from '../db/sql.ts'
import type { KekProviderName } from './kek/kek-provider.ts'
import type { KeyUse } from './keys.ts'

/** A key of the vault as an inventory has it (PCI DSS 12.3.3, 3.6.1.1); never the key. */
export type ListedKey = {
  name: string
  use: KeyUse | 'key_encryption'
  algorithm: string
  bits: number
  state: 'made' | 'active' | 'retiring' | 'retired'
  made_at: Date
  retired_at: Date | null
  check_value: string | null
  from_parts: boolean
  /** What wraps it; of a key-encryption key, where it is. */
  kek_id: string | null
  provider: KekProviderName
}

export const listVaultKeys = (db: Db): Promise<ListedKey[]> =>
  db.many<ListedKey>(sql`
    select kek_id as name, 'key_encryption' as use, algorithm, 256 as bits, state, created_at as made_at, retired_at,
      check_value, from_parts, null as kek_id, provider
    from key_encryption_keys
    union all
    select data_key_id, use, key.algorithm, bits, key.state, key.created_at, key.retired_at, null, false, kek_id, provider
    from data_keys key join key_encryption_keys using (kek_id)
    order by made_at, name`)
