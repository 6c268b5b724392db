import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'

/** What a person has to look at. Each kind is explained in docs/clearing.md, with what to do. */
export const alarmKinds = [
  'reversal_unacknowledged',
  'capture_unacknowledged',
  'acceptor_unknown',
  'answer_contradicts_person',
  'dispute_undecided',
  'clearing_file_refused',
  'clearing_file_missing',
  'clearing_difference',
  'payout_returned',
  'bank_file_rejected',
  'bank_file_refused',
  'bank_return_parked',
  'return_rate_high',
  'recovery_open',
  'audit_log_failing',
  'audit_log_changed',
  'card_testing',
  'account_update_file_refused',
  'account_update_file_missing',
  'card_page_changed',
  'card_transfer_asked',
  'card_transfer_done',
  'card_custodian_added',
] as const
export type AlarmKind = (typeof alarmKinds)[number]

export type Alarm = {
  kind: AlarmKind
  /** What it is about: an id or a file's name. One open alarm of a kind per subject. */
  subject: string
  companyId: string | null
  /** Everything that a person needs to act, and never a card number. */
  details: Record<string, unknown>
}

export type AlarmRow = {
  alarm_id: string
  company_id: string | null
  kind: AlarmKind
  subject: string
  details: Record<string, unknown>
  raised_at: Date
  closed_at: Date | null
  closed_by: string | null
  note: string | null
}

/** Raises an alarm in the transaction of what it tells of. False where it is open already. */
export async function raiseAlarm(db: Db, { kind, subject, companyId, details }: Alarm): Promise<boolean> {
  const raised = await db.run(sql`
    insert into alarms (alarm_id, company_id, kind, subject, details)
    values (${newId()}, ${companyId}, ${kind}, ${subject}, ${JSON.stringify(details)})
    on conflict (kind, subject) where closed_at is null do nothing`)
  return raised === 1
}

/** Closes what is open about a subject: by the platform once it is settled, or by a person who saw to it. */
export const closeAlarms = (
  db: Db,
  kind: AlarmKind,
  subject: string,
  by: string,
  note: string | null = null,
) =>
  db.run(sql`
    update alarms set closed_at = jetpay_now(), closed_by = ${by}, note = ${note}
    where kind = ${kind} and subject = ${subject} and closed_at is null`)

type Concerned = { company_id: string | null }

/**
 * Closes one that a person has seen to, and says whom it was about. Throws an OperatorError where it is not
 * open.
 */
export async function closeAlarm(db: Db, alarmId: string, by: string, note: string): Promise<Concerned> {
  const closed = await db.first<Concerned>(sql`
    update alarms set closed_at = jetpay_now(), closed_by = ${by}, note = ${note}
    where alarm_id = ${alarmId} and closed_at is null returning company_id`)
  if (closed) return closed
  throw new OperatorError(`There is no open alarm ${alarmId}; see \`jetpay alarm list\`.`, 'not_found')
}

/** Open alarms, oldest first; at most a thousand. */
export const listAlarms = (db: Db) =>
  db.many<AlarmRow>(sql`
    select alarm_id, company_id, kind, subject, details, raised_at, closed_at, closed_by, note from alarms
    where closed_at is null order by raised_at limit 1000`)
