import { addBankingDays, addDays, bankingDayFrom, daysBetween } from './banking-calendar.ts'
import type { RailProfile } from './rail-profile.ts'

type Window = Pick<RailProfile, 'window'>

/**
 * Why a bank would refuse a due date in a file that it processes on `processedOn`; undefined where it takes
 * it.
 */
export function dueDateProblem(
  { window }: Window,
  direction: 'debit' | 'credit',
  due: string,
  processedOn: string,
): string | undefined {
  const { pastDays, aheadDays } = window[direction]
  const ahead = daysBetween(processedOn, due)
  if (ahead < -pastDays) return `must not be more than ${pastDays} days back`
  if (ahead > aheadDays) return `must not be more than ${aheadDays} days ahead`
  return undefined
}

/** The due date that goes into the file: what was asked for, but not before it can be, and a banking day. */
export function dueDateInFile(
  asked: string,
  processedOn: string,
  { calendar, settleDays }: Pick<RailProfile, 'calendar' | 'settleDays'>,
): string {
  const first = addBankingDays(processedOn, settleDays, calendar)
  return bankingDayFrom(asked < first ? first : asked, calendar)
}

/**
 * The last due date that goes out with a file of `processedOn`: items for later days wait, and can still be
 * stopped.
 */
export function lastDueDate(
  { leadDays, window, calendar }: Pick<RailProfile, 'leadDays' | 'window' | 'calendar'>,
  processedOn: string,
) {
  const last = addBankingDays(processedOn, leadDays, calendar)
  const furthest = addDays(processedOn, Math.min(window.debit.aheadDays, window.credit.aheadDays))
  return last < furthest ? last : furthest
}
