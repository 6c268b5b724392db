import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { readKeyFile } from '../ground/key-file.ts'

/**
 * The vault's keys. The key-encryption key only wraps data keys; it never touches a card number (PCI DSS
 * 3.6.1.1). They come from a file of mode 600; a KMS or HSM takes this module's place in production
 * (docs/security.md).
 */
export type VaultKeys = {
  /** Says which key-encryption key wrapped a data key, for rotation. */
  keyEncryptionKeyId: string
  keyEncryptionKey: KeyObject
  /**
   * The same number gives the same fingerprint within a company, and cannot be found from it without this
   * key.
   */
  fingerprint(companyId: string, number: string): string
  /** What marks a card page's ticket as ours (`ticket.ts`). */
  ticketMark(random: Buffer): Buffer
}

export const VAULT_KEYS = ['kek_1', 'fingerprint'] as const

/** Opens the key file, which `ensureVaultKeys` has found to be this database's. */
export const openVaultKeys = (keyFile: string): VaultKeys => vaultKeysOf(readKeyFile(keyFile, VAULT_KEYS))

export function vaultKeysOf(keys: Record<(typeof VAULT_KEYS)[number], Buffer>): VaultKeys {
  // A key of its own, of one that is there anyway (HKDF, RFC 5869): one key, one purpose.
  const ticketKey = createSecretKey(
    Buffer.from(hkdfSync('sha256', keys.fingerprint, '', 'jetpay card page ticket', 32)),
  )
  const fingerprintKey = createSecretKey(keys.fingerprint)
  return {
    keyEncryptionKeyId: 'kek_1',
    keyEncryptionKey: createSecretKey(keys.kek_1),
    // Keyed, because all card numbers can be tried against a bare hash in minutes (PCI DSS 3.5.1.1).
    fingerprint: (companyId, number) =>
      createHmac('sha256', fingerprintKey).update(`${companyId}\n${number}`).digest('base64url').slice(0, 22),
    ticketMark: (random) => createHmac('sha256', ticketKey).update(random).digest(),
  }
}
