import { createToken, listTokens, parseScopes, revokeToken } from '../companies/api-token.ts'
import { readConfig } from '../config.ts'
import { type AdministerCommand, uuid } from './administer-arguments.ts'

/** `jetpay token …`: the tokens that a company's programs call the API with. */
export const tokenCommands: Record<string, AdministerCommand> = {
  'token create': {
    usage: '--company <id> --name <name> --scopes <all, or a list with commas>',
    async run(db, { need }) {
      const { environment } = readConfig()
      const asked = {
        companyId: uuid(need('company')),
        name: need('name'),
        scopes: parseScopes(need('scopes')),
      }
      const { token, tokenId } = await createToken(db, environment, asked)
      return { token_id: tokenId, token, note: 'Keep the token now: it is not shown again.' }
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
