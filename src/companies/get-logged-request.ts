import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { type EntryRow, entryColumns, entrySchema, showEntry } from './request-log-entry.ts'

export const getLoggedRequest = endpoint({
  operationId: 'get_logged_request',
  method: 'GET',
  path: '/request_log/{request_id}',
  tag: 'Company',
  summary: 'Find a request by its id',
  description: 'By what the header `X-Request-Id` and every problem say. Of the last week.',
  scope: 'audit:read',
  pathSchema: z.object({ request_id: uuid }),
  answers: { 200: { description: 'The request', schema: entrySchema } },
  async handle({ db, companyId, path }) {
    const row = await db.first<EntryRow>(sql`
      select ${entryColumns} from request_log r where company_id = ${companyId}
        and (request_id = ${path.request_id} or proxy_request_id = ${path.request_id})
      order by request_id desc limit 1`)
    if (row) return { body: showEntry(row) }
    throw new Problem(
      'not_found',
      `There is no request ${path.request_id} of the last week. One that was answered just now is here in a second.`,
    )
  },
})
