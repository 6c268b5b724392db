/**
 * A time of the database, which has microseconds: a `Date` for all that reckons, and printed (`toISOString`,
 * JSON) as it is stored. So what a client is shown is what its filters are compared with.
 */
export class Instant extends Date {
  /** What is left below the milliseconds, 0 to 999. */
  readonly micros: number

  constructor(ms: number, micros: number) {
    super(ms)
    this.micros = micros
  }

  /** ISO 8601 in UTC with microseconds: `2026-01-31T12:00:00.123456Z`. */
  override toISOString(): string {
    return super.toISOString().replace('Z', `${String(this.micros).padStart(3, '0')}Z`)
  }
}

/**
 * A `timestamptz` as PostgreSQL prints it, once a `Date` is made of it; `infinity` stays what the driver
 * makes of it.
 */
export function toInstant(text: string, date: unknown): unknown {
  if (!(date instanceof Date)) return date
  const below = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? ''
  return new Instant(date.getTime(), Number(below.padEnd(3, '0')))
}

/**
 * A time that a client sent, cut to the microseconds that can be compared, and whether anything finer was cut
 * off.
 */
export function cutToMicros(time: string): { time: string; cut: boolean } {
  const [, upTo, finer = '', zone] = /^(.*\.\d{6})(\d*)(.*)$/.exec(time) ?? []
  return upTo === undefined ? { time, cut: false } : { time: `${upTo}${zone}`, cut: /[1-9]/.test(finer) }
}
