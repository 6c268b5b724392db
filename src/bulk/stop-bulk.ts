import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { bulkPath, bulkSchema, findBulk, showBulks } from './bulk.ts'

export const stopBulk = endpoint({
  operationId: 'stop_bulk',
  method: 'POST',
  path: '/bulk/{bulk_id}/stop',
  tag: 'Bulk actions',
  summary: 'Stop a bulk action',
  description: 'What nobody has begun with is left alone; what is done stays done.',
  scope: ['debits:write', 'credits:write'],
  pathSchema: bulkPath,
  answers: { 200: { description: 'The action', schema: bulkSchema } },
  async handle({ db, companyId, path: { bulk_id } }) {
    await findBulk(db, companyId, bulk_id)
    // One that was taken up may have begun outside, so it is seen to its end.
    await db.run(sql`
      update bulk_items set state = 'stopped', due_at = null, ended_at = jetpay_now()
      where company_id = ${companyId} and bulk_id = ${bulk_id} and state = 'waiting' and tries = 0`)
    await db.run(sql`
      update bulk_jobs b set finished_at = jetpay_now()
      where company_id = ${companyId} and bulk_id = ${bulk_id} and finished_at is null and not exists (
        select from bulk_items i where i.company_id = b.company_id and i.bulk_id = b.bulk_id and i.state = 'waiting')`)
    const [body] = await showBulks(db, companyId, [await findBulk(db, companyId, bulk_id)])
    return { body }
  },
})
