import { Problem } from '../ground/errors.ts'
import type { Role, Scope } from './scopes.ts'

export { type Scope, scopes } from './scopes.ts'

/** Who is behind a request: a program with a token, a person who is signed in, or nobody who is known. */
export type Actor =
  | { kind: 'token' | 'operator_token' }
  | {
      kind: 'user'
      userId: string
      email: string
      sessionId: string
      /** In the company that the request names; null outside of one. */
      role: Role | null
      /** One of the platform's operators. */
      isOperator: boolean
      /** When they last showed that it is them. */
      provenAt: Date
      /** The company demands a second factor of its members, and this session has been shown none. */
      lacksSecondFactor: boolean
    }
  | { kind: 'nobody' }

/** Who asks: the company that it is about, and what may be done there. */
export type Caller = {
  /** The platform's own (`PLATFORM`) where no company is meant. */
  company_id: string
  company_name: string
  /** Of its pages, where neither contact nor browser says another. */
  company_language: 'en' | 'fr'
  /** What requests are counted by: the token's id, or the session's. */
  token_id: string
  scopes: readonly Scope[]
  features: string[]
  /** Its operator has stopped it: it reads, and takes no money. */
  suspended: boolean
  actor: Actor
}

/** Of no company: companies/company.ts has it as PLATFORM. */
export const NO_COMPANY = '00000000-0000-0000-0000-000000000000'

/**
 * Why a request is not authenticated: it has no token, none that can be read, several, one that is not good,
 * or a session that is over.
 */
export type AuthenticationFault = 'none' | 'malformed' | 'repeated' | 'unknown' | 'session_over'

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

/** Refuses a caller that has none of the scopes, naming them. */
export function requireScope(caller: Caller, ...needed: Scope[]): void {
  if (needed.some((scope) => caller.scopes.includes(scope))) return
  throw new Problem('forbidden', lack(caller, needed.join(' or ')), {
    headers: {
      'www-authenticate': `Bearer realm="jetpay", error="insufficient_scope", scope="${needed.join(' ')}"`,
    },
  })
}

/**
 * Refuses a write by an operator of the platform in a company that is not theirs: they may look, also where
 * a member who only reads may keep something (a view, an export).
 */
export function requireMember(caller: Caller, { method, scope }: { method: string; scope: unknown }): void {
  const { actor, company_id } = caller
  if (method === 'GET' || company_id === NO_COMPANY || actor.kind !== 'user' || actor.role !== null) return
  if (String(scope).startsWith('session:')) return
  throw new Problem('forbidden', 'Operators of the platform may look at this company, and change nothing.')
}

function lack({ actor, company_id }: Caller, needed: string): string {
  if (actor.kind !== 'user') return `This token lacks the scope ${needed}; create one that has it.`
  if (actor.role !== null)
    return `Your role, ${actor.role}, lacks the scope ${needed}; ask an owner of your company.`
  if (company_id === NO_COMPANY)
    return `This needs the scope ${needed}: name a company of yours in the header Jetpay-Company. Only operators of the platform need none.`
  return `It needs the scope ${needed}: operators of the platform may look at this company, and change nothing.`
}
