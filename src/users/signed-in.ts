import type { Database } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { recordAudit } from '../http/audit.ts'
import { NO_COMPANY } from '../http/authenticate.ts'
import type { Answer, EndpointRequest } from '../http/endpoint.ts'
import { membershipsOf } from './membership.ts'
import { beginSession, type SignInMethod } from './session.ts'
import type { UserRow } from './user.ts'

type Request = Pick<EndpointRequest<unknown, unknown, unknown>, 'from' | 'requestId' | 'context'>
export type Who = Pick<UserRow, 'user_id' | 'email'>

/**
 * Signs a person in: a new session, an event in each of their companies, and a line in each one's audit log,
 * in one transaction. The answer brings the cookie.
 */
export async function signedIn(
  db: Database,
  { from, requestId, context }: Request,
  user: Who,
  method: SignInMethod,
  secondFactor?: true,
): Promise<Answer> {
  return db.transaction(async (db) => {
    const { sessionId, headers } = await beginSession(db, context.config, {
      userId: user.user_id,
      method,
      from,
      ...(secondFactor && { secondFactor }),
    })
    for (const companyId of await companiesOf(db, user.user_id)) {
      if (companyId !== NO_COMPANY)
        await announce(db, companyId, 'users.signed_in', { userId: user.user_id, email: user.email, method })
      await recordAudit(db, {
        companyId,
        actor: { kind: 'user', id: user.user_id, name: user.email },
        operation: 'sign_in',
        objectId: sessionId,
        details: { method },
        address: from.address,
        userAgent: from.userAgent,
        requestId,
        outcome: 'done',
      })
    }
    return { body: { ok: true, session_id: sessionId }, headers }
  })
}

/** Writes a sign-in that failed to the logs of those whom the account is in, and to the platform's. */
export async function failedSignIn(
  db: Database,
  { from, requestId }: Request,
  user: Who | undefined,
  method: string,
): Promise<void> {
  for (const companyId of user ? await companiesOf(db, user.user_id) : [NO_COMPANY])
    await recordAudit(db, {
      companyId,
      // Nobody has shown that they are this person.
      actor: { kind: 'nobody', id: null, name: user?.email ?? null },
      operation: 'sign_in',
      objectId: user?.user_id ?? null,
      details: { method },
      address: from.address,
      userAgent: from.userAgent,
      requestId,
      outcome: 'refused',
      code: 'sign_in_failed',
    })
}

/** A person's companies, and the platform, where an operator looks. */
const companiesOf = async (db: Parameters<typeof membershipsOf>[0], userId: string) => [
  NO_COMPANY,
  ...(await membershipsOf(db, userId)).map(({ company_id }) => company_id),
]
