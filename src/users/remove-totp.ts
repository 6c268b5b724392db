import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, okSchema } from '../http/schema.ts'
import { personOf } from './person.ts'
import { forgetIfNone, requireOneLeft } from './second-factor.ts'

export const removeTotp = endpoint({
  operationId: 'remove_totp',
  method: 'DELETE',
  path: '/session/totp',
  tag: 'Session',
  summary: 'Remove the authenticator app',
  description:
    'With the last second factor its recovery codes go too: a password then is enough by itself. Where a company of yours, or the installation of its operators, demands one, the last stays (409).',
  scope: 'session:write',
  reauthenticate: true,
  pathSchema: noPath,
  answers: { 200: { description: 'It is gone', schema: okSchema } },
  problems: ['wrong_state'],
  async handle({ db, context, caller }) {
    const { userId } = personOf(caller)
    const removed = await db.run(
      sql`update users set totp_sealed = null where user_id = ${userId} and totp_sealed is not null`,
    )
    if (removed > 0) await requireOneLeft(db, userId, context.config.operatorSecondFactor)
    await forgetIfNone(db, userId)
    return { body: { ok: true } }
  },
})
