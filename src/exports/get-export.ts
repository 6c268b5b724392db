import { endpoint } from '../http/endpoint.ts'
import { exportPath, exportSchema, findExport, showExport } from './export.ts'

export const getExport = endpoint({
  operationId: 'get_export',
  method: 'GET',
  path: '/export/{export_id}',
  tag: 'Exports',
  summary: 'Get how far an export is',
  scope: ['debits:read', 'credits:read', 'company:read'],
  pathSchema: exportPath,
  answers: { 200: { description: 'The export', schema: exportSchema } },
  handle: async ({ db, caller, path }) => ({
    body: showExport(await findExport(db, caller, path.export_id)),
  }),
})
