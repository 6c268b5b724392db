import type { Environment } from '../config.ts'
import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../errors.ts'
import { type Scope, scopes } from '../http/authenticate.ts'
import { hashSecret, newId, newSecret } from '../ids.ts'
import { checkedName, noCompany } from './company.ts'

/** Makes a token and returns it: the only time that it is seen, since only its hash is kept. */
export async function createToken(
  db: Db,
  environment: Environment,
  { companyId, name, scopes }: { companyId: string; name: string; scopes: Scope[] },
): Promise<{ token: string; tokenId: string }> {
  const token = `jp_${environment}_${newSecret()}`
  const tokenId = newId()
  const created = await db.run(sql`
    insert into api_tokens (token_hash, token_id, company_id, name, scopes)
    select ${hashSecret(token)}, ${tokenId}, company_id, ${checkedName(name)}, ${scopes} from companies where company_id = ${companyId}`)
  if (created === 0) throw noCompany(companyId)
  return { token, tokenId }
}

/** The token stops working within the token cache's time (10 s). */
export async function revokeToken(db: Db, tokenId: string): Promise<void> {
  const revoked = await db.run(sql`
    update api_tokens set revoked_at = jetpay_now() where token_id = ${tokenId} and revoked_at is null`)
  if (revoked === 0)
    throw new OperatorError(`There is no live token ${tokenId}; \`jetpay token list\` shows those there are.`)
}

export const listTokens = (db: Db, companyId: string) =>
  db.many<{ token_id: string; name: string; scopes: Scope[]; created_at: Date; revoked_at: Date | null }>(sql`
    select token_id, name, scopes, created_at, revoked_at from api_tokens
    where company_id = ${companyId} order by token_id`)

export const tokenWorks = async (db: Db, token: string): Promise<boolean> =>
  (await db.first(sql`
    select 1 from api_tokens where token_hash = ${hashSecret(token)} and revoked_at is null`)) !== undefined

/** Reads `--scopes`: `all`, or names with commas. */
export function parseScopes(list: string): Scope[] {
  if (list === 'all') return [...scopes]
  const asked = list.split(',').map((scope) => scope.trim())
  const unknown = asked.find((scope) => !scopes.includes(scope as Scope))
  if (unknown !== undefined) {
    throw new OperatorError(`"${unknown}" is not a scope; use all, or some of: ${scopes.join(', ')}.`)
  }
  return asked as Scope[]
}
