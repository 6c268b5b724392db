import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { tokenStateColumn } from './api-token.ts'
import { showToken, type TokenRow, tokenSchema } from './shown-token.ts'

export const revokeApiToken = endpoint({
  operationId: 'revoke_api_token',
  method: 'DELETE',
  path: '/api_token/{token_id}',
  tag: 'Company',
  summary: 'Revoke an API token',
  description:
    'It stops working within 10 seconds, for ever. Also the one that asks. One that works no more is answered as it is.',
  scope: 'tokens:write',
  pathSchema: z.object({ token_id: uuid }),
  answers: { 200: { description: 'The token as it is now', schema: tokenSchema } },
  async handle({ db, companyId, caller, path }) {
    await db.run(sql`
      update api_tokens set revoked_at = jetpay_now()
      where company_id = ${companyId} and token_id = ${path.token_id} and revoked_at is null`)
    return { body: showToken(await findToken(db, companyId, path.token_id), caller.token_id) }
  },
})

async function findToken(db: Db, companyId: string, tokenId: string): Promise<TokenRow> {
  const row = await db.first<TokenRow>(sql`
    select token_id, name, scopes, created_at, expires_at, revoked_at, last_used_at, ${tokenStateColumn}
    from api_tokens where company_id = ${companyId} and token_id = ${tokenId}`)
  if (row) return row
  throw new Problem('not_found', `There is no API token ${tokenId}; GET /api_token lists those there are.`)
}
