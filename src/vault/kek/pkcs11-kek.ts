import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import type { PKCS11 } from 'pkcs11js'
import { OperatorError } from '../../ground/errors.ts'
import { generationOf, type KekProvider } from './kek-provider.ts'

export type Pkcs11Settings = { module: string; token: string; pin: string }

const NONCE_BYTES = 12
const TAG_BITS = 128
/** Keys of a token that are looked at. */
const KEYS_MAX = 1_000

/** Read where a token is used: it is compiled on the machine that has one (docs/keys.md). */
type Library = typeof import('pkcs11js')

/**
 * Key-encryption keys in a PKCS #11 token, by the library of its maker: AES-256 keys that never leave it
 * (CKA_SENSITIVE, not CKA_EXTRACTABLE), labelled `kek_1`, `kek_2` … Data keys are wrapped in the token, by
 * AES-GCM with what they are bound to. Each call has a session of its own, and a token that was away is met
 * anew: nothing is remembered of it.
 */
export function openPkcs11Kek({ module, token, pin }: Pkcs11Settings): KekProvider {
  const library = loadLibrary()
  const place = `the token "${token}" of ${module}`

  /** Logged in; the library is begun anew at each call, for it may remember a token that is gone. */
  function inSession<Result>(work: (pkcs11: PKCS11, session: Buffer) => Result): Result {
    const pkcs11 = new library.PKCS11()
    try {
      pkcs11.load(module)
      begin(pkcs11)
      const slot = slotOf(pkcs11)
      const session = pkcs11.C_OpenSession(slot, library.CKF_SERIAL_SESSION | library.CKF_RW_SESSION)
      pkcs11.C_Login(session, library.CKU_USER, pin)
      return work(pkcs11, session)
    } catch (error) {
      throw error instanceof OperatorError ? error : unusable(error)
    } finally {
      end(pkcs11)
    }
  }
  function begin(pkcs11: PKCS11): void {
    pkcs11.C_Initialize()
  }
  function end(pkcs11: PKCS11): void {
    try {
      // Sessions and the login end with it.
      pkcs11.C_Finalize()
    } catch {
      // It was never begun.
    }
    try {
      pkcs11.close()
    } catch {
      // It was never loaded.
    }
  }
  function slotOf(pkcs11: PKCS11): Buffer {
    const slot = pkcs11
      .C_GetSlotList(true)
      .find((slot) => pkcs11.C_GetTokenInfo(slot).label.trimEnd() === token)
    if (slot) return slot
    throw new OperatorError(
      `There is no token "${token}" at ${module}: see that it is connected, or set JETPAY_VAULT_PKCS11_TOKEN to its label. Nothing was started.`,
    )
  }
  const unusable = (error: unknown) =>
    new OperatorError(
      `The PKCS #11 library ${module} cannot be used with token "${token}" (${(error as Error).message}). Nothing was started.`,
    )

  const keysOf = (pkcs11: PKCS11, session: Buffer): Map<string, Buffer> => {
    pkcs11.C_FindObjectsInit(session, [{ type: library.CKA_CLASS, value: library.CKO_SECRET_KEY }])
    const found = pkcs11.C_FindObjects(session, KEYS_MAX)
    pkcs11.C_FindObjectsFinal(session)
    const labelOf = (object: Buffer) =>
      String(pkcs11.C_GetAttributeValue(session, object, [{ type: library.CKA_LABEL }])[0]?.value ?? '')
    return new Map(
      found.map((object) => [labelOf(object), object] as const).filter(([label]) => generationOf(label) > 0),
    )
  }
  function keyOf(pkcs11: PKCS11, session: Buffer, kekId: string): Buffer {
    const key = keysOf(pkcs11, session).get(kekId)
    if (key) return key
    throw new OperatorError(
      `There is no key "${kekId}", which the vault database needs, in ${place}: put the token’s backup back. Nothing was started.`,
    )
  }
  /** Of a key that stays in the token and does nothing but this. */
  const attributesOf = (kekId: string) => [
    { type: library.CKA_CLASS, value: library.CKO_SECRET_KEY },
    { type: library.CKA_KEY_TYPE, value: library.CKK_AES },
    { type: library.CKA_LABEL, value: kekId },
    { type: library.CKA_TOKEN, value: true },
    { type: library.CKA_PRIVATE, value: true },
    { type: library.CKA_SENSITIVE, value: true },
    { type: library.CKA_EXTRACTABLE, value: false },
    { type: library.CKA_ENCRYPT, value: true },
    { type: library.CKA_DECRYPT, value: true },
  ]
  function refuseSecond(pkcs11: PKCS11, session: Buffer, kekId: string): void {
    if (keysOf(pkcs11, session).has(kekId))
      throw new OperatorError(`There is a key "${kekId}" in ${place} already.`)
  }
  const gcm = (iv: Buffer, about: string) => ({
    mechanism: library.CKM_AES_GCM,
    parameter: {
      type: library.CK_PARAMS_AES_GCM,
      iv,
      aad: Buffer.from(about),
      ivBits: iv.length * 8,
      tagBits: TAG_BITS,
    },
  })

  return {
    name: 'pkcs11',
    algorithm: 'AES-256-GCM',
    place,
    remedy: 'put the token’s backup back, or set JETPAY_VAULT_PKCS11_TOKEN to the right one',
    list: async () => inSession((pkcs11, session) => [...keysOf(pkcs11, session).keys()]),
    // As `checkValueOf`, made in the token: not each of them has CKA_CHECK_VALUE.
    checkValue: async (kekId) =>
      inSession((pkcs11, session) => {
        pkcs11.C_EncryptInit(session, { mechanism: library.CKM_AES_ECB }, keyOf(pkcs11, session, kekId))
        const block = pkcs11.C_Encrypt(session, Buffer.alloc(16), Buffer.alloc(32))
        return block.subarray(0, 3).toString('hex').toUpperCase()
      }),
    make: async (kekId) =>
      inSession((pkcs11, session) => {
        refuseSecond(pkcs11, session, kekId)
        const attributes = attributesOf(kekId).filter(({ type }) => type !== library.CKA_CLASS)
        pkcs11.C_GenerateKey(session, { mechanism: library.CKM_AES_KEY_GEN }, [
          ...attributes,
          { type: library.CKA_VALUE_LEN, value: 32 },
        ])
      }),
    bring: async (kekId, key) =>
      inSession((pkcs11, session) => {
        refuseSecond(pkcs11, session, kekId)
        pkcs11.C_CreateObject(session, [...attributesOf(kekId), { type: library.CKA_VALUE, value: key }])
      }),
    wrap: async (kekId, dataKey, about) =>
      inSession((pkcs11, session) => {
        const nonce = randomBytes(NONCE_BYTES)
        pkcs11.C_EncryptInit(session, gcm(nonce, about), keyOf(pkcs11, session, kekId))
        return Buffer.concat([nonce, pkcs11.C_Encrypt(session, dataKey, Buffer.alloc(dataKey.length + 16))])
      }),
    unwrap: async (kekId, wrapped, about) =>
      inSession((pkcs11, session) => {
        const [nonce, sealed] = [wrapped.subarray(0, NONCE_BYTES), wrapped.subarray(NONCE_BYTES)]
        pkcs11.C_DecryptInit(session, gcm(nonce, about), keyOf(pkcs11, session, kekId))
        return Buffer.from(pkcs11.C_Decrypt(session, sealed, Buffer.alloc(sealed.length)))
      }),
  }
}

function loadLibrary(): Library {
  try {
    return createRequire(import.meta.url)('pkcs11js') as Library
  } catch {
    throw new OperatorError(
      'The program for PKCS #11 is not compiled on this machine: run `npm run pkcs11`, which needs a C++ compiler, make and Python. Nothing was started.',
    )
  }
}
