import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { type AuditRow, auditColumns, auditQuery, auditSchema, matching, showAudit } from './audit-list.ts'

type Row = AuditRow & { company_id: string }

export const listOperatorAuditLog = endpoint({
  operationId: 'list_operator_audit_log',
  method: 'GET',
  path: '/operator/audit',
  tag: 'Operator',
  summary: 'Who did what, in all companies',
  description: 'With commands and what operators did. Of no company: `00000000-…`.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: auditQuery.extend({ company_id: uuid.optional() }),
  answers: {
    200: {
      description: 'A page of the log',
      schema: pageOf(auditSchema.extend({ company_id: uuid }).meta({ id: 'OperatorAuditLine' })),
    },
  },
  async handle({ db, query }) {
    const rows = await (query.company_id === undefined
      ? db.many<Row>(sql`
          select ${auditColumns}, company_id from audit_log where true ${matching(query)}
          order by audit_id desc limit ${query.limit + 1}`)
      : db.many<Row>(sql`
          select ${auditColumns}, company_id from audit_log where company_id = ${query.company_id} ${matching(query)}
          order by audit_id desc limit ${query.limit + 1}`))
    return {
      body: toPage(
        rows,
        query.limit,
        (row) => row.identifier,
        (row) => ({ ...showAudit(row), company_id: row.company_id }),
      ),
    }
  },
})
