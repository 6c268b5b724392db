import { beginningOfDay, endOfDayBefore } from '../data/day-beginning.ts'
import { usePlatformNow, useTimeZone } from '../data/here.tsx'
import { dateFormat } from '../words/formats.ts'
import { locales, useLanguage } from '../words/language.tsx'
import { relativeTime } from '../words/relative-time.ts'

const DAY_MS = 86_400_000

/** How filters ask for the time from a day on, and for that before one: days of that time zone. */
export function useDays() {
  const timeZone = useTimeZone()
  return {
    from: (day: string | undefined) => day && endOfDayBefore(day, timeZone),
    before: (day: string | undefined) => day && beginningOfDay(day, timeZone),
  }
}

/**
 * A time, in the company's time zone: as distance within a week, else as day and time. Hover, focus or touch
 * shows it exactly (`MomentTip`). `look="exact"` says all at once; `fixed`, a day and time, goes behind a
 * word like “since”; `timed` is a distance within the day alone: of what is older the hour counts. `coming`:
 * it may lie ahead (a deadline, a next try); any other is never told as the future. It goes on telling the
 * time by `MomentClock`.
 */
export function Moment({
  at,
  look = 'short',
  coming = false,
}: {
  at: string
  look?: 'short' | 'exact' | 'day' | 'fixed' | 'timed'
  coming?: boolean
}) {
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
  const isNear = look === 'short' || (look === 'timed' && now.getTime() - time.getTime() < DAY_MS)
  const told = isNear ? relativeTime(time.getTime(), now.getTime(), locale, coming) : undefined
  return (
    <button type="button" className="moment" data-exact={exact}>
      <time dateTime={at} data-tells={told && (coming ? 'coming' : 'past')}>
        {told ?? short}
      </time>
      <span className="unseen">, {exact}</span>
    </button>
  )
}
