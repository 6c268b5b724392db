import { type Db, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { torontoTime } from '../rails/banking-calendar.ts'
import { requireMovementScope } from './movement-scope.ts'
import { announceOccurrences, moveTo } from './occurrence.ts'
import { type OccurrenceDate, occurrenceAt } from './occurrence-dates.ts'
import {
  announceSchedule,
  findSchedule,
  requireState,
  type ScheduleRow,
  schedulePath,
  scheduleSchema,
  showSchedule,
} from './schedule.ts'

export const resumeSchedule = endpoint({
  operationId: 'resume_schedule',
  method: 'POST',
  path: '/schedule/{identifier}/resume',
  tag: 'Schedules',
  summary: 'Resume a paused schedule',
  description:
    'It goes on with the first occurrence from today. Those that came meanwhile are skipped, never made up for. The token needs `debits:write` too, or `credits:write` for `eft_credit`.',
  scope: 'scheduled:write',
  takesMoney: true,
  reauthenticate: true,
  pathSchema: schedulePath,
  answers: { 200: { description: 'The schedule', schema: scheduleSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, caller, path: { identifier }, context: { clock } }) {
    const schedule = await findSchedule(db, companyId, identifier, { lock: true })
    requireState(schedule, 'paused')
    requireMovementScope(caller, schedule.kind)
    await db.run(sql`
      update schedules set state = 'active' where company_id = ${companyId} and schedule_id = ${identifier}`)
    const { missed, next } = split(schedule, torontoTime(clock.now()).day)
    await enterSkipped(db, schedule, missed)
    const lastEntered = missed.at(-1)?.number ?? schedule.next_number - 1
    await moveTo(db, { ...schedule, state: 'active' }, next, lastEntered)
    if (next) await announceSchedule(db, schedule, 'schedules.resumed')
    return { body: showSchedule(await findSchedule(db, companyId, identifier)) }
  },
})

/** What came before today, and the first that has not: a handful of days for each month of the pause. */
function split(
  schedule: ScheduleRow,
  today: string,
): { missed: OccurrenceDate[]; next: OccurrenceDate | null } {
  const missed: OccurrenceDate[] = []
  let next = occurrenceAt(schedule, schedule.next_number)
  while (next && next.due_on < today) {
    missed.push(next)
    next = occurrenceAt(schedule, next.number + 1)
  }
  return { missed, next }
}

async function enterSkipped(db: Db, schedule: ScheduleRow, missed: OccurrenceDate[]): Promise<void> {
  const { company_id, schedule_id, amount } = schedule
  const numbers = missed.map(({ number }) => number)
  await db.run(sql`
    insert into schedule_occurrences (company_id, schedule_id, number, nominal_on, due_on, state, amount)
    select ${company_id}, ${schedule_id}, number, nominal_on, due_on, 'skipped', ${amount}
    from unnest(${numbers}::integer[], ${missed.map(({ nominal_on }) => nominal_on)}::date[],
      ${missed.map(({ due_on }) => due_on)}::date[]) as missed (number, nominal_on, due_on)`)
  await announceOccurrences(db, schedule, numbers)
}
