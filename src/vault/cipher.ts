import { randomBytes } from 'node:crypto'
import { decrypt, encrypt } from '../ground/encryption.ts'
import type { VaultKeys } from './keys.ts'

/**
 * A card number as it is stored: under a data key of its own, which the key-encryption key wraps (PCI DSS
 * 3.5.1).
 */
export type SealedNumber = {
  number_ciphertext: Buffer
  data_key_wrapped: Buffer
  key_encryption_key_id: string
}

/** What both ciphertexts are bound to, so that neither opens in another card's row, company or version. */
const about = (companyId: string, cardId: string, version: number) =>
  `card ${companyId} ${cardId} v${version}`

export function sealNumber(
  keys: VaultKeys,
  companyId: string,
  cardId: string,
  version: number,
  number: string,
): SealedNumber {
  const dataKey = randomBytes(32)
  const plain = Buffer.from(number)
  const bound = about(companyId, cardId, version)
  try {
    return {
      number_ciphertext: encrypt(dataKey, plain, bound),
      data_key_wrapped: encrypt(keys.keyEncryptionKey, dataKey, bound),
      key_encryption_key_id: keys.keyEncryptionKeyId,
    }
  } finally {
    dataKey.fill(0)
    plain.fill(0)
  }
}

/** The card number. Throws when a byte, the row or the key is not the one it was sealed with. */
export function openNumber(
  keys: VaultKeys,
  companyId: string,
  cardId: string,
  version: number,
  sealed: SealedNumber,
): string {
  if (sealed.key_encryption_key_id !== keys.keyEncryptionKeyId) {
    throw new Error(`the key-encryption key ${sealed.key_encryption_key_id} is not at hand`)
  }
  const bound = about(companyId, cardId, version)
  const dataKey = decrypt(keys.keyEncryptionKey, sealed.data_key_wrapped, bound)
  try {
    const plain = decrypt(dataKey, sealed.number_ciphertext, bound)
    const number = plain.toString('latin1')
    plain.fill(0)
    return number
  } finally {
    dataKey.fill(0)
  }
}
