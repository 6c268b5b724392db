import { createToken, listTokens, parseExpiry, parseScopes, revokeToken } from '../companies/api-token.ts'
import { sql } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { type AdministerCommand, uuid } from './administer-arguments.ts'

/** `jetpay token …`: the tokens that a company's programs call the API with. */
export const tokenCommands: Record<string, AdministerCommand> = {
  'token create': {
    usage: '--company <id> --name <name> --scopes <all, or a list with commas> [--expires <90d, or a time>]',
    async run(db, { need, has }) {
      const { environment } = readConfig()
      const expires = has('expires')
      // By the platform's time, which the demo can move.
      const { now } = await db.one<{ now: Date }>(sql`select jetpay_now() as now`)
      const expiresAt = expires === undefined ? null : parseExpiry(expires, now)
      const asked = {
        companyId: uuid(need('company')),
        name: need('name'),
        scopes: parseScopes(need('scopes')),
        expiresAt,
      }
      const { token, tokenId, expiresAt: expires_at } = await createToken(db, environment, asked)
      return {
        token_id: tokenId,
        token,
        expires_at,
        note: 'Keep the token now: it is not shown again.',
      }
    },
  },
  'token list': { usage: '--company <id>', run: (db, { need }) => listTokens(db, uuid(need('company'))) },
  'token revoke': {
    usage: '--token <token id>',
    async run(db, { need }) {
      await revokeToken(db, uuid(need('token')))
      return { ok: true }
    },
  },
}
