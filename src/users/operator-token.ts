import { checkedName } from '../companies/company.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Environment } from '../ground/config.ts'
import { OperatorError, UsageError } from '../ground/errors.ts'
import { hashSecret, newId, newSecret } from '../ground/ids.ts'
import { didYouMean } from '../ground/nearest.ts'
import { operatorScopes } from '../http/scopes.ts'
import { OPERATOR_TOKEN } from '../http/tokens.ts'

type OperatorScope = (typeof operatorScopes)[number]

/**
 * Makes a token for a program of the operator's (`/operator/…` and nothing of a company) and returns it: the
 * only time that it is seen.
 */
export async function createOperatorToken(
  db: Db,
  environment: Environment,
  { name, scopes, expiresAt = null }: { name: string; scopes: OperatorScope[]; expiresAt?: Date | null },
): Promise<{ token_id: string; token: string; expires_at: Date | null }> {
  const token = `${OPERATOR_TOKEN}${environment}_${newSecret()}`
  const token_id = newId()
  await db.run(sql`
    insert into operator_tokens (token_hash, token_id, name, scopes, expires_at)
    values (${hashSecret(token)}, ${token_id}, ${checkedName(name)}, ${scopes}, ${expiresAt}::timestamptz)`)
  return { token_id, token, expires_at: expiresAt }
}

/** The token stops working within the token cache's time (10 s). */
export async function revokeOperatorToken(db: Db, tokenId: string): Promise<void> {
  const revoked = await db.run(sql`
    update operator_tokens set revoked_at = jetpay_now() where token_id = ${tokenId} and revoked_at is null`)
  if (revoked === 0)
    throw new OperatorError(
      `There is no live token ${tokenId}; \`jetpay operator token list\` shows those there are.`,
      'not_found',
    )
}

/** Tokens that are shown: an installation has a handful. */
const TOKENS_MAX = 1_000

type ListedToken = {
  identifier: string
  name: string
  state: 'active' | 'expired' | 'revoked'
  scopes: OperatorScope[]
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
}

/** Every token of the operator's, also those that work no more, newest first, as a company's are shown. */
export const listOperatorTokens = (db: Db) =>
  db.many<ListedToken>(sql`
    select token_id as identifier, name, case when revoked_at is not null then 'revoked'
        when expires_at <= jetpay_now() then 'expired' else 'active' end as state,
      scopes, created_at, expires_at, revoked_at, last_used_at
    from operator_tokens order by token_id desc limit ${TOKENS_MAX}`)

/** Reads `--scopes`: `all`, or names with commas. */
export function parseOperatorScopes(list: string): OperatorScope[] {
  if (list === 'all') return [...operatorScopes]
  const asked = list.split(',').map((scope) => scope.trim())
  const unknown = asked.find((scope) => !operatorScopes.includes(scope as OperatorScope))
  if (unknown !== undefined)
    throw new UsageError(
      `"${unknown}" is no scope of an operator's.${didYouMean(unknown, operatorScopes)} Use all, or some of: ${operatorScopes.join(', ')}.`,
    )
  return asked as OperatorScope[]
}
