import { endpoint } from '../http/endpoint.ts'
import { findSchedule, schedulePath, scheduleSchema, showSchedule } from './schedule.ts'

export const getSchedule = endpoint({
  operationId: 'get_schedule',
  method: 'GET',
  path: '/schedule/{identifier}',
  tag: 'Schedules',
  summary: 'Get a schedule with its next dates',
  scope: 'scheduled:read',
  pathSchema: schedulePath,
  answers: { 200: { description: 'The schedule', schema: scheduleSchema } },
  handle: async ({ db, companyId, path }) => ({
    body: showSchedule(await findSchedule(db, companyId, path.identifier)),
  }),
})
