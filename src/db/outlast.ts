import { setTimeout as delay } from 'node:timers/promises'
import { isUnavailable } from './sql.ts'

/** How long and how often what somebody has answered is recorded again while the database is away. */
const WITHIN_MS = 8_000
const RETRY_MS = 150

/**
 * Runs `work` again while the database is away: whoever was asked has answered, so a restart of the database
 * must not turn the answer into a guess, or have it asked for again. Throws what the database said last where
 * it stays away for `withinMs`. `work` must be safe to run twice; `onUnavailable` is told once.
 */
export async function outlast<T>(
  work: () => Promise<T>,
  {
    withinMs = WITHIN_MS,
    onUnavailable,
  }: { withinMs?: number; onUnavailable?: (error: unknown) => void } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (let told = false; ; await delay(RETRY_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!isUnavailable(error)) throw error
      if (!told) onUnavailable?.(error)
      told = true
      if (performance.now() > deadline) throw error
    }
  }
}
