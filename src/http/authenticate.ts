import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../errors.ts'
import { hashSecret } from '../ids.ts'

export const scopes = [
  'contacts:read',
  'contacts:write',
  'debits:read',
  'debits:write',
  'credits:read',
  'credits:write',
  'scheduled:read',
  'scheduled:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
  'company:read',
  'company:write',
] as const
export type Scope = (typeof scopes)[number]

/** Who asks: the company behind the token, and what the token may do. */
export type Caller = {
  company_id: string
  company_name: string
  /** Of its pages, where neither contact nor browser says another. */
  company_language: 'en' | 'fr'
  token_id: string
  scopes: Scope[]
  features: string[]
}

/** Tokens looked up at a time by one process; the oldest is forgotten first. */
const CACHE_SIZE = 10_000

/**
 * Finds the caller of `Authorization: Bearer <token>` (RFC 6750). Only hashes are stored and compared. A token that was
 * found is trusted for `cacheMs`, so a revoked one dies within that time; one that was not found is always looked up.
 */
export function authenticator(db: Db, cacheMs: number) {
  const cache = new Map<string, { caller: Caller; until: number }>()
  return async (authorization: string | undefined): Promise<Caller> => {
    const token = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1]
    if (!token)
      throw unauthenticated(
        'Send the header `Authorization: Bearer <api token>`.',
        /^Bearer +\S/i.test(authorization ?? ''),
      )
    const known = cache.get(token)
    if (known && known.until > performance.now()) return known.caller
    cache.delete(token)
    const caller = await db.first<Caller>(sql`
      select company_id, c.name as company_name, c.language as company_language, token_id, scopes, features
      from api_tokens join companies c using (company_id)
      where token_hash = ${hashSecret(token)} and revoked_at is null`)
    if (!caller)
      throw unauthenticated('The API token is unknown or revoked; use one from `jetpay token create`.', true)
    if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!)
    cache.set(token, { caller, until: performance.now() + cacheMs })
    return caller
  }
}

/** `sent`: a token came, and is not good. A request without one is not told of an error (RFC 6750 section 3.1). */
const unauthenticated = (detail: string, sent: boolean) =>
  new Problem('unauthenticated', detail, {
    headers: { 'www-authenticate': `Bearer realm="jetpay"${sent ? ', error="invalid_token"' : ''}` },
  })

/** Refuses a token that has none of the scopes, naming them. */
export function requireScope(caller: Caller, ...needed: Scope[]): void {
  if (needed.some((scope) => caller.scopes.includes(scope))) return
  throw new Problem(
    'forbidden',
    `This token lacks the scope ${needed.join(' or ')}; create one that has it.`,
    {
      headers: {
        'www-authenticate': `Bearer realm="jetpay", error="insufficient_scope", scope="${needed.join(' ')}"`,
      },
    },
  )
}
