import { hkdfSync } from 'node:crypto'
import { decrypt, encrypt } from '../../ground/encryption.ts'
import { OperatorError } from '../../ground/errors.ts'
import { addToKeyFile, createKeyFile, hasKeyFile, makeKey, readKeys } from '../../ground/key-file.ts'
import { checkValueOf, generationOf, type KekProvider } from './kek-provider.ts'

/**
 * Key-encryption keys in a file that its user alone can read. What wraps is derived from one (HKDF-SHA-256):
 * before there were data keys `kek_1` itself wrapped the keys of cards, and one key has one use.
 */
export function openFileKek(file: string): KekProvider {
  function keyOf(kekId: string): Buffer {
    if (!hasKeyFile(file))
      throw new OperatorError(
        `The key file ${file} is missing, and the vault database has data that only its keys open: put it back from its backup, or set JETPAY_VAULT_KEY_FILE to where it is. Nothing was started and no new keys were made.`,
      )
    const key = readKeys(file).get(kekId)
    if (key) return key
    throw new OperatorError(
      `The key file ${file} has no key "${kekId}", which the vault database needs; put the newest backup of the file back. Nothing was started.`,
    )
  }
  const wrappingKey = (kekId: string) =>
    Buffer.from(hkdfSync('sha256', keyOf(kekId), '', 'jetpay wraps data keys', 32))
  function wiped<Result>(key: Buffer, use: (key: Buffer) => Result): Result {
    try {
      return use(key)
    } finally {
      key.fill(0)
    }
  }
  return {
    name: 'file',
    algorithm: 'AES-256-GCM',
    place: file,
    remedy: 'put the right file back from its backup, or set JETPAY_VAULT_KEY_FILE to where it is',
    list: async () =>
      hasKeyFile(file) ? [...readKeys(file).keys()].filter((name) => generationOf(name) > 0) : [],
    checkValue: async (kekId) => wiped(keyOf(kekId), checkValueOf),
    async make(kekId) {
      if (hasKeyFile(file)) wiped(makeKey(), (key) => addToKeyFile(file, kekId, key))
      else createKeyFile(file, [kekId])
    },
    async bring(kekId, key) {
      addToKeyFile(file, kekId, key)
    },
    wrap: async (kekId, dataKey, about) => wiped(wrappingKey(kekId), (key) => encrypt(key, dataKey, about)),
    unwrap: async (kekId, wrapped, about) => wiped(wrappingKey(kekId), (key) => decrypt(key, wrapped, about)),
  }
}
