import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { lines, noPath } from '../http/schema.ts'
import {
  mayShare,
  personOf,
  showView,
  type ViewRow,
  viewColumns,
  viewName,
  viewPage,
  viewSchema,
} from './saved-view.ts'

/** Shared in one company, and of one person's own: more is no list that anybody finds something in. */
const SHARED_MAX = 200
const OWN_MAX = 100

export const createSavedView = endpoint({
  operationId: 'create_saved_view',
  method: 'PUT',
  path: '/saved_view',
  tag: 'Company',
  summary: 'Save a view',
  description: `A name for the filters of a page: its address behind the question mark. A program’s are shared. Who may only read shares none. At most ${SHARED_MAX} are shared in a company, and ${OWN_MAX} a person’s own there.`,
  scope: 'company:read',
  pathSchema: noPath,
  bodySchema: z.strictObject({
    name: viewName,
    page: viewPage,
    query: lines(2_000).meta({ examples: ['state=failed&rail=card'] }),
    shared: z.boolean().default(false),
  }),
  answers: { 201: { description: 'The view', schema: viewSchema } },
  problems: ['wrong_state'],
  permit({ caller, body: { shared } }) {
    if ((shared || personOf(caller) === null) && !mayShare(caller))
      throw new Problem('forbidden', 'Whoever may only look keeps views for themselves; share none.')
  },
  async handle({ db, companyId, caller, body: { name, page, query, shared } }) {
    const person = personOf(caller)
    const isShared = shared || person === null
    // Its row is locked, so that two do not take the last place.
    await db.run(sql`select from companies where company_id = ${companyId} for no key update`)
    const { views } = await db.one<{ views: bigint }>(sql`
      select count(*) as views from saved_views
      where company_id = ${companyId} and shared = ${isShared}::boolean and (shared or user_id = ${person})`)
    if (views >= (isShared ? SHARED_MAX : OWN_MAX))
      throw new Problem(
        'wrong_state',
        isShared
          ? `Your company has ${views} saved views; delete one that is not needed.`
          : `You have ${views} saved views of your own; delete one that is not needed.`,
      )
    const row = await db.one<ViewRow>(sql`
      insert into saved_views (company_id, view_id, user_id, name, page, query, shared)
      values (${companyId}, ${newId()}, ${person}, ${name}, ${page}, ${query}, ${isShared})
      returning ${viewColumns}`)
    return { status: 201, body: showView(person)(row) }
  },
})
