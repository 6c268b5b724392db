import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { invitationSchema } from './invitation.ts'

type Row = { identifier: string; email: string; role: string; created_at: Date; expires_at: Date }

export const listInvitations = endpoint({
  operationId: 'list_invitations',
  method: 'GET',
  path: '/team/invitations',
  tag: 'Team',
  summary: 'List open invitations',
  scope: 'team:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of invitations', schema: pageOf(invitationSchema) } },
  async handle({ db, companyId, query }) {
    const rows = await db.many<Row>(sql`
      select invitation_id as identifier, email, role, created_at, expires_at from invitations
      where company_id = ${companyId} and invitation_id < ${before(query.cursor)} and accepted_at is null
        and withdrawn_at is null and expires_at > now()
      order by invitation_id desc limit ${query.limit + 1}`)
    return {
      body: toPage(
        rows,
        query.limit,
        (row) => row.identifier,
        (row) => row,
      ),
    }
  },
})
