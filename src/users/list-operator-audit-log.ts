import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { readingScopes } from '../http/scopes.ts'
import {
  type AuditRow,
  auditColumns,
  auditQuery,
  auditSchema,
  matching,
  objectsOf,
  showAudit,
} from './audit-list.ts'
import { type AuditObject, nameObjects } from './audit-objects.ts'

type Row = AuditRow & { company_id: string; company_name: string | null }

const companyColumns = sql`company_id,
  (select c.name from companies c where c.company_id = audit_log.company_id) as company_name`

/** Of each company by itself; a page has as many companies as it has, and mostly one. */
async function nameAll(db: Db, rows: readonly Row[]): Promise<Map<string, AuditObject>> {
  const companies = [...new Set(rows.map(({ company_id }) => company_id))]
  const named = await Promise.all(
    companies.map((id) =>
      nameObjects(db, id, objectsOf(rows.filter(({ company_id }) => company_id === id)), readingScopes),
    ),
  )
  return new Map(named.flatMap((some) => [...some]))
}

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
      schema: pageOf(
        auditSchema
          .extend({
            company_id: uuid,
            company_name: z.string().nullable().meta({ description: 'Null: of the platform' }),
          })
          .meta({ id: 'OperatorAuditLine' }),
      ),
    },
  },
  async handle({ db, query }) {
    const rows = await (query.company_id === undefined
      ? db.many<Row>(sql`
          select ${auditColumns}, ${companyColumns} from audit_log where true ${matching(query)}
          order by audit_id desc limit ${query.limit + 1}`)
      : db.many<Row>(sql`
          select ${auditColumns}, ${companyColumns} from audit_log where company_id = ${query.company_id} ${matching(query)}
          order by audit_id desc limit ${query.limit + 1}`))
    const show = showAudit(await nameAll(db, rows))
    return {
      body: toPage(
        rows,
        query.limit,
        (row) => row.identifier,
        ({ company_id, company_name, ...row }) => ({ ...show(row), company_id, company_name }),
      ),
    }
  },
})
