import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { torontoTime } from '../rails/banking-calendar.ts'
import { moveTo } from './occurrence.ts'
import {
  announceSchedule,
  findSchedule,
  requireState,
  schedulePath,
  scheduleSchema,
  showSchedule,
} from './schedule.ts'

/**
 * Long enough for whoever sees the mistake the next morning; what was skipped before that is told for good.
 */
const WITHIN_HOURS = 24

export const restoreOccurrence = endpoint({
  operationId: 'restore_schedule_occurrence',
  method: 'POST',
  path: '/schedule/{identifier}/restore',
  tag: 'Schedules',
  summary: 'Take a skip back',
  description: `Of the occurrence that was skipped last, if nothing has been made after it, it was skipped within ${WITHIN_HOURS} hours, and its day has not passed: it is the next one again. Not where the skip completed the schedule.`,
  scope: 'scheduled:write',
  reauthenticate: true,
  takesMoney: true,
  pathSchema: schedulePath,
  bodySchema: z.strictObject({ number: z.int().min(1, 'must be at least 1') }),
  answers: { 200: { description: 'The schedule, with the date that is back', schema: scheduleSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, path: { identifier }, body: { number }, context: { clock } }) {
    const schedule = await findSchedule(db, companyId, identifier, { lock: true })
    requireState(schedule, 'active', 'paused')
    if (number !== schedule.next_number - 1)
      throw new Problem(
        'wrong_state',
        `Only the last one, number ${schedule.next_number - 1}, can be taken back.`,
      )
    const today = torontoTime(clock.now()).day
    const back = await db.first<{ nominal_on: string; due_on: string }>(sql`
      with restored as (
        delete from schedule_occurrences
        where company_id = ${companyId} and schedule_id = ${identifier} and number = ${number} and state = 'skipped'
          and due_on >= ${today}::date and updated_at > jetpay_now() - make_interval(hours => ${WITHIN_HOURS})
        returning schedule_occurrences as occurrence, nominal_on, due_on
      ), told as (
        insert into outbox (company_id, type, data, created_at)
        select ${companyId}, 'schedules.occurrences.restored',
          occurrence_event_data(occurrence) || '{"state": "restored"}', jetpay_now()
        from restored
      ) select nominal_on::text, due_on::text from restored`)
    if (!back)
      throw new Problem(
        'wrong_state',
        `Number ${number} was not skipped, was skipped more than ${WITHIN_HOURS} hours ago, or its day has passed.`,
      )
    await moveTo(db, schedule, { number, ...back }, number)
    await announceSchedule(db, schedule, 'schedules.updated')
    return { body: showSchedule(await findSchedule(db, companyId, identifier)) }
  },
})
