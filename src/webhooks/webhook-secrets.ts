import { randomBytes } from 'node:crypto'
import type { Seal } from '../seal.ts'

/** A new Standard Webhooks secret: `whsec_` and 32 random bytes in base64. */
export const newSigningSecret = () => `whsec_${randomBytes(32).toString('base64')}`

type Secret = 'signing_secret' | 'callback_api_key'

/** Each ciphertext opens only in its own row and column. */
const about = (companyId: string, webhookId: string, secret: Secret) =>
  `webhooks/${companyId}/${webhookId}/${secret}`

/** Encrypts a webhook's secret for its row. */
export const sealSecret = (seal: Seal, companyId: string, webhookId: string, secret: Secret, text: string) =>
  seal.seal(text, about(companyId, webhookId, secret))

/** Opens what `sealSecret` made. Throws when it is another row's. */
export const openSecret = (
  seal: Seal,
  companyId: string,
  webhookId: string,
  secret: Secret,
  sealed: Buffer,
) => seal.open(sealed, about(companyId, webhookId, secret))
