import { decrypt, encrypt } from '../ground/encryption.ts'
import type { VaultKeys } from './keys.ts'

/** A card number as it is stored: under the data key that its row names (PCI DSS 3.5.1). */
export type SealedNumber = {
  version: number
  number_ciphertext: Buffer
  /** Null for one of version 1, as the key of its own that it is under is only there. */
  data_key_id: string | null
  data_key_wrapped: Buffer | null
}

/** How a number is sealed: part of what the ciphertext is bound to. */
const VERSION = 2

/** What wrapped the key of its own of each card of version 1. */
export const FIRST_CARD_KEY = 'cards_1'

/** What a ciphertext is bound to, so that it opens in no other card's row, company or version. */
const about = (companyId: string, cardId: string, version: number) =>
  `card ${companyId} ${cardId} v${version}`

export function sealNumber(keys: VaultKeys, companyId: string, cardId: string, number: string): SealedNumber {
  const { id, key } = keys.cardKey()
  const plain = Buffer.from(number)
  try {
    return {
      version: VERSION,
      number_ciphertext: encrypt(key, plain, about(companyId, cardId, VERSION)),
      data_key_id: id,
      data_key_wrapped: null,
    }
  } finally {
    plain.fill(0)
  }
}

/** The name of the data key without which the number does not open. */
export const keyOf = ({ data_key_id }: Pick<SealedNumber, 'data_key_id'>): string =>
  data_key_id ?? FIRST_CARD_KEY

/** The card number. Throws when a byte, the row or the key is not the one it was sealed with. */
export function openNumber(keys: VaultKeys, companyId: string, cardId: string, sealed: SealedNumber): string {
  const key = keys.cardKeyOf(keyOf(sealed))
  if (!key) throw new Error(`the data key ${keyOf(sealed)} is not at hand`)
  const bound = about(companyId, cardId, sealed.version)
  const ownKey = sealed.data_key_wrapped === null ? null : decrypt(key, sealed.data_key_wrapped, bound)
  try {
    const plain = decrypt(ownKey ?? key, sealed.number_ciphertext, bound)
    const number = plain.toString('latin1')
    plain.fill(0)
    return number
  } finally {
    ownKey?.fill(0)
  }
}
