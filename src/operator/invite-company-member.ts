import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { email } from '../http/schema.ts'
import { roles } from '../http/scopes.ts'
import { invitationSchema } from '../users/invitation.ts'
import { inviteInto } from './invite-into.ts'
import { companyPath } from './operators-decision.ts'

export const inviteCompanyMember = endpoint({
  operationId: 'invite_company_member',
  method: 'POST',
  path: '/operator/companies/{company_id}/invitations',
  tag: 'Operator',
  summary: 'Invite somebody into a company',
  description:
    'Its first owner, who then invites the others; or a new one where the last is gone. By mail, with a link that is good for seven days, once. The company hears of it (`users.invited`).',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath,
  bodySchema: z.strictObject({ email, role: z.enum(roles).default('owner') }),
  answers: { 200: { description: 'The invitation', schema: invitationSchema } },
  problems: ['wrong_state'],
  handle: async ({ db, context, caller, path, body }) => ({
    body: await inviteInto(db, context, caller, path.company_id, body),
  }),
})
