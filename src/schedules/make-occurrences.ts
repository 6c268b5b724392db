import { findAccount } from '../bank-accounts/movable-account.ts'
import { countIfWithin } from '../companies/within-limit.ts'
import { newLinkSecret } from '../credits/credit-link.ts'
import { insertCredit } from '../credits/insert-credit.ts'
import { startCredit } from '../credits/start-credit.ts'
import { type Db, sql } from '../db/sql.ts'
import { insertDebit } from '../debits/insert-debit.ts'
import { startEftDebit } from '../debits/start-eft-debit.ts'
import { newId } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import { enterNext, type OccurrenceOutcome } from './occurrence.ts'
import { type ScheduleKey, type ScheduleRow, scheduleColumns } from './schedule.ts'

/** Schedules that one look takes up. */
const BATCH = 50

const isDue = sql`state = 'active' and next_due_at <= jetpay_now()
  and not exists (select from companies c where c.company_id = schedules.company_id and c.suspended_at is not null)`

/** Whether any schedule is. */
export const schedulesDue = sql`select from schedules where ${isDue}`

/**
 * Makes what is due, one occurrence of each schedule at a time, so that those that are late come in order.
 * True where there may be more. Each is one transaction: the occurrence, the schedule's next date, and the
 * debit or credit by bank; of a card's only that it is to be charged.
 */
export async function makeOccurrences(context: Context): Promise<boolean> {
  const due = await context.db.many<ScheduleKey>(sql`
    select company_id, schedule_id from schedules where ${isDue} order by next_due_at limit ${BATCH}`)
  let made = false
  for (const key of due)
    made =
      (await makeNext(context, key).catch((err) => {
        // An occurrence that cannot be made must not keep the others waiting.
        context.log.error({ ...key, err }, 'a scheduled occurrence could not be made; it will be tried again')
        return false
      })) || made
  return made
}

const makeNext = (context: Context, key: ScheduleKey): Promise<boolean> =>
  context.db.transaction(async (db) => {
    const schedule = await lockDue(db, key)
    if (schedule) await enterNext(db, schedule, await make(context, db, schedule))
    return schedule !== undefined
  })

/** Of two workers one gets it; the other finds it moved on. */
const lockDue = (db: Db, { company_id, schedule_id }: ScheduleKey) =>
  db.first<ScheduleRow>(sql`
    select ${scheduleColumns} from schedules
    where company_id = ${company_id} and schedule_id = ${schedule_id} and state = 'active' and next_due_at <= jetpay_now()
    for update skip locked`)

/**
 * What was right when the schedule was made can only have been deleted, or be above a limit that was set
 * since: both are looked at before anything is made.
 */
async function make({ config }: Context, db: Db, schedule: ScheduleRow): Promise<OccurrenceOutcome> {
  const { kind, company_id: companyId, contact_id: contactId, amount, currency, statement, note } = schedule
  const id = newId()
  if (kind === 'card_debit') return { state: 'due', transactionId: id }
  const isDebit = kind === 'eft_debit'
  const contactsAccount = isDebit ? schedule.from_bank_account_id! : schedule.to_bank_account_id
  if (!(await findAccount(db, { companyId, contactId, id: contactsAccount })))
    return { state: 'failed', reason: 'bank_account_deleted' }
  const counted = await countIfWithin(db, companyId, id, {
    counted: isDebit ? 'debits' : 'credits',
    amount,
    currency,
  })
  if ('above' in counted) return { state: 'failed', reason: 'limit_exceeded' }
  const { countedOn } = counted
  const labels = { external_reference: schedule.external_reference, metadata: schedule.metadata }
  const asked = { companyId, id, contactId, amount, currency, statement, note, labels }
  if (isDebit) {
    const debit = { ...asked, toBankAccountId: schedule.to_bank_account_id }
    await insertDebit(db, config, debit, countedOn)
    await startEftDebit(db, companyId, id, contactsAccount, {
      obtainedBy: 'platform',
      tokenId: schedule.agreement_token_id!,
      agreedAt: schedule.agreed_at,
      reference: schedule.agreement_reference,
    })
  } else {
    // Its link is given to nobody: where it goes is known.
    const { secretHash } = newLinkSecret()
    const credit = { ...asked, fromBankAccountId: schedule.from_bank_account_id!, secretHash }
    await insertCredit(db, config, credit, countedOn)
    await startCredit(db, companyId, id, contactsAccount)
  }
  return { state: 'made', transactionId: id }
}
