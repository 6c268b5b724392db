import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { requireWithinLimits } from '../companies/within-limit.ts'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { changedLabels, labelFields } from '../http/metadata.ts'
import { amount, definedOf, note, statement, uuid } from '../http/schema.ts'
import { requireStanding } from '../http/standing.ts'
import { requireCard } from './charged-card.ts'
import { movesMore, requireMovementScope } from './movement-scope.ts'
import { moveTo } from './occurrence.ts'
import { occurrenceAt } from './occurrence-dates.ts'
import {
  announceSchedule,
  countedAs,
  findSchedule,
  requireState,
  type ScheduleRow,
  schedulePath,
  scheduleSchema,
  showSchedule,
} from './schedule.ts'
import { endFields } from './schedule-body.ts'

export const updateSchedule = endpoint({
  operationId: 'update_schedule',
  method: 'PATCH',
  path: '/schedule/{identifier}',
  tag: 'Schedules',
  summary: 'Change a schedule',
  description:
    'From the next occurrence on. Fields that are left out stay as they are; `end` and `count` take each other’s place, null takes the limit away, and `note: null` the note. A change of nothing leaves `updated_at` alone and tells no event. For other dates, accounts or kinds cancel it and make a new one. A higher amount, another card or a later end needs `debits:write` too, or `credits:write` for `eft_credit`, and is refused while the company is suspended.',
  scope: 'scheduled:write',
  reauthenticate: true,
  pathSchema: schedulePath,
  bodySchema: z
    .strictObject({
      amount,
      statement,
      note: note.nullable(),
      from_credit_card_id: uuid,
      ...endFields,
      ...labelFields,
    })
    .partial(),
  answers: { 200: { description: 'The schedule as it is now', schema: scheduleSchema } },
  problems: ['wrong_state', 'limit_exceeded', 'company_suspended'],
  async handle({ db, companyId, caller, path: { identifier }, body }) {
    const found = await findSchedule(db, companyId, identifier, { lock: true })
    requireState(found, 'active', 'paused')
    const { end, count, external_reference, metadata, ...changes } = body
    const labels = changedLabels({ external_reference, metadata })
    const changed = { ...found, ...definedOf(changes), ...labels, ...limitsOf({ end, count }, found) }
    if (isDeepStrictEqual(changed, found)) return { body: showSchedule(found) }
    if (movesMore(found, changed)) {
      requireMovementScope(caller, found.kind)
      requireStanding(caller)
    }
    if (body.from_credit_card_id) {
      if (found.kind !== 'card_debit') throw bad('from_credit_card_id', 'is for schedules of kind card_debit')
      await requireCard(db, companyId, found.contact_id, body.from_credit_card_id)
    }
    if (body.amount !== undefined)
      await requireWithinLimits(db, companyId, { ...changed, counted: countedAs(changed.kind) })
    await db.run(sql`
      update schedules set amount = ${changed.amount}, statement = ${changed.statement}, note = ${changed.note},
        external_reference = ${changed.external_reference}, metadata = ${JSON.stringify(changed.metadata)},
        from_credit_card_id = ${changed.from_credit_card_id}, end_on = ${changed.end_on}::date, count = ${changed.count}
      where company_id = ${companyId} and schedule_id = ${identifier}`)
    const next = occurrenceAt(changed, changed.next_number)
    const moved = await moveTo(db, changed, next, changed.next_number - 1)
    if (moved.state !== 'completed') await announceSchedule(db, changed, 'schedules.updated')
    return { body: showSchedule(await findSchedule(db, companyId, identifier)) }
  },
})

type Limits = { end?: string | null | undefined; count?: number | null | undefined }

/** One that is set takes the other's place. 422 for both, and for an end before the start. */
function limitsOf({ end, count }: Limits, had: ScheduleRow) {
  if (end && count) throw bad('count', 'does not go with end; remove one')
  if (end && end < had.start_on) throw bad('end', 'must not be before start')
  return {
    end_on: end !== undefined ? end : count ? null : had.end_on,
    count: count !== undefined ? count : end ? null : had.count,
  }
}

const bad = (path: string, message: string) =>
  new Problem('validation_failed', `Correct these fields: ${path}.`, { errors: [{ path, message }] })
