import { charge } from '../charges/charge.ts'
import type { ChargeOutcome } from '../charges/charge-outcome.ts'
import type { ChargeRequest, Refusal } from '../charges/request-charges.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import type { TransactionState } from '../debits/debit.ts'
import { traced } from '../events/transaction-traces.ts'
import { type FailReason, scheduledOf } from '../ground/fail-reasons.ts'
import { newId } from '../ground/ids.ts'
import { NEW_ACCOUNT_DATA } from '../ground/retry-advice.ts'
import type { Labels } from '../http/metadata.ts'
import type { Context } from '../process/context.ts'
import { announceOccurrences } from './occurrence.ts'
import type { ScheduleRow } from './schedule.ts'

/** Cards that one look charges at once. */
const BATCH = 20
/**
 * Longer than a charge takes, with its reversal and a database that is away: after it another worker goes on.
 */
const LEASE_SECONDS = 60
/** A charge that is being reversed is looked at again after this long. */
const UNDECIDED_SECONDS = 5
/** One that waits for what a restore has lost, which a person settles. */
const BEFORE_SECONDS = 300

/** Pauses before further tries, in seconds; after the last one the occurrence has failed. */
const PAUSES = [60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600] as const

type Key = { company_id: string; schedule_id: string; number: number }
type ClaimedOccurrence = Key &
  Pick<
    ScheduleRow,
    'state' | 'reason' | 'contact_id' | 'to_bank_account_id' | 'statement' | 'note' | 'amount'
  > &
  Labels & {
    from_credit_card_id: string
    transaction_id: string
    tries: number
    company_name: string
  }
type Debit = { state: TransactionState; fail_reason: FailReason | null }

const isDue = sql`try_due_at <= jetpay_now() and not exists (
  select from companies c where c.company_id = schedule_occurrences.company_id and c.suspended_at is not null)`

/** Whether any card is to be charged. */
export const occurrencesDue = sql`select from schedule_occurrences where ${isDue}`

/** Charges the cards that are due. True where there may be more. */
export async function chargeOccurrences(context: Context): Promise<boolean> {
  const due = await context.db.many<Key>(sql`
    select company_id, schedule_id, number from schedule_occurrences where ${isDue} order by try_due_at limit ${BATCH}`)
  const done = await Promise.all(due.map((key) => chargeOne(context, key)))
  return done.includes(true)
}

async function chargeOne(context: Context, key: Key): Promise<boolean> {
  const { db } = context
  const claimed = await claim(db, key)
  if (!claimed) return false
  const { company_id, transaction_id } = claimed
  const tried = await findDebit(db, company_id, transaction_id)
  if (tried) return endAs(db, claimed, tried)
  if (claimed.state === 'cancelled') return endOccurrence(db, claimed, 'failed', 'schedule_cancelled')
  // Looked at again when the lease has run out.
  if (claimed.state === 'paused') return false
  try {
    const of = { name: 'scheduled charge', companyId: company_id, transactionId: transaction_id }
    const outcome = await traced(context, of, (timing) =>
      charge(context, toRequest(claimed), { companyName: claimed.company_name, timing }),
    )
    return await endBy(context, claimed, outcome)
  } catch (err) {
    // Whatever became of it: its debit says so, or it is due again when the lease has run out.
    const { schedule_id: scheduleId, number } = claimed
    context.log.warn({ scheduleId, number, err }, 'a scheduled charge did not go through')
    const debit = await findDebit(db, company_id, transaction_id)
    return debit ? endAs(db, claimed, debit) : false
  }
}

/**
 * Moving the due time claims the try: of two workers one has it, and if that one dies the next is due later.
 */
const claim = (db: Db, { company_id, schedule_id, number }: Key) =>
  db.first<ClaimedOccurrence>(sql`
    update schedule_occurrences o set try_due_at = jetpay_now() + make_interval(secs => ${LEASE_SECONDS})
    from schedules s join companies c on c.company_id = s.company_id
    where o.company_id = ${company_id} and o.schedule_id = ${schedule_id} and o.number = ${number}
      and o.try_due_at <= jetpay_now() and s.company_id = o.company_id and s.schedule_id = o.schedule_id
    returning o.company_id, o.schedule_id, o.number, o.transaction_id, o.tries, o.amount, s.state, s.reason, s.contact_id,
      s.from_credit_card_id, s.to_bank_account_id, s.statement, s.note, s.external_reference, s.metadata, c.name as company_name`)

const findDebit = (db: Db, companyId: string, id: string) =>
  db.first<Debit>(sql`
    select state, fail_reason from debits where company_id = ${companyId} and debit_id = ${id}`)

/**
 * The debit's id was chosen before, so a worker that was thought dead and is not runs into its primary key.
 */
