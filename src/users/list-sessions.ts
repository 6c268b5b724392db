import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, uuid } from '../http/schema.ts'
import { personOf } from './person.ts'
import { lasts } from './session.ts'

const listedSession = z
  .object({
    identifier: uuid,
    is_current: z.boolean(),
    method: z.string().meta({ examples: ['passkey'] }),
    address: z.string(),
    user_agent: z.string().nullable(),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime().meta({ description: 'Exact to a minute' }),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'ListedSession' })

type Row = Omit<z.infer<typeof listedSession>, 'created_at' | 'last_seen_at' | 'expires_at'> & {
  created_at: Date
  last_seen_at: Date
  expires_at: Date
}

export const listSessions = endpoint({
  operationId: 'list_sessions',
  method: 'GET',
  path: '/session/sessions',
  tag: 'Session',
  summary: 'Where you are signed in',
  scope: 'session:read',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'All sessions that last, the newest first',
      schema: z.object({ data: z.array(listedSession) }).meta({ id: 'Sessions' }),
    },
  },
  async handle({ db, context, caller }) {
    const { userId, sessionId } = personOf(caller)
    const data = await db.many<Row>(sql`
      select session_id as identifier, session_id = ${sessionId} as is_current, method, address, user_agent, created_at,
        last_seen_at, expires_at
      from sessions where user_id = ${userId} and ${lasts(context.config.sessionIdleMinutes)}
      order by session_id desc limit 20`)
    return { body: { data } }
  },
})
