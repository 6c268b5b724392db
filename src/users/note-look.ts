import type { FastifyRequest } from 'fastify'
import { type Database, type Db, sql } from '../db/sql.ts'
import { recordAudit } from '../http/audit.ts'
import type { Caller } from '../http/authenticate.ts'

/** A look at a company is one thing, however many pages of it are opened within this time. */
const LOOK = '10 minutes'

/** Writes to a company's audit log that an operator, who is not one of its people, looks at it. */
export async function noteLook(
  db: Database,
  { actor, company_id }: Caller,
  request: FastifyRequest,
): Promise<void> {
  if (actor.kind !== 'user') return
  const { userId, email } = actor
  const isNoted = (db: Db) =>
    db.first(sql`
      select 1 from audit_log where company_id = ${company_id} and actor_id = ${userId}
        and operation = 'operator_look' and created_at > jetpay_now() - ${LOOK}::interval
      order by audit_id desc limit 1`)
  if (await isNoted(db)) return
  await db.transaction(async (db) => {
    // A page asks several things at once, of several processes: one of them writes it.
    await db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`look ${company_id} ${userId}`}, 0))`)
    if (await isNoted(db)) return
    await recordAudit(db, {
      companyId: company_id,
      actor: { kind: 'operator', id: userId, name: email },
      operation: 'operator_look',
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
      requestId: request.id,
      outcome: 'done',
    })
  })
}
