import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import {
  type AuditRow,
  auditColumns,
  auditQuery,
  auditSchema,
  matching,
  objectsOf,
  showAudit,
} from './audit-list.ts'
import { nameObjects } from './audit-objects.ts'

export const listAuditLog = endpoint({
  operationId: 'list_audit_log',
  method: 'GET',
  path: '/audit',
  tag: 'Audit log',
  summary: 'Who did what',
  description:
    'What people and tokens changed, and who signed in or could not, newest first. A charge by a token is not here: its debit is the record of it. Nobody can change the log.',
  scope: 'audit:read',
  pathSchema: noPath,
  querySchema: auditQuery,
  answers: { 200: { description: 'A page of the log', schema: pageOf(auditSchema) } },
  async handle({ db, companyId, caller, query }) {
    const rows = await db.many<AuditRow>(sql`
      select ${auditColumns} from audit_log where company_id = ${companyId} ${matching(query)}
      order by audit_id desc limit ${query.limit + 1}`)
    const named = await nameObjects(db, companyId, objectsOf(rows), caller.scopes)
    return { body: toPage(rows, query.limit, (row) => row.identifier, showAudit(named)) }
  },
})
