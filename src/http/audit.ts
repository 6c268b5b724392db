import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

export type AuditActor = {
  kind: 'user' | 'operator' | 'token' | 'operator_token' | 'command' | 'nobody'
  id?: string | null
  name?: string | null
}

/** `begun`: it was to go to somebody outside; how that ended follows under the same request. */
export type AuditOutcome = 'begun' | 'done' | 'refused' | 'failed'

/** One line of the audit log. */
export type AuditEntry = {
  companyId: string
  actor: AuditActor
  /** The operation's id, or what was done by other means: `sign_in`, `jetpay token create`. */
  operation: string
  objectId?: string | null
  details?: Record<string, unknown>
  address?: string | null
  userAgent?: string | null
  requestId?: string | null
  outcome: AuditOutcome
  code?: string | null
}

/** As much of what a client says of itself as tells browsers and programs apart. */
export const USER_AGENT_MAX = 300

/**
 * Writes a line of the audit log, in the transaction of what it tells of where there is one. The database
 * refuses to change or delete one.
 */
export const recordAudit = (db: Db, entry: AuditEntry) =>
  db.run(sql`
    insert into audit_log (company_id, audit_id, actor_kind, actor_id, actor_name, operation, object_id, details, address,
      user_agent, request_id, outcome, code)
    values (${entry.companyId}, ${newId()}, ${entry.actor.kind}, ${entry.actor.id ?? null}, ${entry.actor.name ?? null},
      ${entry.operation}, ${entry.objectId ?? null}, ${JSON.stringify(entry.details ?? {})}, ${entry.address ?? null},
      ${entry.userAgent?.slice(0, USER_AGENT_MAX) ?? null}, ${entry.requestId ?? null}, ${entry.outcome}, ${entry.code ?? null})`)
