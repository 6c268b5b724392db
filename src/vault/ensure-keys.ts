import { ensureKeys, PROOFS_EACH, type Proof, tryAll } from '../db/key-checks.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import type { CardName } from '../ground/vault-protocol.ts'
import { openNumber, type SealedNumber } from './cipher.ts'
import { VAULT_KEYS, vaultKeysOf } from './keys.ts'

/**
 * Finds out whether the key file is this database's, and makes it where the database has no card yet:
 * `ensureKeys`.
 */
export const ensureVaultKeys = (db: Database, { vaultKeyFile }: Pick<Config, 'vaultKeyFile'>) =>
  ensureKeys(db, {
    file: vaultKeyFile,
    setting: 'JETPAY_VAULT_KEY_FILE',
    database: 'vault',
    names: VAULT_KEYS,
    // A card that was shredded needs none.
    needed: async (db) =>
      (await db.first(sql`select from cards where shredded_at is null limit 1`)) ? [...VAULT_KEYS] : [],
    prove,
  })

type FingerprintedRow = CardName & SealedNumber & { version: number; fingerprint: string }

/**
 * A card opens with `kek_1`; its number has the fingerprint that is stored. A fingerprint key without a card
 * that opens proves nothing.
 */
async function prove(db: Db, keys: ReadonlyMap<string, Buffer>, name: string): Promise<Proof> {
  const some = (order: 'asc' | 'desc') =>
    db.many<FingerprintedRow>(sql`
      select company_id, card_id, version, number_ciphertext, data_key_wrapped, key_encryption_key_id, fingerprint from cards
      where shredded_at is null order by ${order === 'asc' ? sql`company_id, card_id` : sql`company_id desc, card_id desc`}
      limit ${PROOFS_EACH}`)
  const opened = vaultKeysOf(Object.fromEntries(keys) as Parameters<typeof vaultKeysOf>[0])
  return tryAll([...(await some('asc')), ...(await some('desc'))], (row) => {
    const number = openNumber(opened, row.company_id, row.card_id, row.version, row)
    return name !== 'fingerprint' || opened.fingerprint(row.company_id, number) === row.fingerprint
  })
}
