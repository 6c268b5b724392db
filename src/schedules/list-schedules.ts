import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, createdQuery, createdWithin, listQuery, pageOf, toPage } from '../http/list.ts'
import { labelledSo, labelQuery } from '../http/metadata.ts'
import { noPath, uuid } from '../http/schema.ts'
import {
  type ScheduleRow,
  scheduleColumns,
  scheduleSchema,
  scheduleStates,
  showSchedule,
} from './schedule.ts'

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
    const rows = await db.many<ScheduleRow>(sql`
      select ${scheduleColumns} from schedules
      where company_id = ${companyId} and schedule_id < ${before(query.cursor)}
        ${query.state ? sql`and state = ${query.state}` : empty}
        ${query.contact_id ? sql`and contact_id = ${query.contact_id}` : empty}
        ${labelledSo(query)} ${createdWithin(query)}
      order by schedule_id desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, (row) => row.schedule_id, showSchedule) }
  },
})
