import { z } from 'zod'
import { empty, type Statement, sql } from '../db/sql.ts'
import { before, createdQuery, createdWithin, listQuery } from '../http/list.ts'
import { text, uuid } from '../http/schema.ts'
import { type AuditObject, auditObjectKinds } from './audit-objects.ts'

export const actorKinds = ['user', 'operator', 'token', 'operator_token', 'command', 'nobody'] as const

/** One line of the audit log, as it is shown. */
export const auditSchema = z
  .object({
    identifier: uuid,
    created_at: z.iso.datetime(),
    actor: z.object({
      kind: z.enum(actorKinds),
      identifier: uuid.nullable(),
      name: z.string().nullable().meta({ description: 'An address, a token’s name, whoever ran a command' }),
    }),
    operation: z.string().meta({ examples: ['refund_debit'] }),
    object_id: uuid.nullable().meta({ description: 'The thing that its path names, or that it made' }),
    object: z
      .object({ kind: z.enum(auditObjectKinds), name: z.string() })
      .nullable()
      .meta({
        description: 'What that is and what it is called now, where it has a name that the caller may read',
      }),
    details: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What was asked for, as far as it may be shown' }),
    outcome: z.enum(['begun', 'done', 'refused', 'failed']),
    code: z.string().nullable().meta({ description: 'Of a refusal or failure' }),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: uuid.nullable(),
  })
  .meta({ id: 'AuditLine' })

export type AuditRow = {
  identifier: string
  created_at: Date
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  operation: string
  object_id: string | null
  details: Record<string, unknown>
  outcome: string
  code: string | null
  address: string | null
  user_agent: string | null
  request_id: string | null
}

export const auditColumns = sql`audit_id as identifier, created_at, actor_kind, actor_id,
  coalesce(actor_name, (select t.name from api_tokens t where t.company_id = audit_log.company_id and t.token_id = actor_id)) as actor_name,
  operation, object_id, details, outcome, code, address, user_agent, request_id`

export const auditQuery = listQuery.extend({
  actor_id: uuid.optional().meta({ description: 'What one user or token did' }),
  object_id: uuid.optional().meta({ description: 'What was done with one thing' }),
  operation: text(60)
    .optional()
    .meta({ description: 'An operation’s id, or `sign_in`', examples: ['refund_debit'] }),
  ...createdQuery,
})

type Query = z.output<typeof auditQuery>

/** The conditions of a page, beginning with `and`. */
export const matching = (query: Query): Statement => sql`and audit_id < ${before(query.cursor)}
  ${query.actor_id ? sql`and actor_id = ${query.actor_id}` : empty}
  ${query.object_id ? sql`and object_id = ${query.object_id}` : empty}
  ${query.operation ? sql`and operation = ${query.operation}` : empty}
  ${createdWithin(query)}`

/** `named`: what the lines of the page are about (`nameObjects`). */
export const showAudit =
  (named: ReadonlyMap<string, AuditObject>) =>
  ({ actor_kind: kind, actor_id, actor_name: name, ...row }: AuditRow) => ({
    ...row,
    actor: { kind, identifier: actor_id, name },
    object: (row.object_id !== null && named.get(row.object_id)) || null,
  })

export const objectsOf = (rows: readonly AuditRow[]): string[] => [
  ...new Set(rows.flatMap(({ object_id }) => object_id ?? [])),
]
