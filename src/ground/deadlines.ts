/** How much later than due one may be found, so that many which fall due one by one are found together. */
const GRAIN_MS = 10

/**
 * Watches over what waits, each with a moment (`performance.now()`) at which it has waited for long enough:
 * with one timer for all of them, since almost all are answered long before. `expire` takes what is due,
 * which is out of `waiting` by then.
 */
export function watchDeadlines<Key, Entry extends { dueAt: number }>(
  waiting: Map<Key, Entry>,
  expire: (entry: Entry, key: Key) => void,
) {
  let timer: NodeJS.Timeout | undefined
  let wakesAt = Number.POSITIVE_INFINITY

  function wakeIn(ms: number, now: number): void {
    clearTimeout(timer)
    wakesAt = now + ms
    timer = setTimeout(look, ms)
  }

  function look(): void {
    wakesAt = Number.POSITIVE_INFINITY
    const now = performance.now()
    let next = Number.POSITIVE_INFINITY
    const due: [Key, Entry][] = []
    for (const one of waiting) {
      if (one[1].dueAt <= now) due.push(one)
      else next = Math.min(next, one[1].dueAt)
    }
    if (next < Number.POSITIVE_INFINITY) wakeIn(Math.max(GRAIN_MS, next - now), now)
    for (const [key] of due) waiting.delete(key)
    for (const [key, entry] of due) expire(entry, key)
  }

  return {
    /** To be called of each that begins to wait. */
    watch(dueAt: number): void {
      if (dueAt >= wakesAt) return
      const now = performance.now()
      wakeIn(Math.max(0, dueAt - now), now)
    },
    /** Watches no more. */
    stop(): void {
      clearTimeout(timer)
      wakesAt = Number.POSITIVE_INFINITY
    },
  }
}
