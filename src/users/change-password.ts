import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, okSchema } from '../http/schema.ts'
import { hashPassword, newPassword, requireUnlike } from './password.ts'
import { personOf } from './person.ts'
import { endSessions } from './session.ts'

export const changePassword = endpoint({
  operationId: 'change_password',
  method: 'PUT',
  path: '/session/password',
  tag: 'Session',
  summary: 'Set your password',
  description: 'At least twelve characters. All your other sessions end.',
  scope: 'session:write',
  reauthenticate: true,
  // The hash takes longer than a transaction should be open.
  runs: 'network',
  pathSchema: noPath,
  bodySchema: z.strictObject({ password: newPassword }),
  answers: { 200: { description: 'It is set', schema: okSchema } },
  async handle({ db, caller, body }) {
    const { userId, sessionId, email } = personOf(caller)
    requireUnlike(body.password, email)
    const made = await hashPassword(body.password)
    await db.run(sql`update users set password_hash = ${made} where user_id = ${userId}`)
    await endSessions(db, userId, { but: sessionId })
    return { body: { ok: true } }
  },
})
