import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { roles } from '../http/scopes.ts'

const memberSchema = z
  .object({
    identifier: uuid,
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    second_factor: z.boolean().meta({ description: 'Has an authenticator app or a passkey' }),
    last_seen_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime().meta({ description: 'When they joined' }),
  })
  .meta({ id: 'Member' })

type Row = {
  identifier: string
  email: string
  name: string
  role: (typeof roles)[number]
  second_factor: boolean
  last_seen_at: Date | null
  created_at: Date
}

const memberColumns = sql`user_id as identifier, email, users.name, role,
  totp_sealed is not null or exists (select from passkeys p where p.user_id = users.user_id) as second_factor,
  (select last_seen_at from sessions s where s.user_id = users.user_id and ended_at is null
   order by session_id desc limit 1) as last_seen_at, memberships.created_at`

export const listMembers = endpoint({
  operationId: 'list_members',
  method: 'GET',
  path: '/team',
  tag: 'Team',
  summary: 'List your team',
  scope: 'team:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of people', schema: pageOf(memberSchema) } },
  async handle({ db, companyId, query }) {
    const rows = await db.many<Row>(sql`
      select ${memberColumns} from memberships join users using (user_id)
      where company_id = ${companyId} and user_id < ${before(query.cursor)}
      order by user_id desc limit ${query.limit + 1}`)
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
