import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Caller } from '../http/authenticate.ts'
import { uuid } from '../http/schema.ts'
import { type ExportKindName, exportKindNames } from './export-kinds.ts'

/** A file's life: longer than a week's reports need, and it holds what people paid. */
export const KEPT_DAYS = 7

export type ExportRow = {
  export_id: string
  kind: ExportKindName
  filters: Record<string, unknown>
  columns: string[]
  scopes: string[]
  made_by: string | null
  time_zone: string
  state: 'running' | 'completed' | 'failed'
  pieces: number
  row_count: bigint
  bytes: bigint
  detail: string | null
  created_at: Date
  finished_at: Date | null
}

export const exportColumns = sql`export_id, kind, filters, columns, scopes, made_by, time_zone, state, pieces, row_count, bytes,
  detail, created_at, finished_at`

export const exportPath = z.object({ export_id: uuid })

export const exportSchema = z
  .object({
    export_id: uuid,
    kind: z.enum(exportKindNames),
    filters: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
    columns: z.array(z.string()),
    time_zone: z.string(),
    state: z.enum(['running', 'completed', 'failed']),
    row_count: z.int().meta({ description: 'Rows that are in it so far' }),
    bytes: z.int().meta({ description: 'Of the text so far' }),
    detail: z.string().nullable().meta({ description: 'Why it failed, and what to do' }),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    expires_at: z.iso.datetime().nullable().meta({ description: 'Until when its file is kept' }),
  })
  .meta({ id: 'Export' })

/** Whose it is: the person's, or the token's of a program. */
export const makerOf = ({ actor, token_id }: Caller): string =>
  actor.kind === 'user' ? actor.userId : token_id

export const showExport = (row: ExportRow) => ({
  export_id: row.export_id,
  kind: row.kind,
  filters: row.filters,
  columns: row.columns,
  time_zone: row.time_zone,
  state: row.state,
  row_count: Number(row.row_count),
  bytes: Number(row.bytes),
  detail: row.detail,
  created_at: row.created_at,
  finished_at: row.finished_at,
  expires_at: row.finished_at && new Date(row.finished_at.getTime() + KEPT_DAYS * 86_400_000),
})

/**
 * The export, or 404 for one that is unknown, another company's or over; 403 where the caller may not read
 * all that is in it.
 */
export async function findExport(db: Db, caller: Caller, exportId: string): Promise<ExportRow> {
  const found = await db.first<ExportRow>(sql`
    select ${exportColumns} from exports where company_id = ${caller.company_id} and export_id = ${exportId}`)
  if (!found) throw new Problem('not_found', `There is no export ${exportId}, or it is no longer kept.`)
  const lacking = found.scopes.filter((scope) => !(caller.scopes as readonly string[]).includes(scope))
  if (lacking.length > 0)
    throw new Problem('forbidden', `This export holds what only ${lacking.join(' and ')} may read.`)
  return found
}
