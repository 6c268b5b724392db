import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import type { Environment } from '../ground/config.ts'
import { OperatorError, UsageError } from '../ground/errors.ts'
import { hashSecret, newId, newSecret } from '../ground/ids.ts'
import { didYouMean } from '../ground/nearest.ts'
import { type Scope, scopes } from '../http/authenticate.ts'
import type { CompanyScope } from '../http/scopes.ts'
import { checkedName, noCompany } from './company.ts'

/**
 * Makes a token and returns it: the only time that it is seen, since only its hash is kept. Without
 * `expiresAt` it lasts until it is revoked.
 */
export async function createToken(
  db: Db,
  environment: Environment,
  {
    companyId,
    name,
    scopes,
    expiresAt = null,
  }: { companyId: string; name: string; scopes: Scope[]; expiresAt?: Date | null },
): Promise<{ token: string; tokenId: string; createdAt: Date; expiresAt: Date | null }> {
  const token = `jp_${environment}_${newSecret()}`
  const tokenId = newId()
  const created = await db.first<{ created_at: Date; expires_at: Date | null }>(sql`
    insert into api_tokens (token_hash, token_id, company_id, name, scopes, expires_at)
    select ${hashSecret(token)}, ${tokenId}, company_id, ${checkedName(name)}, ${scopes}, ${expiresAt}::timestamptz from companies where company_id = ${companyId}
    returning created_at, expires_at`)
  if (!created) throw noCompany(companyId)
  return { token, tokenId, createdAt: created.created_at, expiresAt: created.expires_at }
}

/** The token stops working within the token cache's time (10 s). */
export async function revokeToken(db: Db, tokenId: string): Promise<void> {
  const revoked = await db.run(sql`
    update api_tokens set revoked_at = jetpay_now() where token_id = ${tokenId} and revoked_at is null`)
  if (revoked === 0)
    throw new OperatorError(
      `There is no live token ${tokenId}; \`jetpay token list\` shows those there are.`,
      'not_found',
    )
}

type ListedToken = {
  token_id: string
  name: string
  scopes: Scope[]
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
}

/** Every token of a company, also those that work no more. `last_used_at` is exact to a minute. */
export const listTokens = (db: Db, companyId: string) =>
  db.many<ListedToken>(sql`
    select token_id, name, scopes, created_at, expires_at, revoked_at, last_used_at from api_tokens
    where company_id = ${companyId} order by token_id`)

/** Whether it works, as a column. */
export const tokenStateColumn = sql`case when revoked_at is not null then 'revoked'
  when expires_at <= jetpay_now() then 'expired' else 'active' end as state`

export const tokenWorks = async (db: Db, token: string): Promise<boolean> =>
  (await db.first(sql`
    select 1 from api_tokens where token_hash = ${hashSecret(token)} and revoked_at is null
      and (expires_at is null or expires_at > jetpay_now())`)) !== undefined

/** Reads `--scopes`: `all`, or names with commas. */
export function parseScopes(list: string): Scope[] {
  if (list === 'all') return [...scopes]
  const asked = list.split(',').map((scope) => scope.trim())
  const unknown = asked.find((scope) => !scopes.includes(scope as CompanyScope))
  if (unknown !== undefined) {
    throw new UsageError(
      `"${unknown}" is not a scope.${didYouMean(unknown, scopes)} Use all, or some of: ${scopes.join(', ')}.`,
    )
  }
  return asked as Scope[]
}

const DAYS_MAX = 36_500

/**
 * Reads `--expires`: days from now (`90d`), a day (`2027-06-30`, which begins at midnight UTC), or a moment
 * with its offset. Refuses anything else, and what is over already.
 */
export function parseExpiry(text: string, now: Date): Date {
  const days = /^(\d{1,5})d$/.exec(text)?.[1]
  const at = days
    ? Number(days) <= DAYS_MAX && new Date(now.getTime() + Number(days) * 86_400_000)
    : expiry.safeParse(text).success && new Date(text)
  if (!at)
    throw new UsageError(
      `"${text}" is no time; use days from now (90d), a day (2027-06-30) or a moment (2027-06-30T12:00:00Z).`,
    )
  if (at <= now) throw new UsageError(`"${text}" is over; a token that expires must have time to be used.`)
  return at
}

const expiry = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
