import { type Caller, requireScope } from '../http/authenticate.ts'
import type { ScheduleRow } from './schedule.ts'

/**
 * Refuses a token that could not make by itself what the schedule makes: whoever may only plan must not move
 * money by planning. 403 that names the scope.
 */
export const requireMovementScope = (caller: Caller, kind: ScheduleRow['kind']): void =>
  requireScope(caller, kind === 'eft_credit' ? 'credits:write' : 'debits:write')

type MovedMoney = Pick<ScheduleRow, 'amount' | 'from_credit_card_id' | 'end_on' | 'count'>

/**
 * Whether a change moves more than was planned, or somebody else's money: a higher amount, another card, a
 * later end.
 */
export const movesMore = (had: MovedMoney, has: MovedMoney): boolean =>
  has.amount > had.amount || has.from_credit_card_id !== had.from_credit_card_id || !endsNoLater(had, has)

/** A count in the place of an end, or the other way round, may be later: it is taken for that. */
const endsNoLater = (had: MovedMoney, has: MovedMoney): boolean =>
  (had.end_on === null && had.count === null) ||
  (had.end_on !== null && has.end_on !== null && has.end_on <= had.end_on) ||
  (had.count !== null && has.count !== null && has.count <= had.count)
