import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import { decrypt, encrypt } from './encryption.ts'
import { readKeyFile, readKeys } from './key-file.ts'

/** A text under a data key of its own, and that key under the key-encryption key that is named. */
export type Envelope = { sealed: Buffer; dataKeyWrapped: Buffer; keyEncryptionKeyId: string }

/**
 * Encrypts the main side's own secrets (account numbers, webhook keys) at rest. `about` names the row it
 * belongs to.
 */
export type Seal = {
  seal(text: string, about: string): Buffer
  open(sealed: Buffer, about: string): string
  /** Says that a text is ours (HMAC), where nothing is kept of it. */
  mark(text: string): Buffer
  /** As the vault seals card numbers: under a new data key, which the newest key-encryption key wraps. */
  sealEnvelope(text: string, about: string): Envelope
  openEnvelope(envelope: Envelope, about: string): string
  /** The same data key under the newest key-encryption key; null where it is already. */
  rewrap(envelope: Envelope, about: string): Pick<Envelope, 'dataKeyWrapped' | 'keyEncryptionKeyId'> | null
}

/**
 * The key-encryption key of a key file that names none: derived, so that `sealing_key` itself seals and does
 * nothing else.
 */
const FIRST_KEY_ENCRYPTION_KEY = 'kek_1'

/** What every main key file has. */
export const MAIN_KEYS = ['sealing_key'] as const
/** Further key-encryption keys: `kek_2`, `kek_3` … */
export const FURTHER_KEYS = /^kek_([2-9]|[1-9]\d+)$/

/**
 * Opens the main key file, which `ensureMainKeys` has found to be this database's. `kek_2`, `kek_3` … in it
 * are further key-encryption keys; the highest wraps, the others only open until all is wrapped anew (the
 * worker does that), and can then be taken out.
 */
export function openSeal(keyFile: string): Seal {
  const { sealing_key: bytes } = readKeyFile(keyFile, MAIN_KEYS)
  const key = createSecretKey(bytes)
  const first = Buffer.from(hkdfSync('sha256', bytes, '', 'jetpay main key-encryption key 1', 32))
  const marking = Buffer.from(hkdfSync('sha256', bytes, '', 'jetpay marks', 32))
  const wrapping = new Map([
    [FIRST_KEY_ENCRYPTION_KEY, first],
    ...[...readKeys(keyFile)].filter(([name]) => FURTHER_KEYS.test(name)),
  ])
  const newest = [...wrapping.keys()].sort((a, b) => generation(b) - generation(a))[0]!

  const wrap = (dataKey: Buffer, about: string) => ({
    dataKeyWrapped: encrypt(wrapping.get(newest)!, dataKey, about),
    keyEncryptionKeyId: newest,
  })
  const unwrap = ({ dataKeyWrapped, keyEncryptionKeyId }: Envelope, about: string) => {
    const keyEncryptionKey = wrapping.get(keyEncryptionKeyId)
    if (!keyEncryptionKey) throw new Error(`the key-encryption key ${keyEncryptionKeyId} is not at hand`)
    return decrypt(keyEncryptionKey, dataKeyWrapped, about)
  }
  return {
    seal: (text, about) => encrypt(key, Buffer.from(text), about),
    open: (sealed, about) => decrypt(key, sealed, about).toString(),
    mark: (text) => createHmac('sha256', marking).update(text).digest(),
    sealEnvelope(text, about) {
      const dataKey = randomBytes(32)
      return { sealed: encrypt(dataKey, Buffer.from(text), about), ...wrap(dataKey, about) }
    },
    openEnvelope: (envelope, about) => decrypt(unwrap(envelope, about), envelope.sealed, about).toString(),
    rewrap: (envelope, about) =>
      envelope.keyEncryptionKeyId === newest ? null : wrap(unwrap(envelope, about), about),
  }
}

const generation = (name: string) => Number(name.slice('kek_'.length))
