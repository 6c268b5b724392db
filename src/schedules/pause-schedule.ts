import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import {
  announceSchedule,
  findSchedule,
  requireState,
  schedulePath,
  scheduleSchema,
  showSchedule,
} from './schedule.ts'

export const pauseSchedule = endpoint({
  operationId: 'pause_schedule',
  method: 'POST',
  path: '/schedule/{identifier}/pause',
  tag: 'Schedules',
  summary: 'Pause a schedule',
  description: 'Nothing is made until it is resumed. A card that is to be tried again waits too.',
  scope: 'scheduled:write',
  pathSchema: schedulePath,
  answers: { 200: { description: 'The schedule, `paused`', schema: scheduleSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, path: { identifier } }) {
    const schedule = await findSchedule(db, companyId, identifier, { lock: true })
    requireState(schedule, 'active')
    await db.run(sql`
      update schedules set state = 'paused', updated_at = jetpay_now()
      where company_id = ${companyId} and schedule_id = ${identifier}`)
    await announceSchedule(db, schedule, 'schedules.paused')
    return { body: showSchedule(await findSchedule(db, companyId, identifier)) }
  },
})
