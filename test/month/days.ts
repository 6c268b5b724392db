import { addDays, isBankingDay } from '../../src/rails/banking-calendar.ts'

const DECEMBER = 12

/** The next December that has not begun: it has the closest run of holidays. */
export function nextDecember(now: Date): string {
  const year = now.getUTCFullYear() + (now.getUTCMonth() + 1 === DECEMBER ? 1 : 0)
  return `${year}-12-01`
}

/**
 * Where the clock stops: each banking day, one weekend, and the days that are named. Other weekends and
 * holidays are gone over in one step.
 */
export function stopsFrom(first: string, days: number, named: string[]): string[] {
  const all = Array.from({ length: days }, (_, at) => addDays(first, at))
  const weekend = all.find((day) => !isBankingDay(day))!
  return all.filter(
    (day) => day === first || isBankingDay(day) || [weekend, addDays(weekend, 1), ...named].includes(day),
  )
}
