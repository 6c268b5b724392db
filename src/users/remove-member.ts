import { sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { lastOwnerStays, lockMember, memberPath } from './member-path.ts'
import { requireMayGive } from './team-rule.ts'

export const removeMember = endpoint({
  operationId: 'remove_member',
  method: 'DELETE',
  path: '/team/{user_id}',
  tag: 'Team',
  summary: 'Remove somebody from your team',
  description:
    'Their next request finds them out. What they did stays in the audit log. Only an owner removes an owner, and the last one stays (409).',
  scope: 'team:write',
  reauthenticate: true,
  pathSchema: memberPath,
  answers: { 200: { description: 'They are out', schema: okSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, caller, path }) {
    const { role, email } = await lockMember(db, companyId, path.user_id)
    requireMayGive(caller, role)
    await db
      .run(sql`delete from memberships where company_id = ${companyId} and user_id = ${path.user_id}`)
      .catch(lastOwnerStays)
    await announce(db, companyId, 'users.removed', { userId: path.user_id, email })
    return { body: { ok: true } }
  },
})
