import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { tokenStateColumn } from './api-token.ts'
import { showToken, type TokenRow, tokenSchema } from './shown-token.ts'

export const listApiTokens = endpoint({
  operationId: 'list_api_tokens',
  method: 'GET',
  path: '/api_token',
  tag: 'Company',
  summary: 'List API tokens',
  description: 'Newest first, also those that work no more. The tokens themselves are kept nowhere.',
  scope: 'tokens:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of tokens', schema: pageOf(tokenSchema) } },
  async handle({ db, companyId, caller, query }) {
    const rows = await db.many<TokenRow>(sql`
      select token_id, name, scopes, created_at, expires_at, revoked_at, last_used_at, ${tokenStateColumn}
      from api_tokens
      where company_id = ${companyId} and token_id < ${before(query.cursor)}
      order by token_id desc limit ${query.limit + 1}`)
    return {
      body: toPage(
        rows,
        query.limit,
        ({ token_id }) => token_id,
        (row) => showToken(row, caller.token_id),
      ),
    }
  },
})
