import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, okSchema } from '../http/schema.ts'
import { personOf } from './person.ts'
import { forgetIfNone } from './second-factor.ts'

export const removeTotp = endpoint({
  operationId: 'remove_totp',
  method: 'DELETE',
  path: '/session/totp',
  tag: 'Session',
  summary: 'Remove the authenticator app',
  description:
    'With the last second factor its recovery codes go too: a password then is enough by itself, but for a company that demands one.',
  scope: 'session:write',
  reauthenticate: true,
  pathSchema: noPath,
  answers: { 200: { description: 'It is gone', schema: okSchema } },
  async handle({ db, caller }) {
    const { userId } = personOf(caller)
    await db.run(sql`update users set totp_sealed = null where user_id = ${userId}`)
    await forgetIfNone(db, userId)
    return { body: { ok: true } }
  },
})
