import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noFurther } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { personOf, showView, type ViewRow, viewColumns, viewPage, viewSchema } from './saved-view.ts'

export const listSavedViews = endpoint({
  operationId: 'list_saved_views',
  method: 'GET',
  path: '/saved_view',
  tag: 'Company',
  summary: 'List saved views',
  description:
    'Filters of the dashboard’s pages that have a name: your own, and those that are shared. All of them: there are few.',
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: z.strictObject({ page: viewPage.optional().meta({ description: 'Only those of this page' }) }),
  answers: {
    200: {
      description: 'The views, by name',
      schema: z.object({ data: z.array(viewSchema), next_cursor: noFurther }).meta({ id: 'SavedViewList' }),
    },
  },
  async handle({ db, companyId, caller, query }) {
    const person = personOf(caller)
    const rows = await db.many<ViewRow>(sql`
      select ${viewColumns} from saved_views
      where company_id = ${companyId} and (shared or user_id = ${person}) ${query.page ? sql`and page = ${query.page}` : empty}
      order by lower(name), view_id`)
    return { body: { data: rows.map(showView(person)), next_cursor: null } }
  },
})
