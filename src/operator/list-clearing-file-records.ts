import { fileRecordSchema, readFileRecords, showFileRecord } from '../clearing/file-record.ts'
import { endpoint } from '../http/endpoint.ts'
import { toPage } from '../http/list.ts'
import { clearingFilePath, readClearingFile } from './clearing-file.ts'
import { afterLine, linesOf, linesQuery } from './file-lines.ts'

export const listClearingFileRecords = endpoint({
  operationId: 'list_clearing_file_records',
  method: 'GET',
  path: '/operator/clearing_files/{network_id}/{number}/records',
  tag: 'Operator',
  summary: 'List the records of a clearing file',
  description: 'Line by line: what the network says of a charge, whose it is, and what was made of it.',
  scope: 'operator:read',
  pathSchema: clearingFilePath,
  querySchema: linesQuery,
  answers: { 200: { description: 'A page of records', schema: linesOf(fileRecordSchema) } },
  async handle({ db, path, query }) {
    const { limit } = query
    const file = await readClearingFile(db, path)
    const rows = await readFileRecords(db, file, afterLine(query), limit + 1)
    return { body: toPage(rows, limit, ({ line }) => String(line), showFileRecord) }
  },
})
