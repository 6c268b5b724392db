import { z } from 'zod'
import { type Database, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { recordAudit } from '../http/audit.ts'
import { NO_COMPANY } from '../http/authenticate.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, okSchema, text } from '../http/schema.ts'
import { hashPassword, newPassword, requireUnlike } from './password.ts'
import { endSessions } from './session.ts'
import { takeTicket } from './ticket.ts'
import { takeChallenge } from './tries.ts'
import { findUser } from './user.ts'

export const resetPassword = endpoint({
  operationId: 'reset_password',
  method: 'POST',
  path: '/session/reset/confirm',
  tag: 'Session',
  summary: 'Set a new password with the link of a mail',
  description: 'All sessions end; then sign in, with the app’s code where there is one.',
  scope: 'session:write',
  anyone: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({ ticket: text(100), password: newPassword }),
  answers: { 200: { description: 'It is set', schema: okSchema } },
  problems: ['sign_in_failed'],
  async handle({ context, body, from, requestId }) {
    const db = context.db as Database
    await takeChallenge(db, from.address)
    const made = await hashPassword(body.password)
    return db.transaction(async (db) => {
      const ticket = await takeTicket(db, 'reset', body.ticket)
      if (!ticket?.user_id)
        throw new Problem('sign_in_failed', 'This link was used or is over; ask for a new one.')
      const { email } = (await findUser(db, ticket.user_id))!
      // A refusal gives the link back: it is good for another try.
      requireUnlike(body.password, email)
      await db.run(sql`update users set password_hash = ${made} where user_id = ${ticket.user_id}`)
      await db.run(sql`delete from user_tickets where user_id = ${ticket.user_id} and kind = 'reset'`)
      await endSessions(db, ticket.user_id)
      await recordAudit(db, {
        companyId: NO_COMPANY,
        actor: { kind: 'user', id: ticket.user_id },
        operation: 'reset_password',
        address: from.address,
        userAgent: from.userAgent,
        requestId,
        outcome: 'done',
      })
      return { body: { ok: true } }
    })
  },
})
