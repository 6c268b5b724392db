import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { fieldErrors, invalidFields } from '../ground/field-errors.ts'
import { newId } from '../ground/ids.ts'
import { requireScope } from '../http/authenticate.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, text } from '../http/schema.ts'
import { type ExportRow, exportColumns, exportSchema, makerOf, showExport } from './export.ts'
import { type ExportKind, exportKindNames, exportKinds } from './export-kinds.ts'

/** Of one company at a time: each is read by the worker, whose other work must go on. */
const RUNNING_MAX = 3
/** That are kept of one maker, and of one company: with the rows of one, files do not fill the database. */
const KEPT_MAX = 50
const COMPANY_KEPT_MAX = 200

export const createExport = endpoint({
  operationId: 'create_export',
  method: 'POST',
  path: '/export',
  tag: 'Exports',
  summary: 'Export a list as a CSV file',
  description: `The worker makes the file meanwhile: \`GET /export/{export_id}\` says how far it is, \`GET /export/{export_id}/file\` has it for seven days. \`filters\` are those of the list (\`GET /transaction\`, \`GET /ledger/entries\`), as they are sent there; times are the company's. At most ${RUNNING_MAX} at a time, ${KEPT_MAX} kept of each maker and ${COMPANY_KEPT_MAX} of the company, a million rows each.`,
  scope: ['debits:read', 'credits:read', 'company:read'],
  pathSchema: noPath,
  bodySchema: z.strictObject({
    kind: z.enum(exportKindNames),
    filters: z
      .object({ metadata: z.record(text(40), text(500)).optional() })
      .catchall(text(1_000))
      .default({})
      .meta({ examples: [{ state: 'paid,completed', created_after: '2026-11-01T00:00:00Z' }] }),
    columns: z
      .array(text(60))
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'In their order; without it, all' }),
  }),
  answers: { 202: { description: 'It is being made', schema: exportSchema } },
  problems: ['wrong_state'],
  permit: ({ caller, body }) => requireScope(caller, ...exportKinds[body.kind].scopes),
  async handle({ db, companyId, caller, body }) {
    const { kind, filters } = body
    const of: ExportKind = exportKinds[kind]
    const checked = of.filters.safeParse(filters)
    const errors = checked.success
      ? []
      : fieldErrors(checked.error).map(({ path, message }) => ({ path: `filters.${path}`, message }))
    const columns = body.columns ?? [...of.columns]
    const unknown = columns.filter((column) => !of.columns.includes(column))
    if (unknown.length > 0 || new Set(columns).size < columns.length)
      errors.push({ path: 'columns', message: `must be some of these, each once: ${of.columns.join(', ')}` })
    if (errors.length > 0) throw invalidFields(errors)
    const madeBy = makerOf(caller)
    await requireRoom(db, companyId, madeBy)
    const ofColumns = new Set(columns.flatMap((column) => of.columnScopes[column] ?? []))
    const scopes = [...of.scopes, ...ofColumns].filter((scope) => caller.scopes.includes(scope))
    const row = await db.one<ExportRow>(sql`
      insert into exports (company_id, export_id, kind, filters, columns, scopes, made_by, time_zone)
      select ${companyId}, ${newId()}, ${kind}, ${JSON.stringify(filters)}, ${columns}, ${scopes}, ${madeBy}, time_zone
      from companies where company_id = ${companyId}
      returning ${exportColumns}`)
    return { status: 202, body: showExport(row) }
  },
})

/**
 * 409 where the company, or who asks, has as many as they may. Its row is locked, so that two do not take the
 * last place.
 */
async function requireRoom(db: Db, companyId: string, madeBy: string): Promise<void> {
  await db.run(sql`select from companies where company_id = ${companyId} for no key update`)
  const { running, kept, own } = await db.one<{ running: bigint; kept: bigint; own: bigint }>(sql`
    select count(*) filter (where state = 'running') as running, count(*) as kept,
      count(*) filter (where made_by = ${madeBy}) as own from exports
    where company_id = ${companyId}`)
  if (running >= RUNNING_MAX)
    throw new Problem('wrong_state', `Your company has ${running} exports running; wait for one to end.`)
  if (own < KEPT_MAX && kept < COMPANY_KEPT_MAX) return
  throw new Problem(
    'wrong_state',
    own >= KEPT_MAX
      ? `You keep ${own} exports; delete one that is not needed.`
      : `Your company keeps ${kept} exports; delete one that is not needed.`,
  )
}
