import { addDays, bankingDayFrom } from '../rails/banking-calendar.ts'

export const frequencies = ['once', 'daily', 'weekly', 'biweekly', 'monthly', 'yearly'] as const
export type Frequency = (typeof frequencies)[number]

/**
 * When a schedule's occurrences are. Days are ISO texts; `every`: each so many days, weeks, months or years.
 */
export type Rule = {
  start_on: string
  frequency: Frequency
  every: number
  end_on: string | null
  count: number | null
  business_day: 'any' | 'next'
}

/**
 * `nominal_on`: the day by the rule. `due_on`: when it is made, the next banking day where the rule says so.
 * Numbers begin with 1.
 */
export type OccurrenceDate = { number: number; nominal_on: string; due_on: string }

/** The day of an occurrence, or null beyond the schedule's end. The end is about the days by the rule. */
export function occurrenceAt(rule: Rule, number: number): OccurrenceDate | null {
  if (number > lastNumber(rule)) return null
  const nominal_on = nominalDay(rule, number - 1)
  if (rule.end_on !== null && nominal_on > rule.end_on) return null
  return {
    number,
    nominal_on,
    due_on: rule.business_day === 'next' ? bankingDayFrom(nominal_on) : nominal_on,
  }
}

/** The occurrences from this number on, at most `howMany`. */
export function occurrencesFrom(rule: Rule, number: number, howMany: number): OccurrenceDate[] {
  const found: OccurrenceDate[] = []
  for (let next = occurrenceAt(rule, number); next && found.length < howMany; )
    next = occurrenceAt(rule, found[found.push(next) - 1]!.number + 1)
  return found
}

const lastNumber = ({ frequency, count }: Rule) =>
  frequency === 'once' ? 1 : (count ?? Number.POSITIVE_INFINITY)

function nominalDay({ start_on, frequency, every }: Rule, steps: number): string {
  switch (frequency) {
    case 'once':
      return start_on
    case 'daily':
      return addDays(start_on, steps * every)
    case 'weekly':
      return addDays(start_on, steps * every * 7)
    case 'biweekly':
      return addDays(start_on, steps * every * 14)
    case 'monthly':
      return addMonths(start_on, steps * every)
    case 'yearly':
      return addMonths(start_on, steps * every * 12)
  }
}

/**
 * The same day so many months later, the last of that month where it is shorter. Counted from the first day,
 * so that the 31st is the 31st again after February, and 29 February after three years of 28.
 */
function addMonths(day: string, months: number): string {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number]
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, lastDay)))
    .toISOString()
    .slice(0, 10)
}
