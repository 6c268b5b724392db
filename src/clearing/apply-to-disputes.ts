import type { Db } from '../db/sql.ts'
import { loseDispute, winDispute } from '../disputes/move-dispute.ts'
import { openDispute } from '../disputes/open-dispute.ts'
import type { DueRecord } from './apply-clearing-records.ts'

/** The network's reasons that are about a dispute: docs/clearing-file.md. The first two move money, the last does not. */
export const disputeReasons = { chargeback: '0301', won: '0302', lost: '0303' } as const

export type DisputeOutcome = 'disputed' | 'dispute_won' | 'dispute_lost' | 'offset' | 'difference'

/**
 * Opens and ends disputes, one record after the other: they are few. Answers what became of each record; what moves money and fits no
 * dispute is a `difference`.
 */
export async function applyToDisputes(db: Db, records: DueRecord[], responseDays: number) {
  const applied: { record: DueRecord; outcome: DisputeOutcome }[] = []
  for (const record of records) applied.push({ record, outcome: await applyOne(db, record, responseDays) })
  return applied
}

async function applyOne(db: Db, record: DueRecord, responseDays: number): Promise<DisputeOutcome> {
  switch (record.reason) {
    case disputeReasons.lost:
      return (await loseDispute(db, record)) ? 'dispute_lost' : 'offset'
    case disputeReasons.won:
      return (await winDispute(db, record)) ? 'dispute_won' : 'difference'
    default:
      return (await openDispute(db, record, responseDays)) ? 'disputed' : 'difference'
  }
}
