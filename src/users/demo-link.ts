import type { FastifyInstance } from 'fastify'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { hashSecret, newId, newSecret } from '../ground/ids.ts'
import { atMost } from '../http/slots.ts'
import { timedContext } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { addMember, addOperator } from './membership.ts'
import { beginSession } from './session.ts'
import { ensureUser } from './user.ts'

const PATH = '/dashboard/demo-link'

/** Whom the demo's link signs in: an owner of the demo company, and an operator. */
const DEMO_USER = { email: 'demo@maplecycles.example', name: 'Demo Owner', language: 'en' } as const

/** Links that are followed at a time. */
const AT_ONCE = 10

/**
 * The demo's user, and the link that signs in at once: `known` where it still does, else a new one. Only a
 * hash of its secret is kept.
 */
export async function seedDemoLink(
  db: Db,
  publicUrl: string,
  companyId: string,
  known: string | undefined,
): Promise<string> {
  const userId = await ensureUser(db, { userId: newId(), ...DEMO_USER })
  await addMember(db, companyId, userId, 'owner')
  await addOperator(db, userId)
  const secret = known?.split('/').at(-1) ?? ''
  if (secret !== '' && (await userOfLink(db, secret)) === userId) return `${publicUrl}${PATH}/${secret}`
  const made = newSecret()
  await db.run(sql`
    insert into user_tickets (ticket_hash, kind, user_id, expires_at)
    values (${hashSecret(made)}, 'demo_link', ${userId}, 'infinity')`)
  return `${publicUrl}${PATH}/${made}`
}

async function userOfLink(db: Db, secret: string): Promise<string | undefined> {
  const found = await db.first<{ user_id: string | null }>(sql`
    select user_id from user_tickets where ticket_hash = ${hashSecret(secret)} and kind = 'demo_link'`)
  return found?.user_id ?? undefined
}

/**
 * Serves the demo's link, which signs in and goes on to the dashboard. In the live environment there is no
 * such path, and no such link is good.
 */
export function serveDemoLink(server: FastifyInstance, context: Context): void {
  const { config } = context
  if (config.environment !== 'demo') return
  const bounded = atMost(AT_ONCE)
  server.get<{ Params: { ticket: string } }>(`${PATH}/:ticket`, (request, reply) =>
    bounded(async () => {
      const { db } = timedContext(context, request.timing)
      const userId = await userOfLink(db, request.params.ticket)
      if (userId === undefined)
        throw new Problem(
          'not_found',
          'This link is of another demo; `npm start` prints the one that is good.',
        )
      const from = { address: request.ip, userAgent: request.headers['user-agent'] ?? null }
      const { headers } = await beginSession(db, config, { userId, method: 'demo_link', from })
      return reply.headers({ ...headers, 'referrer-policy': 'no-referrer' }).redirect('/dashboard', 303)
    }),
  )
}
