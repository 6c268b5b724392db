import { z } from 'zod'
import { type Db, raw, sql } from '../db/sql.ts'
import type { EventType } from '../events/announce.ts'
import { Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import { type ChargeReason, chargeReasons } from '../ground/vault-protocol.ts'
import { labelAnswers, labelColumns, type Metadata } from '../http/metadata.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'
import { frequencies, occurrencesFrom, type Rule } from './occurrence-dates.ts'

export const scheduleKinds = ['card_debit', 'eft_debit', 'eft_credit'] as const
export const scheduleStates = ['active', 'paused', 'completed', 'cancelled'] as const
export type ScheduleState = (typeof scheduleStates)[number]

/** Where dates begin and end: that of the banks' calendar. */
export const TIME_ZONE = 'America/Toronto'
/** Dates that are shown ahead. */
const NEXT_DATES = 5

/**
 * `amount` in minor units; the days of its rule as ISO texts. `next_on`, `next_due_on`: null where no
 * occurrence is left.
 */
export type ScheduleRow = Rule & {
  company_id: string
  schedule_id: string
  kind: (typeof scheduleKinds)[number]
  state: ScheduleState
  contact_id: string
  from_credit_card_id: string | null
  from_bank_account_id: string | null
  to_bank_account_id: string
  /** Of a card's: what of the agreement its charges are. */
  reason: ChargeReason | null
  amount: bigint
  currency: Currency
  statement: string
  note: string | null
  external_reference: string | null
  metadata: Metadata
  agreed_at: Date | null
  agreement_reference: string | null
  agreement_token_id: string | null
  next_number: number
  next_on: string | null
  next_due_on: string | null
  created_at: Date
  updated_at: Date
}
export type ScheduleKey = Pick<ScheduleRow, 'company_id' | 'schedule_id'>

/** Which of its company's limits for the day what it makes counts toward. */
export const countedAs = (kind: ScheduleRow['kind']) => (kind === 'eft_credit' ? 'credits' : 'debits')

export const scheduleColumns = sql`
  company_id, schedule_id, kind, state, reason, contact_id, from_credit_card_id, from_bank_account_id, to_bank_account_id, amount,
  currency, statement, note, ${labelColumns}, agreed_at, agreement_reference, agreement_token_id, start_on::text, frequency, every,
  end_on::text, count, business_day, next_number, next_on::text, next_due_on::text, created_at, updated_at`

export const schedulePath = z.object({ identifier: uuid })

const dateSchema = z.object({
  number: z.int(),
  date: z.iso.date().meta({ description: 'The day by the rule' }),
  due_on: z.iso.date().meta({ description: 'When it is made' }),
})

export const scheduleSchema = z
  .object({
    identifier: uuid,
    kind: z.enum(scheduleKinds),
    state: z.enum(scheduleStates),
    reason: z
      .enum(chargeReasons)
      .nullable()
      .meta({ description: 'Of `card_debit`: what the card network is told of each charge' }),
    contact_id: uuid,
    from_credit_card_id: uuid.nullable(),
    from_bank_account: uuid.nullable(),
    to_bank_account: uuid,
    amount: amountAnswer,
    currency,
    statement: z.string(),
    note: z.string().nullable(),
    ...labelAnswers,
    start: z.iso.date(),
    frequency: z.enum(frequencies),
    interval: z.int(),
    end: z.iso.date().nullable(),
    count: z.int().nullable(),
    business_day: z.enum(['any', 'next']),
    time_zone: z.literal(TIME_ZONE),
    next_dates: z
      .array(dateSchema)
      .meta({ description: `The next ${NEXT_DATES}; none once it is completed or cancelled` }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Schedule' })

export function showSchedule(row: ScheduleRow) {
  const open = row.state === 'active' || row.state === 'paused'
  const dates = open ? occurrencesFrom(row, row.next_number, NEXT_DATES) : []
  return {
    identifier: row.schedule_id,
    kind: row.kind,
    state: row.state,
    reason: row.reason,
    contact_id: row.contact_id,
    from_credit_card_id: row.from_credit_card_id,
    from_bank_account: row.from_bank_account_id,
    to_bank_account: row.to_bank_account_id,
    amount: printAmount(row.amount),
    currency: row.currency,
    statement: row.statement,
    note: row.note,
    external_reference: row.external_reference,
    metadata: row.metadata,
    start: row.start_on,
    frequency: row.frequency,
    interval: row.every,
    end: row.end_on,
    count: row.count,
    business_day: row.business_day,
    time_zone: TIME_ZONE,
    next_dates: dates.map(({ number, nominal_on, due_on }) => ({ number, date: nominal_on, due_on })),
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

/** The schedule, or 404. `lock`: nothing else changes it until this transaction ends. */
export async function findSchedule(
  db: Db,
  companyId: string,
  id: string,
  { lock = false } = {},
): Promise<ScheduleRow> {
  const found = await db.first<ScheduleRow>(sql`
    select ${scheduleColumns} from schedules where company_id = ${companyId} and schedule_id = ${id}
    ${raw(lock ? 'for update' : '')}`)
  if (!found)
    throw new Problem('not_found', `There is no schedule ${id}; GET /schedule lists those there are.`)
  return found
}

/** 409 for a schedule that is not in one of these states. */
export function requireState({ state }: ScheduleRow, ...wanted: ScheduleState[]): void {
  if (!wanted.includes(state))
    throw new Problem('wrong_state', `The schedule is ${state}; it has to be ${wanted.join(' or ')}.`)
}

export type ScheduleEvent = Extract<
  EventType,
  `schedules.${'created' | 'updated' | 'paused' | 'resumed' | 'completed' | 'cancelled'}`
>

/** The event that tells how a schedule is now, in the transaction that made it so. */
export const announceSchedule = (db: Db, { company_id, schedule_id }: ScheduleKey, type: ScheduleEvent) =>
  db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    select company_id, ${type}, schedule_event_data(s), jetpay_now() from schedules s
    where company_id = ${company_id} and schedule_id = ${schedule_id}`)

/** A contact that is deleted is neither debited nor credited any more. */
export async function cancelSchedules(db: Db, companyId: string, contactId: string): Promise<void> {
  const cancelled = await db.many<ScheduleKey>(sql`
    update schedules set state = 'cancelled', updated_at = jetpay_now()
    where company_id = ${companyId} and contact_id = ${contactId} and state in ('active', 'paused')
    returning company_id, schedule_id`)
  for (const key of cancelled) await announceSchedule(db, key, 'schedules.cancelled')
}
