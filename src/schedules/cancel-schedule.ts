import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { announceSchedule, findSchedule, requireState, schedulePath } from './schedule.ts'

export const cancelSchedule = endpoint({
  operationId: 'cancel_schedule',
  method: 'DELETE',
  path: '/schedule/{identifier}',
  tag: 'Schedules',
  summary: 'Cancel a schedule',
  description:
    'For good: nothing more is made. What was made stays; a transaction of it that has not begun can be cancelled by itself.',
  scope: 'scheduled:write',
  pathSchema: schedulePath,
  answers: { 200: { description: 'Cancelled', schema: okSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, path: { identifier } }) {
    const schedule = await findSchedule(db, companyId, identifier, { lock: true })
    requireState(schedule, 'active', 'paused')
    await db.run(sql`
      update schedules set state = 'cancelled', updated_at = jetpay_now()
      where company_id = ${companyId} and schedule_id = ${identifier}`)
    await announceSchedule(db, schedule, 'schedules.cancelled')
    return { body: { ok: true } }
  },
})
