import { sql } from '../db/sql.ts'
import { hashSecret } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import { type Caller, NO_COMPANY, type Scope } from './authenticate.ts'

/**
 * Good tokens that one process remembers; the oldest is forgotten first. Only good ones come in, so strangers
 * push none out.
 */
const REMEMBERED_MAX = 10_000

/** How exact `last_used_at` is: a token is written at most once in this time, however much it is used. */
const LAST_USED_EVERY = '1 minute'

type CachedToken = { caller: Caller; expiresAt: Date | null; until: number }
type TokenRow = Omit<Caller, 'actor' | 'scopes'> & {
  scopes: Scope[]
  expires_at: Date | null
  use_is_old: boolean
}

/** How a token of the operator's begins. It is kept apart from companies', and names none. */
export const OPERATOR_TOKEN = 'jpo_'

const COMPANYS = { kind: 'token' } as const
const OPERATORS = { kind: 'operator_token' } as const

/**
 * The tokens that this process has found good. Only hashes are stored and compared. A token is trusted for
 * `tokenCacheMs` after it was looked up, so a revoked one dies within that time, and one that expires dies at
 * its moment.
 */
export function openTokens({
  db,
  clock,
  config: { tokenCacheMs },
}: Pick<Context, 'db' | 'clock' | 'config'>) {
  const found = new Map<string, CachedToken>()
  const underWay = new Map<string, Promise<Caller | undefined>>()

  /**
   * In the background: that it could not be noted when a token was used is no reason to refuse its request.
   */
  const noteUse = (tokenId: string) =>
    db
      .run(sql`
        update api_tokens set last_used_at = jetpay_now()
        where token_id = ${tokenId} and (last_used_at is null or last_used_at < jetpay_now() - ${LAST_USED_EVERY}::interval)`)
      .catch(() => undefined)
  const noteOperatorUse = (tokenId: string) =>
    db
      .run(sql`
        update operator_tokens set last_used_at = jetpay_now()
        where token_id = ${tokenId} and (last_used_at is null or last_used_at < jetpay_now() - ${LAST_USED_EVERY}::interval)`)
      .catch(() => undefined)

  const readToken = (token: string) =>
    db.first<TokenRow>(sql`
      select company_id, c.name as company_name, c.language as company_language, token_id, scopes, features,
        suspended_at is not null as suspended, expires_at,
        (last_used_at is null or last_used_at < jetpay_now() - ${LAST_USED_EVERY}::interval) as use_is_old
      from api_tokens join companies c using (company_id)
      where token_hash = ${hashSecret(token)} and revoked_at is null
        and (expires_at is null or expires_at > jetpay_now())`)

  async function readOperatorToken(token: string): Promise<TokenRow | undefined> {
    const row = await db.first<{
      token_id: string
      scopes: Scope[]
      expires_at: Date | null
      use_is_old: boolean
    }>(sql`
      select token_id, scopes, expires_at,
        (last_used_at is null or last_used_at < jetpay_now() - ${LAST_USED_EVERY}::interval) as use_is_old
      from operator_tokens
      where token_hash = ${hashSecret(token)} and revoked_at is null
        and (expires_at is null or expires_at > jetpay_now())`)
    return (
      row && {
        company_id: NO_COMPANY,
        company_name: 'Jetpay',
        company_language: 'en',
        features: [],
        suspended: false,
        ...row,
      }
    )
  }

  async function lookUp(token: string): Promise<Caller | undefined> {
    const isOperators = token.startsWith(OPERATOR_TOKEN)
    const row = await (isOperators ? readOperatorToken(token) : readToken(token))
    found.delete(token)
    if (!row) return undefined
    const { expires_at: expiresAt, use_is_old, ...about } = row
    const caller: Caller = { ...about, actor: isOperators ? OPERATORS : COMPANYS }
    if (found.size >= REMEMBERED_MAX) found.delete(found.keys().next().value!)
    found.set(token, { caller, expiresAt, until: performance.now() + tokenCacheMs })
    if (use_is_old) void (isOperators ? noteOperatorUse : noteUse)(caller.token_id)
    return caller
  }

  return {
    /** The caller, where the token was looked up just now. */
    known(token: string): Caller | undefined {
      const { caller, expiresAt, until } = found.get(token) ?? {}
      if (!caller || until! <= performance.now()) return undefined
      return expiresAt && expiresAt <= clock.now() ? undefined : caller
    },
    /** Whether it was good when it was last looked up: who sends it is no stranger. */
    wasGood: (token: string): boolean => found.has(token),
    /**
     * One statement for all who ask for the token meanwhile. Undefined for one that is unknown, revoked or
     * expired.
     */
    lookUp(token: string): Promise<Caller | undefined> {
      const asked = underWay.get(token) ?? lookUp(token).finally(() => underWay.delete(token))
      underWay.set(token, asked)
      return asked
    },
  }
}
