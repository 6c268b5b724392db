/** What ends by itself is started again after this long, doubling while it keeps ending early. */
const RESTART_MIN_MS = 100
const RESTART_MAX_MS = 5_000
/** What lived this long had started well. */
const SETTLED_MS = 10_000
/** While something cannot be started for the same reason, it is said again this seldom. */
const SAY_AGAIN_MS = 60_000

/** When a process that ended is started again, and whether its end is worth another line. */
export function openBackOff(say: (line: string) => void) {
  let restartMs = RESTART_MIN_MS
  const saidAt = new Map<string, number>()
  return {
    /** How long to wait before the next start of a process that lived so long. */
    afterLiving(ms: number): number {
      if (ms > SETTLED_MS) {
        restartMs = RESTART_MIN_MS
        saidAt.clear()
      }
      const wait = restartMs
      restartMs = Math.min(restartMs * 2, RESTART_MAX_MS)
      return wait
    },
    /** Says a line, unless it was said within the last minute. */
    say(line: string): void {
      const now = performance.now()
      if (now - (saidAt.get(line) ?? -SAY_AGAIN_MS) < SAY_AGAIN_MS) return
      saidAt.set(line, now)
      say(line)
    },
  }
}
