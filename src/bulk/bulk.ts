import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { uuid } from '../http/schema.ts'

export const bulkActions = ['cancel', 'refund', 'send_link'] as const
export type BulkAction = (typeof bulkActions)[number]
export const itemStates = ['waiting', 'done', 'failed', 'stopped'] as const
export type ItemState = (typeof itemStates)[number]

export type BulkRow = {
  bulk_id: string
  action: BulkAction
  note: string | null
  items: number
  created_at: Date
  finished_at: Date | null
}
export const bulkColumns = sql`bulk_id, action, note, items, created_at, finished_at`
export const bulkPath = z.object({ bulk_id: uuid })

const count = z
  .int()
  .min(0)
  .meta({ examples: [12] })
export const bulkSchema = z
  .object({
    bulk_id: uuid,
    action: z.enum(bulkActions),
    note: z.string().nullable(),
    state: z.enum(['running', 'finished']),
    items: count,
    waiting: count,
    done: count,
    failed: count,
    stopped: count,
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'BulkAction' })

/** The action, or 404 for one that is unknown or another company's. */
export async function findBulk(db: Db, companyId: string, bulkId: string): Promise<BulkRow> {
  const found = await db.first<BulkRow>(sql`
    select ${bulkColumns} from bulk_jobs where company_id = ${companyId} and bulk_id = ${bulkId}`)
  if (!found) throw new Problem('not_found', `There is no bulk action ${bulkId}.`)
  return found
}

/** Bulk actions with how far each is. */
export async function showBulks(db: Db, companyId: string, rows: BulkRow[]) {
  const counts = await db.many<{ bulk_id: string; state: ItemState; items: bigint }>(sql`
    select bulk_id, state, count(*) as items from bulk_items
    where company_id = ${companyId} and bulk_id = any (${rows.map(({ bulk_id }) => bulk_id)}::uuid[])
    group by bulk_id, state`)
  return rows.map((row) => {
    const of = (state: ItemState) =>
      Number(counts.find((one) => one.bulk_id === row.bulk_id && one.state === state)?.items ?? 0)
    return {
      bulk_id: row.bulk_id,
      action: row.action,
      note: row.note,
      state: row.finished_at === null ? 'running' : 'finished',
      items: row.items,
      waiting: of('waiting'),
      done: of('done'),
      failed: of('failed'),
      stopped: of('stopped'),
      created_at: row.created_at,
      finished_at: row.finished_at,
    }
  })
}
