import { Problem } from '../ground/errors.ts'
import { openHeadCount } from './head-count.ts'
import type { Waits } from './timing.ts'

/**
 * Who would wait longer than this for the database is told to come back: some hundred times what it takes on
 * a quiet machine, and less than clients are patient.
 */
const WAIT_MAX_MS = 500
/** Over how long it is seen whether all wait so long, and not one by chance. */
const LOOK_MS = 200
/** Fewer than these are no crowd: it is the database that is slow, and refusing them would help nobody. */
const CROWD = 20

export type Crowd = ReturnType<typeof openCrowd>

/**
 * The requests of one operation, and how long they wait for the database: in line for a connection or to
 * share a statement, and for its answer. As CoDel does (RFC 8289), it goes by the shortest of the waits
 * within a while: while even that is too long, the queue stands, and whoever comes joins its end.
 */
export function openCrowd(now: () => number = () => performance.now()) {
  const inside = openHeadCount()
  let waiting = 0
  let lookedAt = now()
  let shortestMs = Number.POSITIVE_INFINITY
  let endedAt = lookedAt
  let isTooLong = false

  function look(): void {
    if (now() - lookedAt < LOOK_MS) return
    // Where none has ended, the database stands still, unless few wait.
    const standsStill = waiting >= CROWD && now() - endedAt > WAIT_MAX_MS
    isTooLong = Number.isFinite(shortestMs) ? shortestMs > WAIT_MAX_MS : standsStill
    lookedAt = now()
    shortestMs = Number.POSITIVE_INFINITY
  }
  const waits: Waits = {
    begin() {
      waiting += 1
    },
    end(ms) {
      look()
      waiting -= 1
      shortestMs = Math.min(shortestMs, ms)
      endedAt = now()
    },
  }
  return {
    waits,
    /**
     * Throws a 503 where this request would wait too long. A company that has less than its part of what is
     * under way is let in: those who fill the line are who waits outside.
     */
    requireRoom(company: string): void {
      look()
      if (!isTooLong || inside.all() < CROWD) return
      if (inside.of(company) * inside.companies() < inside.all()) return
      throw new Problem(
        'service_unavailable',
        'Requests take too long right now; nothing was changed. Try again.',
        { headers: { 'retry-after': '1' } },
      )
    },
    enter: inside.enter,
  }
}
