import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { bankReturnSchema, type ParkedRow, parkedColumns, parkedFrom, showBankReturn } from './bank-return.ts'

export const listBankReturns = endpoint({
  operationId: 'list_bank_returns',
  method: 'GET',
  path: '/operator/bank_returns',
  tag: 'Operator',
  summary: 'List parked bank returns',
  description:
    'What banks sent back that fits nothing of ours, of all companies, newest first: what it says, why it moved nothing, and what to do.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({ state: z.enum(['open', 'resolved']).optional() }),
  answers: { 200: { description: 'A page of returns', schema: pageOf(bankReturnSchema) } },
  async handle({ db, query: { cursor, limit, state } }) {
    const rows = await db.many<ParkedRow>(sql`
      with page as materialized (
        select * from bank_parked_returns where bank_parked_return_id < ${before(cursor)}
          ${state === 'open' ? sql`and resolved_at is null` : empty}
          ${state === 'resolved' ? sql`and resolved_at is not null` : empty}
        order by bank_parked_return_id desc limit ${limit + 1}
      )
      select ${parkedColumns} from page r ${parkedFrom} order by r.bank_parked_return_id desc`)
    return { body: toPage(rows, limit, (row) => row.bank_parked_return_id, showBankReturn) }
  },
})
