import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { limit, queryInteger } from '../http/query.ts'
import { type OccurrenceRow, occurrenceColumns, occurrenceSchema, showOccurrence } from './occurrence.ts'
import { findSchedule, schedulePath } from './schedule.ts'

export const listOccurrences = endpoint({
  operationId: 'list_schedule_occurrences',
  method: 'GET',
  path: '/schedule/{identifier}/occurrences',
  tag: 'Schedules',
  summary: 'What a schedule has made',
  description: 'Each date that came, newest first, with its transaction or why there is none.',
  scope: 'scheduled:read',
  pathSchema: schedulePath,
  querySchema: z.strictObject({
    limit,
    before: queryInteger(1, 2 ** 31 - 1, 'must be the number of an occurrence')
      .optional()
      .meta({
        description: 'Only occurrences with a lower number: `next_before` of the page before',
      }),
  }),
  answers: {
    200: {
      description: 'A page of occurrences',
      schema: z
        .object({ data: z.array(occurrenceSchema), next_before: z.int().nullable() })
        .meta({ id: 'OccurrencePage' }),
    },
  },
  async handle({ db, companyId, path: { identifier }, query: { limit, before } }) {
    await findSchedule(db, companyId, identifier)
    const rows = await db.many<OccurrenceRow>(sql`
      select ${occurrenceColumns} from schedule_occurrences
      where company_id = ${companyId} and schedule_id = ${identifier} and number < ${before ?? 2 ** 31 - 1}
      order by number desc limit ${limit + 1}`)
    const page = rows.slice(0, limit)
    const next_before = rows.length > limit ? page.at(-1)!.number : null
    return { body: { data: page.map(showOccurrence), next_before } }
  },
})
