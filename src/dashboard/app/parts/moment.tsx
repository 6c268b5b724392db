import { beginningOfDay, endOfDayBefore } from '../data/day-beginning.ts'
import { usePlatformNow, useTimeZone } from '../data/here.tsx'
import { dateFormat, relativeFormat } from '../words/formats.ts'
import { locales, useLanguage } from '../words/language.tsx'

/** How filters ask for the time from a day on, and for that before one: days of that time zone. */
export function useDays() {
  const timeZone = useTimeZone()
  return {
    from: (day: string | undefined) => day && endOfDayBefore(day, timeZone),
    before: (day: string | undefined) => day && beginningOfDay(day, timeZone),
  }
}

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 7],
] as const

/** `3 minutes ago`, up to a week away; undefined beyond. */
function relative(time: Date, now: Date, locale: string): string | undefined {
  let amount = (time.getTime() - now.getTime()) / 1000
  const formatter = relativeFormat(locale, { numeric: 'auto' })
  for (const [unit, next] of steps) {
    if (Math.abs(Math.round(amount)) < next) return formatter.format(Math.round(amount), unit)
    amount /= next
  }
  return undefined
}

/**
 * A time, in the company's time zone: as distance within a week, else as day and time. Hover, focus or touch
 * shows it exactly (`MomentTip`). `look="exact"` says all at once; `fixed`, a day and time, goes behind a
 * word like “since”.
 */
export function Moment({ at, look = 'short' }: { at: string; look?: 'short' | 'exact' | 'day' | 'fixed' }) {
  const { language } = useLanguage()
  const timeZone = useTimeZone()
  const now = usePlatformNow()
  const locale = locales[language]
  const time = new Date(at)
  const exact = dateFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone,
  }).format(time)
  if (look === 'exact') return <time dateTime={at}>{exact}</time>
  const short = dateFormat(locale, {
    dateStyle: 'medium',
    ...(look !== 'day' && { timeStyle: 'short' as const }),
    timeZone,
  }).format(time)
  const shown = look !== 'short' ? short : (relative(time, now, locale) ?? short)
  return (
    <button type="button" className="moment" data-exact={exact}>
      <time dateTime={at}>{shown}</time>
      <span className="unseen">, {exact}</span>
    </button>
  )
}
