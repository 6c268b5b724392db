const HOUR_MS = 3_600_000

/** A time as a clock on the wall of the zone shows it, as milliseconds of UTC. */
function wallTime(format: Intl.DateTimeFormat, at: number): number {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year, month, day, hour, minute, second } = parts as Record<string, number>
  return Date.UTC(year!, month! - 1, day!, hour! % 24, minute!, second!)
}

/**
 * When a day (`2026-11-29`) begins in a time zone, as the API takes a time. Offsets change a few times a
 * year, at midnight in some zones: both that hold around the day are tried, and the first time that is of
 * the day is its beginning, also where there is no midnight.
 */
export function beginningOfDay(day: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const candidates = [midnight - 24 * HOUR_MS, midnight + 24 * HOUR_MS]
    .map((near) => midnight - (wallTime(format, near) - near))
    .sort((one, other) => one - other)
  const begins = candidates.find((at) => wallTime(format, at) >= midnight) ?? candidates[0]!
  return new Date(begins).toISOString()
}

/** The day after a day. */
export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, 10)

/**
 * The last moment before a day begins, to the microsecond: lists leave out the moment that they are asked
 * from, and what happened as the day began is of the day.
 */
export const endOfDayBefore = (day: string, timeZone: string): string =>
  new Date(Date.parse(beginningOfDay(day, timeZone)) - 1).toISOString().replace('Z', '999Z')
