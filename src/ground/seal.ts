import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { decrypt, encrypt } from './encryption.ts'
import { OperatorError } from './errors.ts'
import { readKeyFile, readKeys } from './key-file.ts'
import type { Mark } from './proof-challenge.ts'
import { FIRST_SEALING_KEY, generationOf, prefixOf, SEALING_KEY } from './sealing-name.ts'

/** A text under a data key of its own, and that key under the key-encryption key that is named. */
export type Envelope = { sealed: Buffer; dataKeyWrapped: Buffer; keyEncryptionKeyId: string }

/**
 * Encrypts the main side's own secrets (account numbers, webhook keys) at rest. `about` names the row it
 * belongs to.
 */
export type Seal = {
  seal(text: string, about: string): Buffer
  /** Opens what any key of the file sealed; the file is read again for one that it had not. */
  open(sealed: Buffer, about: string): string
  /** The same text under the key that seals now; null where it is already. */
  reseal(sealed: Buffer, about: string): Buffer | null
  /**
   * What says that a text is ours (HMAC), where nothing is kept of it: by the key that seals now, and by
   * those of before.
   */
  marks(): [Mark, ...Mark[]]
  /** As the vault seals card numbers: under a new data key, which the newest key-encryption key wraps. */
  sealEnvelope(text: string, about: string): Envelope
  openEnvelope(envelope: Envelope, about: string): string
  /** The same data key under the newest key-encryption key; null where it is already. */
  rewrap(envelope: Envelope, about: string): Pick<Envelope, 'dataKeyWrapped' | 'keyEncryptionKeyId'> | null
  /** The names of the sealing keys that are at hand. */
  held(): string[]
  sealsWith(): string
  /** From now on this one seals. Throws an OperatorError where the file has it not. */
  sealWith(name: string): void
  /** Reads the file again. */
  reload(): void
}

/** What a new main key file is made with. */
export const MAIN_KEYS = [FIRST_SEALING_KEY] as const
/** Further keys of it: sealing keys, and key-encryption keys that an operator has put there by hand. */
export const FURTHER_KEYS = /^(sealing_key|kek)_([2-9]|[1-9]\d+)$/
const GIVEN_KEK = /^kek_([2-9]|[1-9]\d+)$/

/**
 * Opens the main key file, which `ensureMainKeys` has found to be this database's. `sealsWith` is what the
 * database has as the key that seals (src/db/sealing/); without it the newest of the file does. `kek_2`,
 * `kek_3` … in it are key-encryption keys; the highest wraps. Without one, what wraps is derived from the key
 * that seals. The others only open until all is wrapped anew (the worker does that).
 */
