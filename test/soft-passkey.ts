/** A passkey in software: what a browser answers to options of ours (WebAuthn level 3), for one site. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** Flags of authenticator data: somebody was there, was verified, and (of a new key) which key it is. */
const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest()
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')

export function softPasskey(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const credential = randomBytes(32)
  const id = base64url(credential)
  let counter = 0

  const authenticatorData = (flags: number) => {
    const head = Buffer.alloc(5)
    head.writeUInt8(flags)
    head.writeUInt32BE(++counter, 1)
    return Buffer.concat([sha256(new URL(origin).hostname), head])
  }
  const clientData = (type: string, { challenge }: { challenge: string }) =>
    JSON.stringify({ type, challenge, origin, crossOrigin: false })
  const answer = (response: Record<string, unknown>) => ({
    id,
    rawId: id,
    type: 'public-key' as const,
    clientExtensionResults: {},
    response,
  })

  return {
    /** As `navigator.credentials.create`. */
    create(options: { challenge: string }) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(credential.length)
      // COSE: an elliptic key (2) for ES256 (-7) on P-256 (1).
      const key = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Uint8Array.from(Buffer.from(x!, 'base64url'))],
        [-3, Uint8Array.from(Buffer.from(y!, 'base64url'))],
      ])
      const head = authenticatorData(PRESENT | VERIFIED | ATTESTED)
      const authData = Buffer.concat([head, Buffer.alloc(16), length, credential, isoCBOR.encode(key)])
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', Uint8Array.from(authData)],
      ])
      return answer({
        clientDataJSON: base64url(clientData('webauthn.create', options)),
        attestationObject: base64url(isoCBOR.encode(attestation as never)),
      })
    },
    /** As `navigator.credentials.get`. */
    get(options: { challenge: string }) {
      const authData = authenticatorData(PRESENT | VERIFIED)
      const json = clientData('webauthn.get', options)
      const signature = sign('sha256', Buffer.concat([authData, sha256(json)]), privateKey)
      return answer({
        clientDataJSON: base64url(json),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
      })
    },
  }
}
