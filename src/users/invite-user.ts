import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { email, noPath } from '../http/schema.ts'
import { roles } from '../http/scopes.ts'
import { invitationSchema } from './invitation.ts'
import { inviteMember } from './invite-member.ts'
import { requireMayGive } from './team-rule.ts'

export const inviteUser = endpoint({
  operationId: 'invite_user',
  method: 'POST',
  path: '/team/invitations',
  tag: 'Team',
  summary: 'Invite somebody',
  description:
    'By mail, with a link that is good for seven days, once. An invitation that is open for the address is replaced. Only an owner invites an owner.',
  scope: 'team:write',
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({ email, role: z.enum(roles) }),
  answers: { 200: { description: 'The invitation', schema: invitationSchema } },
  problems: ['wrong_state'],
  permit: ({ caller, body }) => requireMayGive(caller, body.role),
  async handle({ db, context, companyId, caller, body }) {
    return {
      body: await inviteMember(db, context, {
        companyId,
        companyName: caller.company_name,
        language: caller.company_language,
        ...body,
        invitedBy: caller.actor.kind === 'user' ? caller.actor.userId : null,
      }),
    }
  },
})
