import type { FastifyRequest } from 'fastify'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { hashSecret, isUuid } from '../ground/ids.ts'
import { type Actor, type Caller, NO_COMPANY, type Scope } from '../http/authenticate.ts'
import { operatorScopes, type Role, readingScopes, roleScopes, sessionScopes } from '../http/scopes.ts'
import { COMPANY_HEADER, type SessionDoor } from '../http/session-door.ts'
import type { Context } from '../process/context.ts'
import { noteLook } from './note-look.ts'
import { lasts } from './session.ts'

/** How exact `last_seen_at` is: a session is written at most once in this time. */
const SEEN_EVERY = '1 minute'

type Found = {
  session_id: string
  user_id: string
  email: string
  user_language: 'en' | 'fr'
  proven_at: Date
  second_factor: boolean
  method: string
  is_operator: boolean
  seen_is_old: boolean
  company_id: string | null
  company_name: string | null
  company_language: 'en' | 'fr' | null
  features: string[] | null
  suspended: boolean
  second_factor_required: boolean | null
  role: Role | null
}

/**
 * Finds people by their session, in the company that the header `Jetpay-Company` names. Nothing of it is
 * remembered: a role that was changed, or a session that was ended, is so with the next request.
 */
export function openSessionDoor(context: Pick<Context, 'db' | 'config'>): SessionDoor {
  const { db, config } = context

  /** In the background: that it could not be noted is no reason to refuse the request. */
  const noteSeen = (sessionId: string) =>
    db
      .run(sql`
        update sessions set last_seen_at = now()
        where session_id = ${sessionId} and last_seen_at < now() - ${SEEN_EVERY}::interval`)
      .catch(() => undefined)

  return {
    async lookUp(secret, request) {
      const companyId = companyNamed(request)
      const found = await db.first<Found>(sql`
        select session_id, s.user_id, email, u.language as user_language, proven_at, second_factor, method,
          exists (select 1 from operators o where o.user_id = s.user_id) as is_operator,
          last_seen_at < now() - ${SEEN_EVERY}::interval as seen_is_old,
          c.company_id, c.name as company_name, c.language as company_language, c.features,
          c.suspended_at is not null as suspended, c.second_factor_required, m.role
        from sessions s join users u using (user_id)
        left join companies c on c.company_id = ${companyId}::uuid
        left join memberships m on m.company_id = ${companyId}::uuid and m.user_id = s.user_id
        where session_hash = ${hashSecret(secret)} and ${lasts(config.sessionIdleMinutes)}`)
      if (!found) return undefined
      // The demo's user has nothing to show but the link; of live there is none.
      if (found.method === 'demo_link') {
        if (config.environment !== 'demo') return undefined
        found.proven_at = new Date()
      }
      if (found.seen_is_old) void noteSeen(found.session_id)
      const caller = callerOf(found, companyId, isOperators(request), config.operatorSecondFactor)
      if (caller.company_id !== NO_COMPANY && found.role === null) await noteLook(db, caller, request)
      return caller
    },
  }
}

/** Null where no company is named; a 404 where what is named can be none. */
function companyNamed({ headers }: FastifyRequest): string | null {
  const named = headers[COMPANY_HEADER]
  if (named === undefined) return null
  if (typeof named === 'string' && isUuid(named)) return named.toLowerCase()
  throw noSuchCompany()
}

/** By the route that was found, however its path was spelled. */
const isOperators = ({ routeOptions }: FastifyRequest) => routeOptions.url?.startsWith('/operator/') ?? false

function callerOf(
  found: Found,
  companyId: string | null,
  atOperators: boolean,
  ofOperators: boolean,
): Caller {
  /** What the installation demands of its operators, wherever they are as such. */
  const operatorLacks = ofOperators && found.is_operator && !found.second_factor
  const actor: Actor = {
    kind: 'user',
    userId: found.user_id,
    email: found.email,
    sessionId: found.session_id,
    role: found.role,
    isOperator: found.is_operator,
    provenAt: found.proven_at,
    lacksSecondFactor: false,
  }
  const about = { token_id: found.session_id, actor }
  // What is the platform's is asked for as an operator, whatever company the page was at.
  if (companyId === null || atOperators) {
    const scopes: Scope[] = [...sessionScopes, ...(atOperators && found.is_operator ? operatorScopes : [])]
    const company = { company_id: NO_COMPANY, company_name: 'Jetpay', company_language: found.user_language }
    return {
      ...about,
      ...company,
      features: [],
      suspended: false,
      scopes,
      actor: { ...actor, role: null, lacksSecondFactor: atOperators && operatorLacks },
    }
  }
  // Another's company and one that there is not are the same to whoever is not in it.
  if (found.company_id === null || (found.role === null && !found.is_operator)) throw noSuchCompany()
  const lacksSecondFactor =
    found.role === null ? operatorLacks : found.second_factor_required === true && !found.second_factor
  return {
    ...about,
    actor: { ...actor, lacksSecondFactor },
    company_id: found.company_id,
    company_name: found.company_name!,
    company_language: found.company_language!,
    features: found.features!,
    suspended: found.suspended,
    scopes: [...sessionScopes, ...(found.role === null ? readingScopes : roleScopes[found.role])],
  }
}

const noSuchCompany = () =>
  new Problem('not_found', 'The header Jetpay-Company names no company of yours; GET /session lists them.')
