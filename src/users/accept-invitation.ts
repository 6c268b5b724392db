import { z } from 'zod'
import { type Database, type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { invalidFields } from '../ground/field-errors.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, text } from '../http/schema.ts'
import { findInvitation, type OpenInvitation } from './invitation.ts'
import { addMember, addOperator } from './membership.ts'
import { hashPassword, newPassword, requireUnlike } from './password.ts'
import { signInAnswer } from './sign-in-answer.ts'
import { signedIn } from './signed-in.ts'
import { takeChallenge } from './tries.ts'
import { ensureUser, findUser } from './user.ts'

export const acceptInvitation = endpoint({
  operationId: 'accept_invitation',
  method: 'POST',
  path: '/session/invitation',
  tag: 'Session',
  summary: 'Accept an invitation',
  description:
    'Whoever has no account chooses `name` and `password`, and is signed in. Whoever has one signs in first, as the one who is invited, and sends the ticket alone.',
  scope: 'session:write',
  anyone: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({
    ticket: text(100),
    name: text(100).optional(),
    password: newPassword.optional(),
    language: z.enum(['en', 'fr']).optional(),
  }),
  answers: { 200: { description: 'In the team, and signed in', schema: signInAnswer } },
  problems: ['sign_in_failed', 'wrong_state'],
  async handle(request) {
    const { context, body, caller, from } = request
    const db = context.db as Database
    await takeChallenge(db, from.address)
    const invitation = await findInvitation(db, body.ticket)
    if (!invitation) throw over()
    if (invitation.user_id !== null) {
      const { actor } = caller
      if (actor.kind !== 'user' || actor.userId !== invitation.user_id)
        throw new Problem(
          'wrong_state',
          `There is an account for ${invitation.email}: sign in with it first.`,
        )
      const user = (await findUser(db, actor.userId))!
      await db.transaction((db) => accept(db, invitation, user.user_id))
      return { body: { ok: true, session_id: actor.sessionId } }
    }
    const { name, password, language = 'en' } = body
    const missing = [name ? [] : ['name'], password ? [] : ['password']].flat()
    if (missing.length > 0) throw invalidFields(missing.map((path) => ({ path, message: 'is required' })))
    requireUnlike(password!, invitation.email)
    const made = await hashPassword(password!)
    const { email } = invitation
    const userId = await db.transaction(async (db) => {
      const userId = newId()
      // Somebody who has made the account meanwhile keeps their password.
      if ((await ensureUser(db, { userId, email, name: name!, language })) !== userId) throw over()
      await db.run(sql`update users set password_hash = ${made} where user_id = ${userId}`)
      await accept(db, invitation, userId)
      return userId
    })
    return signedIn(db, request, { user_id: userId, email }, 'invitation')
  },
})

const over = () =>
  new Problem('sign_in_failed', 'This invitation was used, withdrawn or is over; ask for a new one.')

async function accept(
  db: Db,
  { company_id, invitation_id, role }: OpenInvitation,
  userId: string,
): Promise<void> {
  const accepted = await db.run(sql`
    update invitations set accepted_at = now()
    where company_id = ${company_id} and invitation_id = ${invitation_id} and accepted_at is null and withdrawn_at is null`)
  if (accepted === 0) throw over()
  if (role === 'operator') await addOperator(db, userId)
  else await addMember(db, company_id, userId, role)
}
