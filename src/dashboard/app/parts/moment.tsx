import { Tooltip } from '@base-ui/react/tooltip'
import { beginningOfDay, endOfDayBefore } from '../data/day-beginning.ts'
import { useRead } from '../data/queries.ts'
import { useCompanyId, usePlatformNow } from '../data/session.tsx'
import { dateFormat, relativeFormat } from '../words/formats.ts'
import { locales, useLanguage } from '../words/language.tsx'

/** Where a company has not said another: the eastern one, in which Canada's banks keep their days. */
const TIME_ZONE = 'America/Toronto'

/** The company's; the browser's on pages of no company. */
export function useTimeZone(): string {
  const company = useCompanyId()
  const { data } = useRead<{ time_zone?: string }>('/company', {}, { enabled: company !== null })
  if (company === null) return Intl.DateTimeFormat().resolvedOptions().timeZone
  return data?.time_zone ?? TIME_ZONE
}

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
 * A time, in the company's time zone: as distance within a week, else as day and time. Hover or focus shows
 * it exactly. `look="exact"` says all at once; `fixed`, a day and time, goes behind a word like “since”.
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
    <Tooltip.Root>
      <Tooltip.Trigger className="moment" render={<button type="button" />}>
        <time dateTime={at}>{shown}</time>
        <span className="unseen">, {exact}</span>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6}>
          <Tooltip.Popup className="tooltip">{exact}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
