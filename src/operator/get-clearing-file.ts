import { endpoint } from '../http/endpoint.ts'
import { clearingFilePath, clearingFileSchema, readClearingFile, showClearingFile } from './clearing-file.ts'

export const getClearingFile = endpoint({
  operationId: 'get_clearing_file',
  method: 'GET',
  path: '/operator/clearing_files/{network_id}/{number}',
  tag: 'Operator',
  summary: 'Get a clearing file',
  description: 'The day that it is of, and how far it is applied; `/records` has its lines.',
  scope: 'operator:read',
  pathSchema: clearingFilePath,
  answers: { 200: { description: 'The file', schema: clearingFileSchema.meta({ id: 'ClearingFile' }) } },
  handle: async ({ db, path }) => ({ body: showClearingFile(await readClearingFile(db, path)) }),
})
