import { requireAccount, requireCurrency } from '../bank-accounts/movable-account.ts'
import { requireWithinLimits } from '../companies/within-limit.ts'
import { holdContact } from '../contacts/contact.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { labelColumns, labelsOf } from '../http/metadata.ts'
import { noPath } from '../http/schema.ts'
import { torontoTime } from '../rails/banking-calendar.ts'
import { requireReached } from '../rails/require-reached.ts'
import { requireCard } from './charged-card.ts'
import { requireMovementScope } from './movement-scope.ts'
import { startOf } from './occurrence.ts'
import { occurrenceAt, type Rule } from './occurrence-dates.ts'
import { announceSchedule, countedAs, findSchedule, scheduleSchema, showSchedule } from './schedule.ts'
import { type ScheduleBody, scheduleBody } from './schedule-body.ts'

export const createSchedule = endpoint({
  operationId: 'create_schedule',
  method: 'PUT',
  path: '/schedule',
  tag: 'Schedules',
  summary: 'Make debits or credits by schedule',
  description:
    'Once in the future, or again and again until an end, a count, or for good. By card on any day, by bank on the next banking day. Days are those of Toronto, and what is due is made soon after midnight there. A monthly schedule that starts on the 31st is on the last day of shorter months. For `eft_debit` **you state that the payer agreed** to be debited by this schedule (Payments Canada, Rule H1) and that you keep the agreement. Beside `scheduled:write` the token needs what the movement itself does: `debits:write`, or `credits:write` for `eft_credit`.',
  scope: 'scheduled:write',
  takesMoney: true,
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: scheduleBody,
  answers: { 201: { description: 'The schedule, with its next dates', schema: scheduleSchema } },
  problems: ['not_found', 'limit_exceeded'],
  permit: ({ caller, body }) => requireMovementScope(caller, body.kind),
  async handle({ db, companyId, caller, body, context: { clock, config } }) {
    const rule = toRule(body)
    requireRule(rule, torontoTime(clock.now()).day)
    await holdContact(db, companyId, body.contact_id)
    const currency = await requireWays(db, config, companyId, body)
    requireCurrency(body.currency, currency)
    await requireWithinLimits(db, companyId, { counted: countedAs(body.kind), amount: body.amount, currency })
    const id = newId()
    const labels = labelsOf(body)
    const first = occurrenceAt(rule, 1)!
    const agreement = body.kind === 'eft_debit' ? (body.agreement ?? {}) : null
    await db.run(sql`
      insert into schedules (company_id, schedule_id, kind, state, reason, contact_id, from_credit_card_id, from_bank_account_id,
        to_bank_account_id, amount, currency, statement, note, ${labelColumns}, agreed_at, agreement_reference, agreement_token_id,
        start_on, frequency, every, end_on, count, business_day, next_number, next_on, next_due_on, next_due_at)
      values (${companyId}, ${id}, ${body.kind}, 'active', ${reasonOf(body)}, ${body.contact_id},
        ${body.kind === 'card_debit' ? body.from_credit_card_id : null},
        ${body.kind === 'card_debit' ? null : body.from_bank_account}, ${body.to_bank_account}, ${body.amount}, ${currency},
        ${body.statement}, ${body.note ?? null}, ${labels.external_reference}, ${JSON.stringify(labels.metadata)},
        case when ${agreement !== null} then coalesce(${agreement?.agreed_at ?? null}::timestamptz, jetpay_now()) end,
        ${agreement?.reference ?? null}, ${agreement ? caller.token_id : null}, ${rule.start_on}::date, ${rule.frequency},
        ${rule.every}, ${rule.end_on}::date, ${rule.count}, ${rule.business_day}, 1, ${first.nominal_on}::date,
        ${first.due_on}::date, ${startOf(first.due_on)})`)
    await announceSchedule(db, { company_id: companyId, schedule_id: id }, 'schedules.created')
    return { status: 201, body: showSchedule(await findSchedule(db, companyId, id)) }
  },
})

/** Of a card's: without a word what comes again is recurring, what comes once is on no fixed day. */
const reasonOf = (body: ScheduleBody) => {
  if (body.kind !== 'card_debit') return null
  return body.reason ?? (body.frequency === 'once' ? 'unscheduled' : 'recurring')
}

const toRule = (body: ScheduleBody): Rule => ({
  start_on: body.start,
  frequency: body.frequency,
  every: body.interval,
  end_on: body.end ?? null,
  count: body.count ?? null,
  business_day: body.kind === 'card_debit' ? body.business_day : 'next',
})

/** 422 for a rule that names no day to come. */
function requireRule(rule: Rule, today: string): void {
  const bad = (path: string, message: string) => {
    throw new Problem('validation_failed', `Correct these fields: ${path}.`, { errors: [{ path, message }] })
  }
  if (rule.start_on < today) bad('start', `must not be before today, ${today} in Toronto`)
  if (rule.start_on > `${Number(today.slice(0, 4)) + 10}`) bad('start', 'must be within ten years')
  if (rule.end_on !== null && rule.count !== null) bad('count', 'does not go with end; remove one')
  if (rule.end_on !== null && rule.end_on < rule.start_on) bad('end', 'must not be before start')
}

/**
 * 422 where card or accounts are not whose they must be. Returns the currency, that of the company's account.
 */
async function requireWays(
  db: Db,
  { bank }: Config,
  companyId: string,
  body: ScheduleBody,
): Promise<Currency> {
  const contactId = body.contact_id
  const ours = body.kind === 'eft_credit' ? 'from_bank_account' : 'to_bank_account'
  const own = {
    companyId,
    contactId: null,
    id: body.kind === 'eft_credit' ? body.from_bank_account : body.to_bank_account,
  }
  if (body.kind === 'card_debit') {
    await requireCard(db, companyId, contactId, body.from_credit_card_id)
    return (await requireAccount(db, own, ours)).currency
  }
  const { currency } = await requireAccount(db, own, ours)
  await requireReached(db, bank, own, ours)
  const theirs = body.kind === 'eft_credit' ? 'to_bank_account' : 'from_bank_account'
  const their = { companyId, contactId, id: body[theirs], currency }
  await requireAccount(db, their, theirs)
  await requireReached(db, bank, their, theirs)
  return currency
}