const toRequest = (claimed: ClaimedOccurrence): ChargeRequest => ({
  companyId: claimed.company_id,
  contactId: claimed.contact_id,
  creditCardId: claimed.from_credit_card_id,
  toBankAccountId: claimed.to_bank_account_id,
  amount: claimed.amount,
  statement: claimed.statement,
  note: claimed.note,
  labels: { external_reference: claimed.external_reference, metadata: claimed.metadata },
  use: { initiator: 'merchant', reason: claimed.reason ?? 'recurring' },
  debitId: claimed.transaction_id,
  attemptId: newId(),
  idempotencyKey: null,
})

/** Why nothing could even be asked for, in a word. */
const refusals: Record<Exclude<Refusal, 'charged_before_restore'>, FailReason> = {
  card_on_file_disabled: 'card_on_file_disabled',
  no_contact: 'contact_deleted',
  no_card: 'card_deleted',
  card_pending: 'card_pending',
  card_single_use: 'card_single_use',
  card_failed: 'card_failed',
  card_expired: 'card_expired',
  card_closed: 'closed_account',
  card_deleted: 'card_deleted',
  card_rests: 'retry_not_allowed',
  no_bank_account: 'bank_account_deleted',
  other_currency: 'validation_failed',
  limit_exceeded: 'limit_exceeded',
  day_limit_exceeded: 'limit_exceeded',
}

function endBy({ db, log }: Context, claimed: ClaimedOccurrence, outcome: ChargeOutcome): Promise<boolean> {
  switch (outcome.outcome) {
    case 'refused':
      // It may have been made in the time that a restore has lost: it waits until a person has settled that.
      if (outcome.refusal === 'charged_before_restore')
        return comeBack(db, claimed, BEFORE_SECONDS, claimed.transaction_id)
      return endOccurrence(db, claimed, 'failed', refusals[outcome.refusal])
    case 'paid':
      return endAs(db, claimed, { state: 'paid', fail_reason: null })
    case 'declined':
      // The account has another number or date by now, and the card goes on with it: tried once more.
      if (outcome.advice_code === NEW_ACCOUNT_DATA && claimed.tries === 0)
        return comeBack(db, claimed, PAUSES[0], newId())
      return endAs(db, claimed, { state: 'failed', fail_reason: outcome.fail_reason })
    case 'unsent':
    case 'reversed': {
      const reason = outcome.outcome === 'unsent' ? outcome.fail_reason : 'network_timeout'
      log.warn(
        { scheduleId: claimed.schedule_id, number: claimed.number, reason },
        'a scheduled charge did not go through',
      )
      return endAs(db, claimed, { state: 'failed', fail_reason: reason })
    }
    default:
      return endAs(db, claimed, { state: 'requested', fail_reason: null })
  }
}

function endAs(db: Database, claimed: ClaimedOccurrence, { state, fail_reason }: Debit): Promise<boolean> {
  if (state === 'paid' || state === 'completed') return endOccurrence(db, claimed, 'made', null)
  if (state !== 'failed') return comeBack(db, claimed, UNDECIDED_SECONDS, claimed.transaction_id)
  const pause = PAUSES[claimed.tries]
  const again = pause !== undefined && fail_reason !== null && scheduledOf(fail_reason) === 'again'
  return again
    ? comeBack(db, claimed, pause, newId())
    : endOccurrence(db, claimed, 'failed', fail_reason ?? 'failed')
}

const endOccurrence = (
  db: Database,
  claimed: ClaimedOccurrence,
  state: 'made' | 'failed',
  reason: FailReason | null,
) =>
  db.transaction(async (db) => {
    const ended = await db.run(sql`
      update schedule_occurrences set state = ${state}, fail_reason = ${reason}, try_due_at = null, updated_at = jetpay_now()
      where company_id = ${claimed.company_id} and schedule_id = ${claimed.schedule_id} and number = ${claimed.number}
        and state = 'due' and transaction_id = ${claimed.transaction_id}`)
    if (ended > 0) await announceOccurrences(db, claimed, [claimed.number])
    return ended > 0
  })

/** Another try is another debit: the one before has failed for good. Not before its network allows it. */
const comeBack = async (
  db: Db,
  claimed: ClaimedOccurrence,
  seconds: number,
  transactionId: string,
): Promise<boolean> => {
  await db.run(sql`
    update schedule_occurrences set try_due_at = greatest(jetpay_now() + make_interval(secs => ${seconds}), (
        select charge_after from credit_cards where company_id = ${claimed.company_id}
          and credit_card_id = ${claimed.from_credit_card_id} and isfinite(charge_after))),
      tries = tries + ${transactionId === claimed.transaction_id ? 0 : 1}, transaction_id = ${transactionId},
      updated_at = jetpay_now()
    where company_id = ${claimed.company_id} and schedule_id = ${claimed.schedule_id} and number = ${claimed.number}
      and state = 'due' and transaction_id = ${claimed.transaction_id}`)
  return false
}
