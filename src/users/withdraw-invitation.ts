import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema, uuid } from '../http/schema.ts'

export const withdrawInvitation = endpoint({
  operationId: 'withdraw_invitation',
  method: 'DELETE',
  path: '/team/invitations/{invitation_id}',
  tag: 'Team',
  summary: 'Withdraw an invitation',
  description: 'Its link is good no more.',
  scope: 'team:write',
  pathSchema: z.object({ invitation_id: uuid }),
  answers: { 200: { description: 'It is withdrawn', schema: okSchema } },
  async handle({ db, companyId, path }) {
    const withdrawn = await db.run(sql`
      update invitations set withdrawn_at = now()
      where company_id = ${companyId} and invitation_id = ${path.invitation_id} and accepted_at is null
        and withdrawn_at is null`)
    if (withdrawn === 0) throw new Problem('not_found', 'There is no such open invitation.')
    return { body: { ok: true } }
  },
})