export function openSeal(keyFile: string, sealsWith?: string): Seal {
  let keys = readSealKeys(keyFile)
  let current = sealsWith ?? [...keys.sealing.keys()].sort((a, b) => generationOf(b) - generationOf(a))[0]!
  const reload = () => {
    keys = readSealKeys(keyFile)
  }
  const keyOf = <Key>(of: () => Key | undefined, name: string): Key => {
    const found = of()
    if (found) return found
    reload()
    const now = of()
    if (now) return now
    throw new OperatorError(
      `The key file ${keyFile} has no key "${name}", which something is sealed with; copy the file here from the host where it was made.`,
    )
  }
  const sealing = (name: string) => keyOf(() => keys.sealing.get(name), name)

  const wrapsNow = () => keys.newestKek ?? kekOf(current)
  const wrap = (dataKey: Buffer, about: string) => ({
    dataKeyWrapped: encrypt(
      keyOf(() => keys.wrapping.get(wrapsNow()), wrapsNow()),
      dataKey,
      about,
    ),
    keyEncryptionKeyId: wrapsNow(),
  })
  const unwrap = ({ dataKeyWrapped, keyEncryptionKeyId }: Envelope, about: string) => {
    const key = keys.wrapping.get(keyEncryptionKeyId)
    if (!key) reload()
    const keyEncryptionKey = keys.wrapping.get(keyEncryptionKeyId)
    if (!keyEncryptionKey) throw new Error(`the key-encryption key ${keyEncryptionKeyId} is not at hand`)
    return decrypt(keyEncryptionKey, dataKeyWrapped, about)
  }

  const open = (sealed: Buffer, about: string): Buffer => {
    const name = sealedBy(sealed)
    if (name === FIRST_SEALING_KEY) return decrypt(sealing(name), sealed, about)
    try {
      return decrypt(sealing(name), sealed.subarray(prefixOf(name).length), about)
    } catch (error) {
      // A nonce of the first key that looks like a name: one in 2^48.
      const first = keys.sealing.get(FIRST_SEALING_KEY)
      if (!first || error instanceof OperatorError) throw error
      return decrypt(first, sealed, about)
    }
  }
  const seal = (text: Buffer, about: string) =>
    Buffer.concat([prefixOf(current), encrypt(sealing(current), text, about)])

  return {
    seal: (text, about) => seal(Buffer.from(text), about),
    open: (sealed, about) => open(sealed, about).toString(),
    reseal: (sealed, about) => (sealedBy(sealed) === current ? null : seal(open(sealed, about), about)),
    marks() {
      const names = [current, ...[...keys.sealing.keys()].filter((name) => name !== current)]
      const [now, ...before] = names.flatMap((name) => keys.marking.get(name) ?? [])
      const markBy =
        (key: Buffer): Mark =>
        (text) =>
          createHmac('sha256', key).update(text).digest()
      return [markBy(now!), ...before.map(markBy)]
    },
    sealEnvelope(text, about) {
      const dataKey = randomBytes(32)
      return { sealed: encrypt(dataKey, Buffer.from(text), about), ...wrap(dataKey, about) }
    },
    openEnvelope: (envelope, about) => decrypt(unwrap(envelope, about), envelope.sealed, about).toString(),
    rewrap: (envelope, about) =>
      envelope.keyEncryptionKeyId === wrapsNow() ? null : wrap(unwrap(envelope, about), about),
    held: () => [...keys.sealing.keys()],
    sealsWith: () => current,
    sealWith(name) {
      sealing(name)
      current = name
    },
    reload,
  }
}

type SealKeys = {
  sealing: Map<string, KeyObject>
  marking: Map<string, Buffer>
  wrapping: Map<string, Buffer>
  /** The highest that an operator has put there; null for none. */
  newestKek: string | null
}

/**
 * The key-encryption key that is derived from a sealing key, so that the key itself seals and does nothing
 * else.
 */
const kekOf = (sealingKey: string) => (sealingKey === FIRST_SEALING_KEY ? 'kek_1' : sealingKey)

function readSealKeys(keyFile: string): SealKeys {
  const all = [...readKeys(keyFile)]
  const sealing = all.filter(([name]) => SEALING_KEY.test(name))
  // Says which file lacks it.
  if (sealing.length === 0) readKeyFile(keyFile, MAIN_KEYS)
  const given = all.filter(([name]) => GIVEN_KEK.test(name))
  const derived = (bytes: Buffer, what: string) => Buffer.from(hkdfSync('sha256', bytes, '', what, 32))
  return {
    sealing: new Map(sealing.map(([name, bytes]) => [name, createSecretKey(bytes)])),
    marking: new Map(sealing.map(([name, bytes]) => [name, derived(bytes, 'jetpay marks')])),
    wrapping: new Map([
      ...sealing.map(
        ([name, bytes]) => [kekOf(name), derived(bytes, 'jetpay main key-encryption key 1')] as const,
      ),
      ...given,
    ]),
    newestKek: given.map(([name]) => name).sort((a, b) => Number(b.slice(4)) - Number(a.slice(4)))[0] ?? null,
  }
}

/** Which key sealed it: what was sealed by the first says nothing. */
function sealedBy(sealed: Buffer): string {
  const generation = sealed.subarray(0, 6).equals(prefixOf('sealing_key_2').subarray(0, 6))
    ? sealed.readUInt16BE(6)
    : 1
  return generation > 1 ? `${FIRST_SEALING_KEY}_${generation}` : FIRST_SEALING_KEY
}
