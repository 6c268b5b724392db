import { useEffect } from 'react'
import { usePlatformNow } from '../data/here.tsx'
import { locales, useLanguage } from '../words/language.tsx'
import { changesAfter, relativeTime } from '../words/relative-time.ts'

const TICK_MS = 1_000

/**
 * Lets the moments of the page tell the time that goes by: one timer for all, and no list is drawn again for
 * it, for a list has hundreds of them. While nobody looks at the page it stops, and catches up after it.
 */
export function MomentClock() {
  const { language } = useLanguage()
  const aheadMs = usePlatformNow().getTime() - Date.now()
  // Two readings of the clock: less than a second apart is the same.
  const ahead = Math.round(aheadMs / 1000) * 1000
  useEffect(() => {
    const due = new WeakMap<Element, number>()
    let timer: ReturnType<typeof setInterval> | undefined
    const tick = () => {
      const now = Date.now() + ahead
      for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-tells]')) {
        if ((due.get(time) ?? 0) > now) continue
        const at = Date.parse(time.dateTime)
        due.set(time, now + changesAfter(at, now))
        const said = relativeTime(at, now, locales[language], time.dataset.tells === 'coming')
        const shown = time.firstChild
        // What is more than a week away is told as a day, once it is drawn anew.
        if (said !== undefined && shown && shown.nodeValue !== said) shown.nodeValue = said
      }
    }
    const look = () => {
      clearInterval(timer)
      if (document.hidden) return
      tick()
      timer = setInterval(tick, TICK_MS)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [ahead, language])
  return null
}
