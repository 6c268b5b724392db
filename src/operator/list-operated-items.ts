import { z } from 'zod'
import {
  type ItemRow,
  itemColumns,
  itemKinds,
  itemSchema,
  itemStates,
  showItem,
} from '../clearing/reconciliation-item.ts'
import { resolutions, resolutionsOf } from '../clearing/resolve-item.ts'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'

const reasons: Record<ItemRow['kind'], string> = {
  missing: 'It is paid here, and in no clearing file that should have had it.',
  extra: 'The network cleared it, and nothing of ours stands for it.',
  amount: 'The network cleared it for another amount than we have.',
}

const operatedItemSchema = itemSchema
  .extend({
    company_id: uuid.meta({ description: 'The nil UUID where it is the platform’s: nobody knows it' }),
    company_name: z.string().nullable().meta({ description: 'Null where nobody knows whose it is' }),
    network_id: z.string(),
    reason: z.string(),
    takes: z.array(z.enum(resolutions)).meta({
      description:
        '`settle`: completed, and what is missing or too much is our loss or gain. `fail`: it failed after all. `write_off`: we keep, or bear, what nothing stands for',
    }),
    resolved_by: z.string().nullable(),
  })
  .meta({ id: 'OperatedReconciliationItem' })

type OperatedRow = ItemRow & { company_name: string | null }

const show = (row: OperatedRow) => ({
  ...showItem(row),
  company_id: row.company_id,
  company_name: row.company_name,
  network_id: row.network_id,
  reason: reasons[row.kind],
  takes: row.state === 'open' ? resolutionsOf(row) : [],
  resolved_by: row.resolved_by,
})

export const listOperatedItems = endpoint({
  operationId: 'list_operated_items',
  method: 'GET',
  path: '/operator/reconciliation_items',
  tag: 'Operator',
  summary: 'List reconciliation items',
  description:
    'What the card network cleared otherwise than we have it, of all companies, newest first: why, both amounts, and what each can be resolved as.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    state: z.enum(itemStates).optional(),
    kind: z.enum(itemKinds).optional(),
  }),
  answers: { 200: { description: 'A page of items', schema: pageOf(operatedItemSchema) } },
  async handle({ db, query: { cursor, limit, state, kind } }) {
    const rows = await db.many<OperatedRow>(sql`
      select ${itemColumns}, (select c.name from companies c where c.company_id = i.company_id) as company_name
      from reconciliation_items i
      where item_id < ${before(cursor)}
        ${state === 'open' ? sql`and state = 'open'` : state ? sql`and state = ${state}` : empty}
        ${kind ? sql`and kind = ${kind}` : empty}
      order by item_id desc limit ${limit + 1}`)
    return { body: toPage(rows, limit, (row) => row.item_id, show) }
  },
})
