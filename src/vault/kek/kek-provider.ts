import { createCipheriv } from 'node:crypto'

export const KEK_PROVIDERS = ['file', 'pkcs11'] as const
export type KekProviderName = (typeof KEK_PROVIDERS)[number]

/**
 * Where key-encryption keys are. What is asked of one is little, so that a token or a cloud KMS can stand in
 * its place (docs/keys.md): it wraps and unwraps data keys of 32 bytes, at the vault's start and while keys
 * rotate, and never sees a card number (PCI DSS 3.6.1.1). Each function rejects with an OperatorError, one
 * line for whoever starts the vault, where it cannot.
 */
export type KekProvider = {
  name: KekProviderName
  /** As the inventory has it. */
  algorithm: string
  /** Where its keys are, in words. */
  place: string
  /** What to do where a key of it is not there, or another: the end of a sentence. */
  remedy: string
  /** The names of its keys: `kek_1`, `kek_2` … */
  list(): Promise<string[]>
  /** Tells a key from any other: `checkValueOf`, or what the token says it is. */
  checkValue(kekId: string): Promise<string>
  /** Makes a new key, of its own chance. */
  make(kekId: string): Promise<void>
  /** Takes in a key that custodians have brought. The caller wipes it. */
  bring(kekId: string, key: Buffer): Promise<void>
  /** `about` is bound to what is wrapped: unwrapping fails for another. */
  wrap(kekId: string, dataKey: Buffer, about: string): Promise<Buffer>
  /** What it returns is the only copy; the caller wipes it. */
  unwrap(kekId: string, wrapped: Buffer, about: string): Promise<Buffer>
}

export const kekIdOf = (generation: number): string => `kek_${generation}`
/** 2 of `kek_2`; 0 for a name that is none of ours. */
export const generationOf = (kekId: string): number => Number(/^kek_([1-9]\d*)$/.exec(kekId)?.[1] ?? 0)

/**
 * The key check value of an AES key: the first three bytes of a block of zeros under it (CKA_CHECK_VALUE of
 * PKCS #11). It tells custodians that they typed right, and opens nothing.
 */
export function checkValueOf(key: Buffer): string {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return cipher.update(Buffer.alloc(16)).subarray(0, 3).toString('hex').toUpperCase()
}
