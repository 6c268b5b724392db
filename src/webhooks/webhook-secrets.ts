import { randomBytes } from 'node:crypto'
import { type Db, sql } from '../db/sql.ts'
import type { Seal } from '../ground/seal.ts'
import { noWebhook } from './webhook.ts'

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

/**
 * The key that is sent as `X-Api-Key`, null where none is. 404 for a webhook that is unknown, deleted or
 * another company's.
 */
export async function findApiKey(
  db: Db,
  seal: Seal,
  companyId: string,
  webhookId: string,
): Promise<string | null> {
  const row = await db.first<{ sealed: Buffer | null }>(sql`
    select callback_api_key_sealed as sealed from webhooks where company_id = ${companyId} and webhook_id = ${webhookId}`)
  if (!row) throw noWebhook(webhookId)
  return row.sealed && openSecret(seal, companyId, webhookId, 'callback_api_key', row.sealed)
}
