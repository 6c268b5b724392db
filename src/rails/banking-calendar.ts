import { federalHolidays } from './federal-holidays.ts'

/**
 * The days on which banks exchange payments; in Canada unless told otherwise. Days are ISO texts
 * (`2026-11-23`), the clock is Toronto's, as the banks' cut-offs are. Holidays are those on which banks'
 * calendars say that nothing is processed (RBC's ACH holiday schedule, National Bank's, PaymentEvolution's).
 * Regional ones (Family Day, the August civic holiday, Saint-Jean-Baptiste, Easter Monday) are working days
 * there: "regional holiday, files will be processed as usual" (RBC).
 */

const DAY_MS = 86_400_000
const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const weekday = (day: string) => new Date(startOf(day)).getUTCDay()
const MONDAY = 1
const SATURDAY = 6
const SUNDAY = 0

export const addDays = (day: string, days: number): string => dayOf(startOf(day) + days * DAY_MS)

/** Calendar days from one day to another; negative if the other is earlier. */
export const daysBetween = (from: string, to: string): number => (startOf(to) - startOf(from)) / DAY_MS

const date = (year: number, month: number, day: number) => dayOf(Date.UTC(year, month - 1, day))

/** A day, or the first weekday after it that none of the others has. */
function observed(day: string, taken: readonly string[] = []): string {
  let on = day
  while ([SATURDAY, SUNDAY].includes(weekday(on)) || taken.includes(on)) on = addDays(on, 1)
  return on
}

/** The nth Monday of a month. */
function monday(year: number, month: number, nth: number): string {
  const first = date(year, month, 1)
  return addDays(first, ((MONDAY - weekday(first) + 7) % 7) + (nth - 1) * 7)
}

/**
 * Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus, Astronomical Algorithms, chapter
 * 8).
 */
export function easterSunday(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return date(year, Math.floor(sum / 31), (sum % 31) + 1)
}

/**
 * The days of a year on which banks are closed, with their names. A holiday at a weekend is kept on the next
 * weekday.
 */
export function bankHolidays(year: number): Map<string, string> {
  const christmas = observed(date(year, 12, 25))
  const lastOfVictoria = date(year, 5, 24)
  return new Map([
    [observed(date(year, 1, 1)), "New Year's Day"],
    [addDays(easterSunday(year), -2), 'Good Friday'],
    // The Monday before 25 May (Holidays Act, R.S.C. 1985, c. H-5).
    [addDays(lastOfVictoria, -((weekday(lastOfVictoria) - MONDAY + 7) % 7)), 'Victoria Day'],
    [observed(date(year, 7, 1)), 'Canada Day'],
    [monday(year, 9, 1), 'Labour Day'],
    // Since 2021 (Bill C-5).
    ...(year >= 2021
      ? [[observed(date(year, 9, 30)), 'National Day for Truth and Reconciliation'] as const]
      : []),
    [monday(year, 10, 2), 'Thanksgiving Day'],
    [observed(date(year, 11, 11)), 'Remembrance Day'],
    [christmas, 'Christmas Day'],
    [observed(date(year, 12, 26), [christmas]), 'Boxing Day'],
  ])
}

/** Whose banks' days count. */
export type BankingCalendar = 'canada' | 'united_states'

/** Holidays of the years that were asked for: a handful. */
const holidays = new Map<string, Map<string, string>>()

export function isBankingDay(day: string, calendar: BankingCalendar = 'canada'): boolean {
  const year = day.slice(0, 4)
  const key = `${calendar} ${year}`
  if (!holidays.has(key))
    holidays.set(key, calendar === 'canada' ? bankHolidays(Number(year)) : federalHolidays(Number(year)))
  return ![SATURDAY, SUNDAY].includes(weekday(day)) && !holidays.get(key)!.has(day)
}

/** The day itself if banks are open, else the next on which they are. */
export function bankingDayFrom(day: string, calendar?: BankingCalendar): string {
  let on = day
  while (!isBankingDay(on, calendar)) on = addDays(on, 1)
  return on
}

/** The day that is `count` banking days after a day (before, if negative). */
export function addBankingDays(day: string, count: number, calendar?: BankingCalendar): string {
  let on = day
  for (let left = Math.abs(count); left > 0; ) {
    on = addDays(on, Math.sign(count))
    if (isBankingDay(on, calendar)) left--
  }
  return on
}

const clockIn = (timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
const clocks: Record<BankingCalendar, Intl.DateTimeFormat> = {
  canada: clockIn('America/Toronto'),
  united_states: clockIn('America/New_York'),
}

/** Day and minute of the day in Toronto. */
export const torontoTime = (now: Date): { day: string; minute: number } => bankTime(now, 'canada')

/** Day and minute of the day where the banks' clocks are: Toronto, New York. */
export function bankTime(now: Date, calendar: BankingCalendar): { day: string; minute: number } {
  const parts = Object.fromEntries(
    clocks[calendar].formatToParts(now).map(({ type, value }) => [type, value]),
  )
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  }
}

/**
 * The banking day on which a file that arrives now is processed: today until the cut-off (inclusive), else
 * the next one.
 */
export function processingDay(
  now: Date,
  cutOff: { hour: number; minute: number },
  calendar: BankingCalendar = 'canada',
): string {
  const { day, minute } = bankTime(now, calendar)
  if (isBankingDay(day, calendar) && minute <= cutOff.hour * 60 + cutOff.minute) return day
  return bankingDayFrom(addDays(day, isBankingDay(day, calendar) ? 1 : 0), calendar)
}
