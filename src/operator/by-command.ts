import { closeAlarm } from '../alarms/alarm.ts'
import type { AttemptResolution } from '../charges/attempt-decision.ts'
import { resolveAttempt } from '../charges/resolve-attempt.ts'
import { type DisputeResolution, resolveDispute } from '../clearing/resolve-dispute.ts'
import { type PersonsResolution, resolveItem } from '../clearing/resolve-item.ts'
import { PLATFORM } from '../companies/company.ts'
import type { ErasureReason } from '../contacts/contact-erasure.ts'
import { type Database, type Db, sql, within } from '../db/sql.ts'
import { askForErasure } from '../erasure/ask-for-erasure.ts'
import { contactDeletions } from '../erasure/contact-deletions.ts'
import { OperatorError, Problem } from '../ground/errors.ts'
import { ownAccount } from '../ground/own-account.ts'
import { recordAudit } from '../http/audit.ts'
import { type ReturnResolution, resolveParkedReturn } from '../rails/parked-return.ts'
import { attemptSubjects } from '../worker/attempt-subjects.ts'
import { bankSubjects } from '../worker/bank-subjects.ts'

/** Who decides at the command line, and why. */
export type Decider = { id: string; by: string; note: string }

/** Who runs a command, as the audit log has it: the system's user. */
export const commandActor = () => ({ kind: 'command', name: `command line (${ownAccount()})` }) as const

type Whose = { company_id: string | null }

/**
 * What an operator decides at the command line, done and written to the audit log in one transaction: of the
 * company that it concerns, else of the platform. A request's line is written where requests are run.
 */
const audited = <Answer>(
  db: Database,
  operation: string,
  { id, by, note }: Decider,
  as: string | null,
  whose: (db: Db) => Promise<Whose | undefined>,
  work: (db: Database) => Promise<Answer>,
): Promise<Answer> =>
  db.transaction(async (db) => {
    const answer = await work(within(db))
    await recordAudit(db, {
      companyId: (await whose(db))?.company_id ?? PLATFORM,
      actor: commandActor(),
      operation: `jetpay ${operation}`,
      objectId: id,
      details: { by, note, ...(as !== null && { as }) },
      outcome: 'done',
    })
    return answer
  })

/** Asks for a contact's erasure. Who decides, and the note, are kept: a note names no person. */
export const eraseContactByCommand = (
  db: Database,
  companyId: string,
  decider: Decider,
  reason: ErasureReason,
) =>
  audited(
    db,
    'contact erase',
    decider,
    reason,
    async () => ({ company_id: companyId }),
    (db) =>
      askForErasure(db, companyId, decider.id, reason, contactDeletions).catch((error) => {
        throw error instanceof Problem ? new OperatorError(error.detail, error.code) : error
      }),
  )

export const closeAlarmByCommand = (db: Database, decider: Decider) =>
  audited(
    db,
    'alarm close',
    decider,
    null,
    (db) => db.first<Whose>(sql`select company_id from alarms where alarm_id = ${decider.id}`),
    (db) => closeAlarm(db, decider.id, decider.by, decider.note),
  )

export const resolveItemByCommand = (db: Database, decider: Decider, as: PersonsResolution) =>
  audited(
    db,
    'reconciliation resolve',
    decider,
    as,
    (db) => db.first<Whose>(sql`select company_id from reconciliation_items where item_id = ${decider.id}`),
    (db) => resolveItem(db, decider.id, as, decider.by, decider.note),
  )

export const resolveReturnByCommand = (db: Database, decider: Decider, as: ReturnResolution) =>
  audited(
    db,
    'bank-return resolve',
    decider,
    as,
    (db) =>
      db.first<Whose>(
        sql`select company_id from bank_parked_returns where bank_parked_return_id = ${decider.id}`,
      ),
    (db) => resolveParkedReturn(db, bankSubjects, decider.id, as, decider.by, decider.note),
  )

export const resolveAttemptByCommand = (db: Database, decider: Decider, as: AttemptResolution) =>
  audited(
    db,
    'attempt resolve',
    decider,
    as,
    (db) => db.first<Whose>(sql`select company_id from attempts where attempt_id = ${decider.id}`),
    (db) => resolveAttempt(db, attemptSubjects, decider.id, as, decider.by, decider.note),
  )

export const resolveDisputeByCommand = (db: Database, decider: Decider, as: DisputeResolution) =>
  audited(
    db,
    'dispute resolve',
    decider,
    as,
    (db) => db.first<Whose>(sql`select company_id from disputes where dispute_id = ${decider.id}`),
    (db) => resolveDispute(db, decider.id, as, { by: decider.by, note: decider.note }),
  )
