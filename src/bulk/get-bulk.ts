import { endpoint } from '../http/endpoint.ts'
import { bulkPath, bulkSchema, findBulk, showBulks } from './bulk.ts'

export const getBulk = endpoint({
  operationId: 'get_bulk',
  method: 'GET',
  path: '/bulk/{bulk_id}',
  tag: 'Bulk actions',
  summary: 'Get how far a bulk action is',
  scope: ['debits:read', 'credits:read'],
  pathSchema: bulkPath,
  answers: { 200: { description: 'The action', schema: bulkSchema } },
  async handle({ db, companyId, path }) {
    const [body] = await showBulks(db, companyId, [await findBulk(db, companyId, path.bulk_id)])
    return { body }
  },
})
