import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { PROOFS_EACH, type Proof, settleKeys, tryAll } from '../db/key-checks.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { readKeyFile } from '../ground/key-file.ts'
import type { CardName } from '../ground/vault-protocol.ts'
import { openNumber, type SealedNumber } from './cipher.ts'

/**
 * The vault's keys. The key-encryption key only wraps data keys; it never touches a card number (PCI DSS 3.6.1.1). They
 * come from a file of mode 600; a KMS or HSM takes this module's place in production (docs/security.md).
 */
export type VaultKeys = {
  /** Says which key-encryption key wrapped a data key, for rotation. */
  keyEncryptionKeyId: string
  keyEncryptionKey: KeyObject
  /** The same number gives the same fingerprint within a company, and cannot be found from it without this key. */
  fingerprint(companyId: string, number: string): string
  /** What marks a card page's ticket as ours (`ticket.ts`). */
  ticketMark(random: Buffer): Buffer
}

const NAMES = ['kek_1', 'fingerprint'] as const

/** Opens the key file, which `settleVaultKeys` has found to be this database's. */
export const openVaultKeys = (keyFile: string): VaultKeys => vaultKeysOf(readKeyFile(keyFile, NAMES))

function vaultKeysOf(keys: Record<(typeof NAMES)[number], Buffer>): VaultKeys {
  // A key of its own, of one that is there anyway (HKDF, RFC 5869): one key, one purpose.
  const ticketKey = Buffer.from(hkdfSync('sha256', keys.fingerprint, '', 'jetpay card page ticket', 32))
  return {
    keyEncryptionKeyId: 'kek_1',
    keyEncryptionKey: createSecretKey(keys.kek_1),
    // Keyed, because all card numbers can be tried against a bare hash in minutes (PCI DSS 3.5.1.1).
    fingerprint: (companyId, number) =>
      createHmac('sha256', keys.fingerprint)
        .update(`${companyId}\n${number}`)
        .digest('base64url')
        .slice(0, 22),
    ticketMark: (random) => createHmac('sha256', ticketKey).update(random).digest(),
  }
}

/** Finds out whether the key file is this database's, and makes it where the database has no card yet: `settleKeys`. */
export const settleVaultKeys = (db: Database, { vaultKeyFile }: Pick<Config, 'vaultKeyFile'>) =>
  settleKeys(db, {
    file: vaultKeyFile,
    setting: 'JETPAY_VAULT_KEY_FILE',
    database: 'vault',
    names: NAMES,
    // A card that was shredded needs none.
    needed: async (db) =>
      (await db.first(sql`select from cards where shredded_at is null limit 1`)) ? [...NAMES] : [],
    prove,
  })

type Row = CardName & SealedNumber & { version: number; fingerprint: string }

/** A card opens with `kek_1`; its number has the fingerprint that is stored. A fingerprint key without a card that opens proves nothing. */
async function prove(db: Db, keys: ReadonlyMap<string, Buffer>, name: string): Promise<Proof> {
  const some = (order: 'asc' | 'desc') =>
    db.many<Row>(sql`
      select company_id, card_id, version, number_ciphertext, data_key_wrapped, key_encryption_key_id, fingerprint from cards
      where shredded_at is null order by ${order === 'asc' ? sql`company_id, card_id` : sql`company_id desc, card_id desc`}
      limit ${PROOFS_EACH}`)
  const opened = vaultKeysOf(Object.fromEntries(keys) as Parameters<typeof vaultKeysOf>[0])
  return tryAll([...(await some('asc')), ...(await some('desc'))], (row) => {
    const number = openNumber(opened, row.company_id, row.card_id, row.version, row)
    return name !== 'fingerprint' || opened.fingerprint(row.company_id, number) === row.fingerprint
  })
}
