import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { readKeyFile } from '../key-file.ts'

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
}

export function openVaultKeys(keyFile: string): VaultKeys {
  const keys = readKeyFile(keyFile, ['kek_1', 'fingerprint'])
  return {
    keyEncryptionKeyId: 'kek_1',
    keyEncryptionKey: createSecretKey(keys.kek_1),
    // Keyed, because all card numbers can be tried against a bare hash in minutes (PCI DSS 3.5.1.1).
    fingerprint: (companyId, number) =>
      createHmac('sha256', keys.fingerprint)
        .update(`${companyId}\n${number}`)
        .digest('base64url')
        .slice(0, 22),
  }
}
