import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, createdQuery, createdWithin, listQuery, pageOf, toSearchedPage } from '../http/list.ts'
import { askedLabels, labelledSo, labelQuery } from '../http/metadata.ts'
import { noPath, uuid } from '../http/schema.ts'
import { search } from '../search/find-rows.ts'
import {
  type ScheduleRow,
  scheduleColumns,
  scheduleSchema,
  scheduleStates,
  showSchedule,
} from './schedule.ts'
import { scheduleList } from './schedule-list.ts'

export const listSchedules = endpoint({
  operationId: 'list_schedules',
  method: 'GET',
  path: '/schedule',
  tag: 'Schedules',
  summary: 'List schedules',
  description: 'Newest first.',
  scope: 'scheduled:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    state: z.enum(scheduleStates).optional(),
    contact_id: uuid.optional(),
    ...labelQuery,
    ...createdQuery,
  }),
  answers: { 200: { description: 'A page of schedules', schema: pageOf(scheduleSchema) } },
  async handle({ db, companyId, query }) {
    const found = await search<ScheduleRow>(db, scheduleList, {
      companyId,
      columns: scheduleColumns,
      before: before(query.cursor),
      limit: query.limit + 1,
      key: query.contact_id ? sql`and contact_id = ${query.contact_id}` : undefined,
      where: sql`${query.state ? sql`and state = ${query.state}` : empty} ${labelledSo(query)} ${createdWithin(query)}`,
      wanted: {
        facets: { state: query.state && [query.state] },
        terms: askedLabels(query),
        created_after: query.created_after,
        created_before: query.created_before,
      },
    })
    return { body: toSearchedPage([found], query.limit, (row) => row.schedule_id, showSchedule) }
  },
})
