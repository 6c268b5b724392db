import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { roles } from '../http/scopes.ts'
import { endInvitationsOf } from './left-behind.ts'
import { lastOwnerStays, lockMember, memberPath } from './member-path.ts'
import { requireMayGive } from './team-rule.ts'

export const changeMemberRole = endpoint({
  operationId: 'change_member_role',
  method: 'PATCH',
  path: '/team/{user_id}',
  tag: 'Team',
  summary: 'Change somebody’s role',
  description:
    'It holds with their next request; open invitations that they may give no more end. Only an owner makes an owner or changes one, and the last owner stays one (409).',
  scope: 'team:write',
  reauthenticate: true,
  pathSchema: memberPath,
  bodySchema: z.strictObject({ role: z.enum(roles) }),
  answers: { 200: { description: 'It is changed', schema: okSchema } },
  problems: ['wrong_state'],
  permit: ({ caller, body }) => requireMayGive(caller, body.role),
  async handle({ db, companyId, caller, path, body }) {
    const { role } = await lockMember(db, companyId, path.user_id)
    requireMayGive(caller, role)
    await db
      .run(
        sql`update memberships set role = ${body.role} where company_id = ${companyId} and user_id = ${path.user_id}`,
      )
      .catch(lastOwnerStays)
    await endInvitationsOf(db, companyId, { userId: path.user_id, role: body.role })
    return { body: { ok: true } }
  },
})
