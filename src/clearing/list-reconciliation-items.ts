import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import {
  type ItemRow,
  itemColumns,
  itemKinds,
  itemSchema,
  itemStates,
  showItem,
} from './reconciliation-item.ts'

export const listReconciliationItems = endpoint({
  operationId: 'list_reconciliation_items',
  method: 'GET',
  path: '/reconciliation_items',
  tag: 'Ledger',
  summary: 'List reconciliation items',
  description:
    "Differences between the card network's clearing files and your charges, newest first. While one is open its charge stays `paid`. The operator resolves them with `jetpay reconciliation resolve`.",
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    state: z.enum(itemStates).optional(),
    kind: z.enum(itemKinds).optional(),
  }),
  answers: { 200: { description: 'A page of items', schema: pageOf(itemSchema) } },
  async handle({ db, companyId, query }) {
    const rows = await db.many<ItemRow>(sql`
      select ${itemColumns} from reconciliation_items
      where company_id = ${companyId} and item_id < ${before(query.cursor)}
        ${query.state ? sql`and state = ${query.state}` : empty}
        ${query.kind ? sql`and kind = ${query.kind}` : empty}
      order by item_id desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, (row) => row.item_id, showItem) }
  },
})
