import { useTimeZone } from '../data/here.tsx'
import { dateFormat } from '../words/formats.ts'
import { locales, useLanguage } from '../words/language.tsx'

/** A day that is no moment (`2026-12-31`): the same in every time zone. */
export function Day({ on }: { on: string }) {
  const { language } = useLanguage()
  const shown = dateFormat(locales[language], {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${on}T00:00:00Z`))
  return (
    <time className="number" dateTime={on}>
      {shown}
    </time>
  )
}

/** The day of a moment in the company's time zone; where a link is around it, which `Moment` cannot be in. */
export function DayOf({ at, hour = false }: { at: string; hour?: boolean }) {
  const { language } = useLanguage()
  const timeZone = useTimeZone()
  const shown = dateFormat(locales[language], {
    dateStyle: 'medium',
    ...(hour && { timeStyle: 'short' as const }),
    timeZone,
  }).format(new Date(at))
  return (
    <time className="number" dateTime={at}>
      {shown}
    </time>
  )
}
