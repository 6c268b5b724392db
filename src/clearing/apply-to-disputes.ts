import type { Db } from '../db/sql.ts'
import { loseDispute, winDispute } from '../disputes/move-dispute.ts'
import { type Opened, openDispute } from '../disputes/open-dispute.ts'
import { disputeReasons } from './dispute-reasons.ts'
import type { DueRecord } from './due-record.ts'
import { parkExcess } from './square-difference.ts'

export type DisputeOutcome = 'disputed' | 'dispute_won' | 'dispute_lost' | 'offset' | 'difference' | 'wait'
/** `disputeId`: the dispute that it opened or ended. */
export type AppliedToDispute = { record: DueRecord; outcome: DisputeOutcome; disputeId: string | null }

/**
 * Opens and ends disputes, one record after the other: they are few. Returns what became of each record; what
 * moves money and fits no dispute is a `difference`, and one whose charge is being refunded waits.
 */
export async function applyToDisputes(db: Db, records: DueRecord[], responseDays: number) {
  const applied: AppliedToDispute[] = []
  for (const record of records) applied.push({ record, ...(await applyOne(db, record, responseDays)) })
  return applied
}

type Applied = Omit<AppliedToDispute, 'record'>

async function applyOne(db: Db, record: DueRecord, responseDays: number): Promise<Applied> {
  switch (record.reason) {
    case disputeReasons.lost: {
      const disputeId = await loseDispute(db, record)
      return { outcome: disputeId === null ? 'offset' : 'dispute_lost', disputeId }
    }
    case disputeReasons.won:
      return booked(db, record, 'dispute_won', await winDispute(db, record))
    default: {
      const opened = await openDispute(db, record, responseDays)
      if (opened === 'wait') return { outcome: 'wait', disputeId: null }
      return booked(db, record, 'disputed', opened)
    }
  }
}

/** The part that the dispute does not stand for is parked beside it, with the record's sign. */
async function booked(
  db: Db,
  record: DueRecord,
  outcome: 'disputed' | 'dispute_won',
  dispute: Opened | null,
): Promise<Applied> {
  if (!dispute) return { outcome: 'difference', disputeId: null }
  const { dispute_id: disputeId, excess } = dispute
  if (excess > 0n) await parkExcess(db, record, record.amount < 0n ? -excess : excess, disputeId)
  return { outcome, disputeId }
}
