import { coalesce } from '../db/coalesce.ts'
import { oncePerProcess } from '../process/context.ts'
import { reversalDueMs } from './card-exchange.ts'
import { type AttemptOutcome, recordOutcomes } from './record-outcomes.ts'
import {
  type ChargeRequest,
  type ChargeRequested,
  requestCharges,
  requestCountedCharges,
} from './request-charges.ts'

/**
 * Statements under way at a time for each half of a charge, and charges that share one. Measured:
 * docs/performance.md.
 */
const STATEMENTS_AT_ONCE = 2
const CHARGES_PER_STATEMENT = 64
/**
 * The two statements of a charge, each shared by the charges that come while others are under way. Where the
 * company has a limit for the day the first is followed by one that counts, shared by such charges only:
 * nobody else waits for a day's lock.
 */
export const chargeStatementsOf = oncePerProcess((context) => {
  const { db, metrics } = context
  const { own } = context.acceptors
  const shape = (statement: string) => ({
    atOnce: STATEMENTS_AT_ONCE,
    batchMax: CHARGES_PER_STATEMENT,
    onBatch: (size: number) => metrics.batchSize.observe({ statement }, size),
  })
  const uncounted = coalesce((charges: ChargeRequest[]) => requestCharges(db, charges, own), shape('request'))
  const counted = coalesce(
    (charges: ChargeRequest[]) => requestCountedCharges(db, charges, own),
    shape('request_counted'),
  )
  return {
    async request(charge: ChargeRequest): Promise<ChargeRequested> {
      const requested = await uncounted(charge)
      return requested.verdict === 'to_be_counted' ? counted(charge) : requested
    },
    record: coalesce(
      (outcomes: AttemptOutcome[]) => recordOutcomes(db, outcomes, reversalDueMs(context)),
      shape('record'),
    ),
  }
})
