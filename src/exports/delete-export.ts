import { sql } from '../db/sql.ts'
import { requireScope } from '../http/authenticate.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { exportPath, findExport, makerOf } from './export.ts'

export const deleteExport = endpoint({
  operationId: 'delete_export',
  method: 'DELETE',
  path: '/export/{export_id}',
  tag: 'Exports',
  summary: 'Delete an export with its file',
  description: 'One that is being made is stopped. Who made it deletes it, and whoever has `company:write`.',
  scope: ['debits:read', 'credits:read', 'company:read'],
  pathSchema: exportPath,
  answers: { 200: { description: 'Deleted', schema: okSchema } },
  async handle({ db, companyId, caller, path }) {
    const { export_id, made_by } = await findExport(db, caller, path.export_id)
    if (made_by !== makerOf(caller)) requireScope(caller, 'company:write')
    await db.run(sql`delete from exports where company_id = ${companyId} and export_id = ${export_id}`)
    return { body: { ok: true } }
  },
})
