import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { enterNext } from './occurrence.ts'
import {
  announceSchedule,
  findSchedule,
  requireState,
  schedulePath,
  scheduleSchema,
  showSchedule,
} from './schedule.ts'

export const skipOccurrence = endpoint({
  operationId: 'skip_schedule_occurrence',
  method: 'POST',
  path: '/schedule/{identifier}/skip',
  tag: 'Schedules',
  summary: 'Skip the next occurrence',
  description:
    'It counts as one of `count`. With `number` only if that is the next one: so that a skip that comes late does not skip another.',
  scope: 'scheduled:write',
  pathSchema: schedulePath,
  bodySchema: z.strictObject({ number: z.int().min(1, 'must be at least 1').optional() }).optional(),
  answers: { 200: { description: 'The schedule, with the dates after it', schema: scheduleSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, path: { identifier }, body }) {
    const schedule = await findSchedule(db, companyId, identifier, { lock: true })
    requireState(schedule, 'active', 'paused')
    if (body?.number !== undefined && body.number !== schedule.next_number)
      throw new Problem('wrong_state', `The next occurrence is number ${schedule.next_number}.`)
    const moved = await enterNext(db, schedule, { state: 'skipped' })
    if (moved.state !== 'completed') await announceSchedule(db, schedule, 'schedules.updated')
    return { body: showSchedule(await findSchedule(db, companyId, identifier)) }
  },
})
