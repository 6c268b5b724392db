import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { type FileRow, fileColumns, fileSchema, fileStates, showFile } from './operated-bank-file.ts'

export const listBankFiles = endpoint({
  operationId: 'list_bank_files',
  method: 'GET',
  path: '/operator/bank_files',
  tag: 'Operator',
  summary: 'List files to the banks',
  description: 'What went, newest first, with what it moves and what the bank said of it.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({ state: z.enum(fileStates).optional() }),
  answers: { 200: { description: 'A page of files', schema: pageOf(fileSchema) } },
  async handle({ db, query: { cursor, limit, state } }) {
    const rows = await db.many<FileRow>(sql`
      select ${fileColumns}
      from bank_files where bank_file_id < ${before(cursor)} ${state ? sql`and state = ${state}` : empty}
      order by bank_file_id desc limit ${limit + 1}`)
    return { body: toPage(rows, limit, (row) => row.bank_file_id, showFile) }
  },
})
