import { z } from 'zod'
import { sql } from '../db/sql.ts'
import type { Caller } from '../http/authenticate.ts'
import { text, uuid } from '../http/schema.ts'

export type ViewRow = {
  view_id: string
  user_id: string | null
  name: string
  page: string
  query: string
  shared: boolean
  created_at: Date
}
export const viewColumns = sql`view_id, user_id, name, page, query, shared, created_at`
export const viewPath = z.object({ view_id: uuid })

/** A page of the dashboard, by the first part of its path. */
export const viewPage = z
  .string()
  .regex(/^[a-z](?:[a-z0-9_]|-|\/){0,59}$/, 'must be the path of a page, such as transactions')
  .meta({ examples: ['transactions'] })
export const viewName = text(60).meta({ examples: ['Failed this week'] })

export const viewSchema = z
  .object({
    view_id: uuid,
    name: z.string(),
    page: z.string(),
    query: z.string(),
    shared: z.boolean(),
    mine: z.boolean(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'SavedView' })

/**
 * Whether what they save or delete may be what others have too: whoever only looks changes nothing of that.
 */
export const mayShare = ({ scopes }: Pick<Caller, 'scopes'>): boolean =>
  scopes.some((scope) => scope.endsWith(':write') && !scope.startsWith('session:'))

/** The person who asks; null for a program, whose views are the company's. */
export const personOf = ({ actor }: Caller): string | null => (actor.kind === 'user' ? actor.userId : null)

export const showView = (person: string | null) => (row: ViewRow) => ({
  view_id: row.view_id,
  name: row.name,
  page: row.page,
  query: row.query,
  shared: row.shared,
  mine: row.user_id === person,
  created_at: row.created_at,
})
