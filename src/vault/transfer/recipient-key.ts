/** The public key that a file of cards is sealed to, and by what two people know that it is the right one. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { OperatorError } from '../../ground/errors.ts'

/** 128 bits of strength (NIST SP 800-57): what is sealed to it is worth something for years. */
const RSA_BITS_MIN = 3_072
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1']
/** A key or certificate is a few kilobytes. */
const BYTES_MAX = 64 * 1_024

/** `bytes`: the key as SubjectPublicKeyInfo. `thumbprint`: their SHA-256, as `openssl` tells it. */
export type RecipientKey = { key: KeyObject; bytes: Buffer; thumbprint: string }

/** Reads a PEM public key, an X.509 certificate or a JWK. Throws an OperatorError for anything else. */
export function readRecipientKey(path: string): RecipientKey {
  const text = readSmallFile(path)
  if (/PRIVATE KEY/.test(text) || /"d"\s*:/.test(text))
    throw new OperatorError(
      `${path} holds a private key: whoever sent it must make another, and send the public half alone.`,
    )
  return recipientKeyOf(parse(path, text))
}

/** The same of a key that is at hand. */
export function recipientKeyOf(key: KeyObject): RecipientKey {
  const { modulusLength, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  const fits =
    key.asymmetricKeyType === 'rsa'
      ? (modulusLength ?? 0) >= RSA_BITS_MIN
      : key.asymmetricKeyType === 'ec' && CURVES.includes(namedCurve)
  if (!fits)
    throw new OperatorError(
      `The recipient’s key is too weak or of a kind that is not used: RSA of ${RSA_BITS_MIN} bits or more, or a key on P-256, P-384 or P-521.`,
    )
  const bytes = key.export({ type: 'spki', format: 'der' })
  return { key, bytes, thumbprint: thumbprintOf(bytes) }
}

const thumbprintOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** A key as it was kept. */
export const recipientKeyOfBytes = (bytes: Buffer): RecipientKey =>
  recipientKeyOf(createPublicKey({ key: bytes, type: 'spki', format: 'der' }))

function parse(path: string, text: string): KeyObject {
  try {
    if (text.trimStart().startsWith('{')) return createPublicKey({ key: JSON.parse(text), format: 'jwk' })
    return createPublicKey(text)
  } catch {
    throw new OperatorError(`${path} holds no public key: give a PEM public key, a certificate or a JWK.`)
  }
}

function readSmallFile(path: string): string {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    if (fstatSync(file).size > BYTES_MAX) throw Object.assign(new Error(), { code: 'EFBIG' })
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new OperatorError(
      `The recipient’s key ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      'not_found',
    )
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
