import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import {
  bankFilePath,
  type FileRow,
  fileColumns,
  fileSchema,
  noBankFile,
  showFile,
} from './operated-bank-file.ts'

export const getBankFile = endpoint({
  operationId: 'get_bank_file',
  method: 'GET',
  path: '/operator/bank_files/{bank_file_id}',
  tag: 'Operator',
  summary: 'Get a file to a bank',
  description: 'What it moves in all, and what the bank said of it; `/items` has its lines.',
  scope: 'operator:read',
  pathSchema: bankFilePath,
  answers: { 200: { description: 'The file', schema: fileSchema } },
  async handle({ db, path: { bank_file_id } }) {
    const row = await db.first<FileRow>(sql`
      select ${fileColumns} from bank_files where bank_file_id = ${bank_file_id}`)
    if (!row) throw noBankFile(bank_file_id)
    return { body: showFile(row) }
  },
})
