import { setTimeout as delay } from 'node:timers/promises'
import { isUnavailable } from './sql.ts'

/** How long and how often what the network has answered is recorded again while the database is away. */
const WITHIN_MS = 8_000
const RETRY_MS = 150

/**
 * Runs `work` again while the database is away: the network has answered, so a restart of the database must not turn the answer into
 * a guess. Undefined where it stays away. `work` must be safe to run twice; `onUnavailable` is told once.
 */
export async function outlast<T>(
  work: () => Promise<T>,
  onUnavailable: (error: unknown) => void,
): Promise<T | undefined> {
  const deadline = performance.now() + WITHIN_MS
  for (let told = false; ; await delay(RETRY_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!isUnavailable(error)) throw error
      if (!told) onUnavailable(error)
      told = true
      if (performance.now() > deadline) return undefined
    }
  }
}
