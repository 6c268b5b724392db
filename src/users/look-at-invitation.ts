import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, text } from '../http/schema.ts'
import { findInvitation } from './invitation.ts'
import { takeChallenge } from './tries.ts'

export const lookAtInvitation = endpoint({
  operationId: 'look_at_invitation',
  method: 'POST',
  path: '/session/invitation/look',
  tag: 'Session',
  summary: 'What an invitation’s link is for',
  scope: 'session:write',
  anyone: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({ ticket: text(100) }),
  answers: {
    200: {
      description: 'What it is for',
      schema: z
        .object({
          company_name: z.string(),
          email: z.string(),
          role: z.string(),
          has_account: z
            .boolean()
            .meta({ description: 'Then sign in first; else choose a name and a password' }),
        })
        .meta({ id: 'OpenInvitation' }),
    },
  },
  problems: ['sign_in_failed'],
  async handle({ db, body, from }) {
    await takeChallenge(db, from.address)
    const found = await findInvitation(db, body.ticket)
    if (!found)
      throw new Problem(
        'sign_in_failed',
        'This invitation was used, withdrawn or is over; ask for a new one.',
      )
    const { company_name, email, role, user_id } = found
    return { body: { company_name: company_name ?? 'Jetpay', email, role, has_account: user_id !== null } }
  },
})
