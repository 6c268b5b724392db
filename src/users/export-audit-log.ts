import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { ownCell, textCell, toLine } from '../ground/csv.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { type AuditRow, auditColumns, auditQuery, matching } from './audit-list.ts'

/** Rows of one statement, so that none takes long, and of a file, which a sheet still opens. */
const ROWS_AT_ONCE = 1_000
const ROWS_MAX = 100_000

const columns = [
  'created_at',
  'actor_kind',
  'actor_name',
  'actor_id',
  'operation',
  'object_id',
  'outcome',
  'code',
  'address',
  'user_agent',
  'request_id',
  'details',
] as const

const example = `${columns.join(',')}\r\n2026-11-29T12:00:00.000Z,user,Ada,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e12,create_contact,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e10,ok,,192.0.2.7,curl/8,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e13,\r\n`

export const exportAuditLog = endpoint({
  operationId: 'export_audit_log',
  method: 'GET',
  path: '/audit/export',
  tag: 'Audit log',
  summary: 'The audit log as CSV',
  description: `The same filters, the newest ${ROWS_MAX.toLocaleString('en')} lines that match.`,
  scope: 'audit:read',
  load: 'export',
  pathSchema: noPath,
  querySchema: auditQuery.omit({ limit: true, cursor: true }),
  answers: {
    200: {
      description: `CSV: \`${columns.join(',')}\``,
      schema: z.string().meta({ examples: [example] }),
      contentType: 'text/csv',
    },
  },
  handle: async ({ db, companyId, query }) => ({
    csv: lines(db, companyId, query),
    fileName: 'audit-log.csv',
  }),
})

type Query = Omit<Parameters<typeof matching>[0], 'limit' | 'cursor'>

async function* lines(db: Db, companyId: string, query: Query) {
  yield toLine([...columns])
  let cursor: string | undefined
  for (let written = 0; written < ROWS_MAX; written += ROWS_AT_ONCE) {
    const rows = await db.many<AuditRow>(sql`
      select ${auditColumns} from audit_log where company_id = ${companyId} ${matching({ ...query, cursor, limit: 0 })}
      order by audit_id desc limit ${ROWS_AT_ONCE}`)
    yield rows.map((row) => toLine(columns.map((name) => cell(row[name])))).join('')
    if (rows.length < ROWS_AT_ONCE) return
    cursor = rows.at(-1)!.identifier
  }
}

/** What a stranger may have written (a user agent), and what we have. */
const cell = (value: unknown): string =>
  value instanceof Date
    ? ownCell(value.toISOString())
    : textCell(
        value === null || value === undefined
          ? null
          : typeof value === 'object'
            ? JSON.stringify(value)
            : String(value),
      )
