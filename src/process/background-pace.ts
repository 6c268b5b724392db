import { setTimeout as delay } from 'node:timers/promises'
import { type Database, sql } from '../db/sql.ts'

/**
 * The share of their time that the workers spend on such work together while requests keep an api busy: its
 * own steps and what it waits for the database, not what it waits for receivers. By the stopwatch, so that it
 * takes less where the machine has less.
 */
const SHARE = 0.15
/** The most that is owed, so that a burst from before does not hold up what comes after. */
const OWED_MAX_MS = 2_000
/** Nothing waits longer than this at a time: a backlog shrinks under any load. */
const WAIT_MAX_MS = 1_000
const LOOK_EVERY_MS = 25
/** How long it is believed what the api has said of itself; it says it four times a second. */
const BELIEVED_MS = 250

/** Holds back work that may wait. What is answered is told, after the work, how many milliseconds it took. */
export type Pace = { wait(): Promise<(tookMs: number) => void> }

/**
 * Work that may wait (old events of a receiver that was away, sums, archives) must not take the machine from
 * requests that are being made: while an api is busy this process goes on with it only as long as it takes no
 * more than its share of the time, one of as many as there are workers. With nothing to answer it takes all
 * there is.
 */
export function openPace(
  db: Database,
  { workerProcesses }: { workerProcesses: number },
  busy = () => apiIsBusy(db),
): Pace {
  const share = SHARE / workerProcesses
  let owedMs = 0
  let at = performance.now()
  let usualMs = 0
  let believed = false
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  function payBack(): void {
    const now = performance.now()
    owedMs = Math.max(0, Math.min(owedMs, OWED_MAX_MS) - (now - at) * share)
    at = now
  }
  async function isBusy(): Promise<boolean> {
    if (performance.now() - askedAt > BELIEVED_MS) {
      asking ??= busy()
        .then((now) => {
          believed = now
        })
        // Whoever waits for the database learns that from its own statements.
        .catch(() => undefined)
        .finally(() => {
          askedAt = performance.now()
          asking = undefined
        })
      await asking
    }
    return believed
  }
  return {
    async wait() {
      for (const deadline = performance.now() + WAIT_MAX_MS; performance.now() < deadline; ) {
        if (!(await isBusy())) break
        payBack()
        if (owedMs === 0) break
        await delay(LOOK_EVERY_MS)
      }
      // Owed from now on, so that of many who wait one goes on.
      const lent = usualMs
      owedMs += lent
      return (tookMs) => {
        owedMs += tookMs - lent
        usualMs = tookMs
      }
    },
  }
}

/** Whether an api has said within the last second that it is. */
const apiIsBusy = async (db: Database) =>
  (await db.first(sql`select from api_load where seen_at > now() - interval '1 second' limit 1`)) !==
  undefined
