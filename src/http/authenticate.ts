import { Problem } from '../ground/errors.ts'

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

/**
 * Why a request is not authenticated: it has no token, none that can be read, several, or one that is not
 * good.
 */
export type AuthenticationFault = 'none' | 'malformed' | 'repeated' | 'unknown'

/**
 * 401; `admit.ts` finds callers. A request that sent no token is not told of an error (RFC 6750 section 3.1).
 */
export const unauthenticated = (
  detail: string,
  fault: AuthenticationFault,
  headers: Record<string, string>,
) =>
  new Problem('unauthenticated', detail, {
    headers: {
      'www-authenticate': `Bearer realm="jetpay"${fault === 'none' ? '' : ', error="invalid_token"'}`,
      ...headers,
    },
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
