import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { amountAnswer, failReason, printAmount, uuid } from '../http/schema.ts'
import { type OccurrenceDate, occurrenceAt } from './occurrence-dates.ts'
import { announceSchedule, type ScheduleKey, type ScheduleRow, TIME_ZONE } from './schedule.ts'

export const occurrenceStates = ['due', 'made', 'failed', 'skipped'] as const

/** `amount` in minor units. */
export type OccurrenceRow = {
  number: number
  nominal_on: string
  due_on: string
  state: (typeof occurrenceStates)[number]
  amount: bigint
  transaction_id: string | null
  fail_reason: FailReason | null
  updated_at: Date
}

export const occurrenceColumns = sql`
  number, nominal_on::text, due_on::text, state, amount, transaction_id, fail_reason, updated_at`

export const occurrenceSchema = z
  .object({
    number: z.int(),
    date: z.iso.date(),
    due_on: z.iso.date(),
    state: z.enum(occurrenceStates).meta({
      description: '`due`: a card is being charged, or will be tried again. `made`: follow its transaction',
    }),
    amount: amountAnswer,
    transaction_id: uuid
      .nullable()
      .meta({ description: 'The debit or credit, of a failed one the last that was tried' }),
    fail_reason: failReason.nullable(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Occurrence' })

export const showOccurrence = ({ nominal_on, amount, ...row }: OccurrenceRow) => ({
  ...row,
  date: nominal_on,
  amount: printAmount(amount),
})

/** What becomes of the schedule's next occurrence. */
export type OccurrenceOutcome =
  | { state: 'due' | 'made'; transactionId: string }
  | { state: 'failed'; reason: FailReason }
  | { state: 'skipped' }

/**
 * Enters what became of the schedule's next occurrence and moves the schedule on to the one after it; without
 * one the schedule is completed. In the transaction that has the schedule's row locked.
 */
export async function enterNext(
  db: Db,
  schedule: ScheduleRow,
  outcome: OccurrenceOutcome,
): Promise<ScheduleRow> {
  const [number, nominalOn, dueOn] = [schedule.next_number, schedule.next_on, schedule.next_due_on]
  await db.run(sql`
    insert into schedule_occurrences (company_id, schedule_id, number, nominal_on, due_on, state, amount, transaction_id,
      try_due_at, fail_reason)
    values (${schedule.company_id}, ${schedule.schedule_id}, ${number}, ${nominalOn}::date, ${dueOn}::date,
      ${outcome.state}, ${schedule.amount}, ${'transactionId' in outcome ? outcome.transactionId : null},
      case when ${outcome.state === 'due'} then jetpay_now() end, ${'reason' in outcome ? outcome.reason : null})`)
  if (outcome.state !== 'due') await announceOccurrences(db, schedule, [number])
  return moveTo(db, schedule, occurrenceAt(schedule, number + 1), number)
}

/**
 * Makes an occurrence the schedule's next one. Null: there is none after the one that was entered last, and
 * the schedule is completed.
 */
export async function moveTo(
  db: Db,
  schedule: ScheduleRow,
  next: OccurrenceDate | null,
  lastEntered: number,
): Promise<ScheduleRow> {
  await db.run(sql`
    update schedules set next_number = ${next?.number ?? lastEntered + 1},
      next_on = ${next?.nominal_on ?? null}::date, next_due_on = ${next?.due_on ?? null}::date,
      next_due_at = ${startOf(next?.due_on ?? null)}, updated_at = jetpay_now(),
      state = case when ${next === null} then 'completed' else state end
    where company_id = ${schedule.company_id} and schedule_id = ${schedule.schedule_id}`)
  if (next === null) await announceSchedule(db, schedule, 'schedules.completed')
  return {
    ...schedule,
    state: next === null ? 'completed' : schedule.state,
    next_number: next?.number ?? lastEntered + 1,
    next_on: next?.nominal_on ?? null,
    next_due_on: next?.due_on ?? null,
  }
}

/** The moment at which a day begins where schedules are. */
export const startOf = (day: string | null) => sql`${day}::date::timestamp at time zone ${TIME_ZONE}`

/** The events that tell what became of occurrences, in the transaction that entered it. */
export const announceOccurrences = (db: Db, { company_id, schedule_id }: ScheduleKey, numbers: number[]) =>
  db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    select company_id, 'schedules.occurrences.' || state, occurrence_event_data(o), jetpay_now()
    from schedule_occurrences o
    where company_id = ${company_id} and schedule_id = ${schedule_id} and number = any(${numbers}::integer[])
    order by number`)
