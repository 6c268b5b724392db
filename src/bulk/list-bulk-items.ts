import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { limit, queryInteger } from '../http/query.ts'
import { uuid } from '../http/schema.ts'
import { bulkPath, findBulk, type ItemState, itemStates } from './bulk.ts'

type ItemRow = {
  number: number
  transaction_id: string
  operation_id: string
  state: ItemState
  code: string | null
  detail: string | null
  ended_at: Date | null
}

const itemSchema = z
  .object({
    number: z.int(),
    transaction_id: uuid,
    state: z.enum(itemStates),
    refund_id: uuid.nullable().meta({ description: 'The refund that was made for it' }),
    code: z.string().nullable().meta({ description: 'Of one that failed: the code of the problem' }),
    detail: z.string().nullable(),
    ended_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'BulkItem' })

export const listBulkItems = endpoint({
  operationId: 'list_bulk_items',
  method: 'GET',
  path: '/bulk/{bulk_id}/items',
  tag: 'Bulk actions',
  summary: 'List what became of each transaction of a bulk action',
  description: 'In the order in which they were named.',
  scope: ['debits:read', 'credits:read'],
  pathSchema: bulkPath,
  querySchema: z.strictObject({
    limit,
    after: queryInteger(0, 1_000_000, 'must be the number of an item')
      .optional()
      .meta({ description: '`next_after` of the page before' }),
    state: z.enum(itemStates).optional(),
  }),
  answers: {
    200: {
      description: 'A page of items',
      schema: z
        .object({ data: z.array(itemSchema), next_after: z.int().nullable() })
        .meta({ id: 'BulkItemPage' }),
    },
  },
  async handle({ db, companyId, path, query: { limit, after = 0, state } }) {
    const { bulk_id, action } = await findBulk(db, companyId, path.bulk_id)
    const rows = await db.many<ItemRow>(sql`
      select number, transaction_id, operation_id, state, code, detail, ended_at from bulk_items
      where company_id = ${companyId} and bulk_id = ${bulk_id} and number > ${after}
        ${state ? sql`and state = ${state}` : empty}
      order by number limit ${limit + 1}`)
    const page = rows.slice(0, limit)
    const data = page.map(({ operation_id, ...row }) => ({
      number: row.number,
      transaction_id: row.transaction_id,
      state: row.state,
      refund_id: action === 'refund' && row.state === 'done' ? operation_id : null,
      code: row.code,
      detail: row.detail,
      ended_at: row.ended_at,
    }))
    return { body: { data, next_after: rows.length > limit ? (page.at(-1)?.number ?? null) : null } }
  },
})
