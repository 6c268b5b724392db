import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, toPage } from '../http/list.ts'
import { noPath, text, uuid } from '../http/schema.ts'
import { type EntryRow, entryColumns, entrySchema, showEntry } from './request-log-entry.ts'

/** Requests that a filtered page looks at: milliseconds' worth. Where it ends is where the next goes on. */
const SCAN_MAX = 5_000
/** Gaps that are shown, the newest. */
const GAPS_SHOWN = 20

const methods = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] as const
const outcomes = ['succeeded', 'refused', 'failed'] as const

export const listRequestLog = endpoint({
  operationId: 'list_request_log',
  method: 'GET',
  path: '/request_log',
  tag: 'Company',
  summary: 'List requests',
  description: `What was asked of the API for your company in the last week, newest first: no bodies, no numbers of cards or accounts. It is written behind the requests, within a second, and may lack some under overload, which \`gaps\` tells. A filter looks at ${SCAN_MAX} requests a page; a page may be empty and still have a \`next_cursor\`.`,
  scope: 'audit:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    method: z.enum(methods).optional().meta({ description: 'Only those with this method' }),
    operation: text(60)
      .optional()
      .meta({ description: 'An operation id', examples: ['create_debit'] }),
    outcome: z
      .enum(outcomes)
      .optional()
      .meta({ description: '`succeeded` below 400, `refused` 4xx, `failed` 5xx' }),
    token_id: uuid.optional().meta({ description: 'Only those that this API token made' }),
  }),
  answers: {
    200: {
      description: 'A page of requests',
      schema: z
        .object({
          data: z.array(entrySchema),
          next_cursor: uuid.nullable(),
          gaps: z
            .array(z.object({ from: z.iso.datetime(), through: z.iso.datetime(), lost: z.int() }))
            .meta({ description: 'Where requests of yours are missing, newest first' }),
        })
        .meta({ id: 'LoggedRequestPage' }),
    },
  },
  async handle({ db, companyId, query }) {
    const [from, below] = { succeeded: [0, 400], refused: [400, 500], failed: [500, 1000] }[
      query.outcome ?? 'succeeded'
    ] as [number, number]
    const filtered = query.method ?? query.operation ?? query.outcome ?? query.token_id
    const most = filtered === undefined ? query.limit + 1 : SCAN_MAX
    const rows = await db.many<Looked>(sql`
      with looked as (
        select *, true ${query.method ? sql`and method = ${query.method}` : empty}
            ${query.operation ? sql`and operation = ${query.operation}` : empty}
            ${query.outcome ? sql`and status >= ${from} and status < ${below}` : empty}
            ${query.token_id ? sql`and token_id = ${query.token_id}` : empty} as fits
        from request_log
        where company_id = ${companyId} and request_id < ${before(query.cursor)}
        order by request_id desc limit ${most}
      ), edge as (
        select min(request_id::text)::uuid as request_id from looked having count(*) = ${most}
      )
      select ${entryColumns}, fits, request_id = (select request_id from edge) as is_edge from looked r
      where fits or request_id = (select request_id from edge)
      order by request_id desc limit ${query.limit + 1}`)
    const gaps = await db.many<{ from: Date; through: Date; lost: number }>(sql`
      select from_at as "from", through_at as through, lost from request_log_gaps where company_id = ${companyId}
      order by gap_id desc limit ${GAPS_SHOWN}`)
    return { body: { ...pageOfFound(rows, query.limit), gaps } }
  },
})

/** `is_edge`: the last that was looked at, where there may be more. Null where there are no more. */
type Looked = EntryRow & { fits: boolean; is_edge: boolean | null }

/** Where the search ended is a place to go on from, whether that row fits or not. */
function pageOfFound(rows: Looked[], limit: number) {
  const page = toPage(
    rows,
    limit,
    ({ request_id }) => request_id,
    (row) => row,
  )
  const edge = rows.find(({ is_edge }) => is_edge)
  return {
    data: page.data.filter(({ fits }) => fits).map(showEntry),
    next_cursor: page.next_cursor ?? edge?.request_id ?? null,
  }
}
