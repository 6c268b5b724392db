/**
 * What a person has decided of an attempt that the card network left in doubt: kept apart, so that nobody
 * takes it for the network's word. This file is the one writer of `attempt_decisions`.
 */
import { type Db, sql } from '../db/sql.ts'
import type { Attempt } from './attempt.ts'

/** Of a reversal the first two, of a capture the last two. */
export const attemptResolutions = ['reversed', 'captured', 'released'] as const
export type AttemptResolution = (typeof attemptResolutions)[number]

export type AttemptDecision = {
  attempt_id: string
  /** What was in doubt: its reversal, or its capture. */
  doubt: 'reversing' | 'capturing'
  decided_as: AttemptResolution
  note: string
  decided_at: Date
  /** The move that followed: of the debit, or of its refund. */
  moved_id: string | null
  moved_sequence: number | null
}

export type Decided = Pick<AttemptDecision, 'doubt' | 'decided_as' | 'note' | 'decided_at'> & { by: string }

/** Keeps it with the first move that followed it, in the transaction of both. */
export const keepDecision = (
  db: Db,
  { company_id, debit_id, attempt_id, refund_id }: Attempt,
  { doubt, decided_as, by, note, decided_at }: Decided,
) =>
  db.run(sql`
    insert into attempt_decisions (company_id, debit_id, attempt_id, doubt, decided_as, decided_by, note, decided_at,
      moved_id, moved_sequence)
    select ${company_id}, ${debit_id}, ${attempt_id}, ${doubt}, ${decided_as}, ${by}, ${note}, ${decided_at},
      m.transaction_id, m.sequence
    from (values (1)) one
    left join lateral (
      select transaction_id, sequence from transaction_moves
      where company_id = ${company_id} and transaction_id in (${debit_id}, ${refund_id}) and moved_at >= ${decided_at}
      order by moved_at, sequence limit 1) m on true`)

/** What was decided of a debit's attempts. */
export const decisionsOf = (db: Db, companyId: string, debitId: string) =>
  db.many<AttemptDecision>(sql`
    select attempt_id, doubt, decided_as, note, decided_at, moved_id, moved_sequence from attempt_decisions
    where company_id = ${companyId} and debit_id = ${debitId} order by decided_at desc limit 200`)
