import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toSearchedPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { search } from '../search/find-rows.ts'
import {
  type ItemRow,
  itemColumns,
  itemKinds,
  itemSchema,
  itemStates,
  showItem,
} from './reconciliation-item.ts'
import { reconciliationItemList } from './reconciliation-item-list.ts'

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
    const found = await search<ItemRow>(db, reconciliationItemList, {
      companyId,
      columns: itemColumns,
      before: before(query.cursor),
      limit: query.limit + 1,
      where: sql`${query.state ? sql`and state = ${query.state}` : empty} ${query.kind ? sql`and kind = ${query.kind}` : empty}`,
      wanted: { facets: { state: query.state && [query.state], kind: query.kind && [query.kind] } },
    })
    return { body: toSearchedPage([found], query.limit, (row) => row.item_id, showItem) }
  },
})
