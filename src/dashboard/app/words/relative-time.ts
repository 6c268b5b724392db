import { relativeFormat } from './formats.ts'

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 7],
] as const

/** So far a browser's clock may be behind the platform's. */
const CLOCKS_MS = 3_600_000

/**
 * `3 minutes ago`, up to a week away; undefined beyond. What has happened (not `coming`) is never told as the
 * future, however the browser's clock goes: it was just now, or is told by its day.
 */
export function relativeTime(time: number, now: number, locale: string, coming: boolean): string | undefined {
  if (!coming && time - now > CLOCKS_MS) return undefined
  let amount = (coming ? time - now : Math.min(0, time - now)) / 1000
  const formatter = relativeFormat(locale, { numeric: 'auto' })
  for (const [unit, next] of steps) {
    if (Math.abs(Math.round(amount)) < next) return formatter.format(Math.round(amount), unit)
    amount /= next
  }
  return undefined
}

/** After how many milliseconds it may say another thing: what is older changes less often. */
export function changesAfter(time: number, now: number): number {
  const distance = Math.abs(time - now)
  return distance < 60_000 ? 1_000 : distance < 3_600_000 ? 10_000 : 60_000
}
