import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { deleteOwnViews, endInvitationsOf, leftTokens, tokensMadeBy } from './left-behind.ts'
import { lastOwnerStays, lockMember, memberPath } from './member-path.ts'
import { requireMayGive } from './team-rule.ts'

export const removeMember = endpoint({
  operationId: 'remove_member',
  method: 'DELETE',
  path: '/team/{user_id}',
  tag: 'Team',
  summary: 'Remove somebody from your team',
  description:
    'Their next request finds them out, and their open invitations and the saved views of their own end with them. API tokens that they made are your programs’ and go on: `api_tokens` names them. What they did stays in the audit log. Only an owner removes an owner, and the last one stays (409).',
  scope: 'team:write',
  reauthenticate: true,
  pathSchema: memberPath,
  answers: {
    200: {
      description: 'They are out',
      schema: okSchema
        .extend({
          invitations_ended: z.int().meta({ description: 'Open invitations of theirs that were withdrawn' }),
          api_tokens: leftTokens,
        })
        .meta({ id: 'RemovedMember' }),
    },
  },
  problems: ['wrong_state'],
  async handle({ db, companyId, caller, path }) {
    const { role, email } = await lockMember(db, companyId, path.user_id)
    requireMayGive(caller, role)
    await db
      .run(sql`delete from memberships where company_id = ${companyId} and user_id = ${path.user_id}`)
      .catch(lastOwnerStays)
    await announce(db, companyId, 'users.removed', { userId: path.user_id, email })
    await deleteOwnViews(db, companyId, path.user_id)
    const invitations_ended = await endInvitationsOf(db, companyId, { userId: path.user_id, role: null })
    return {
      body: { ok: true, invitations_ended, api_tokens: await tokensMadeBy(db, companyId, path.user_id) },
    }
  },
})
