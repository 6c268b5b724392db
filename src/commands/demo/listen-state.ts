import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { JWK } from 'jose'
import { newId } from '../../ground/ids.ts'
import { readIfThere, writePrivately } from '../../supervisor/run-file.ts'
import type { SigningKey } from '../../webhooks/signing-key.ts'
import { newSigningSecret } from '../../webhooks/webhook-secrets.ts'

/**
 * What stands in for the platform's keys: its private key never leaves it, so what `listen` forwards is
 * signed with keys of its own. A receiver sets its JWKS address, audience and secret to these as it would for
 * any other webhook.
 */
export type Identity = {
  key: SigningKey
  publicJwk: JWK
  /** In the place of a webhook's identifier: the audience of the tokens. */
  webhookId: string
  signingSecret: string
  /** Where the public key is served; kept so that a receiver's settings stay right. */
  jwksPort?: number
}
type IdentityFile = { webhookId: string; signingSecret: string; privateJwk: JsonWebKey; jwksPort?: number }
type CursorFile = { api_url: string; last_event_id: number }

/** What is kept of one API, token and target: `folder` is only this user's. */
export function openState(folder: string, apiUrl: string, token: string, target: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // The token itself is not kept: its hash names the files.
  const name = createHash('sha256').update(`${apiUrl}\n${token}\n${target}`).digest('hex').slice(0, 32)
  const cursorPath = `${folder}/${name}.json`
  const identityPath = `${folder}/${name}.keys.json`
  return {
    /** The last event that was dealt with; undefined in the first run. */
    cursor: (): number | undefined => readIfThere<CursorFile>(cursorPath).last_event_id,
    /** Kept at once and whole: a kill leaves this or the one before. */
    keepCursor: (id: number) =>
      writePrivately(cursorPath, { api_url: apiUrl, last_event_id: id } satisfies CursorFile),
    identity(): Identity {
      let file = readIfThere<IdentityFile>(identityPath) as IdentityFile
      if (!file.privateJwk) {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
        const privateJwk = privateKey.export({ format: 'jwk' })
        file = { webhookId: newId(), signingSecret: newSigningSecret(), privateJwk }
        writePrivately(identityPath, file)
      }
      const { privateJwk, webhookId, signingSecret, jwksPort } = file
      const keyId = `listen-${webhookId}`
      return {
        key: { keyId, privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' }) },
        publicJwk: { kty: 'RSA', n: privateJwk.n!, e: privateJwk.e!, kid: keyId, use: 'sig', alg: 'RS256' },
        webhookId,
        signingSecret,
        ...(jwksPort && { jwksPort }),
      }
    },
    keepJwksPort: (jwksPort: number) =>
      writePrivately(identityPath, { ...readIfThere<IdentityFile>(identityPath), jwksPort }),
  }
}

export type ListenState = ReturnType<typeof openState>
