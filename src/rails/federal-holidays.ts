const iso = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
const MONDAY = 1
const THURSDAY = 4
const SATURDAY = 6
const SUNDAY = 0

/** The nth weekday of a month; `nth` 0 is the last of the month before. */
function weekdayOf(year: number, month: number, weekday: number, nth: number): string {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  return iso(year, month, 1 + ((weekday - first + 7) % 7) + (nth - 1) * 7)
}

/**
 * The days on which the Federal Reserve Banks are closed, and so FedACH (federalreserve.gov, "Holiday
 * Schedule": "For holidays falling on Saturday, Federal Reserve Banks and Branches will be open the preceding
 * Friday. For holidays falling on Sunday, all … will be closed the following Monday").
 */
export function federalHolidays(year: number): Map<string, string> {
  const days: [string, string][] = [
    [iso(year, 1, 1), "New Year's Day"],
    [weekdayOf(year, 1, MONDAY, 3), 'Martin Luther King, Jr. Day'],
    [weekdayOf(year, 2, MONDAY, 3), "Washington's Birthday"],
    [weekdayOf(year, 6, MONDAY, 0), 'Memorial Day'],
    // Kept by the Federal Reserve since 2022.
    ...(year >= 2022 ? [[iso(year, 6, 19), 'Juneteenth National Independence Day'] as [string, string]] : []),
    [iso(year, 7, 4), 'Independence Day'],
    [weekdayOf(year, 9, MONDAY, 1), 'Labor Day'],
    [weekdayOf(year, 10, MONDAY, 2), 'Columbus Day'],
    [iso(year, 11, 11), 'Veterans Day'],
    [weekdayOf(year, 11, THURSDAY, 4), 'Thanksgiving Day'],
    [iso(year, 12, 25), 'Christmas Day'],
  ]
  return new Map(
    days.flatMap(([day, name]): [string, string][] => {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
      if (weekday === SATURDAY) return []
      const [year, month, date] = day.split('-').map(Number) as [number, number, number]
      return [[weekday === SUNDAY ? iso(year, month, date + 1) : day, name]]
    }),
  )
}
