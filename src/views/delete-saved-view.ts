import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { mayShare, personOf, viewPath } from './saved-view.ts'

export const deleteSavedView = endpoint({
  operationId: 'delete_saved_view',
  method: 'DELETE',
  path: '/saved_view/{view_id}',
  tag: 'Company',
  summary: 'Delete a saved view',
  description: 'One of your own, or one that is shared, unless you may only read.',
  scope: 'company:read',
  pathSchema: viewPath,
  answers: { 200: { description: 'Deleted', schema: okSchema } },
  async handle({ db, companyId, caller, path: { view_id } }) {
    // Another person's own is not there for anybody else.
    const gone = await db.run(sql`
      delete from saved_views
      where company_id = ${companyId} and view_id = ${view_id} and (shared and ${mayShare(caller)}::boolean or user_id = ${personOf(caller)})`)
    if (gone === 0) throw new Problem('not_found', `There is no saved view ${view_id}.`)
    return { body: { ok: true } }
  },
})
