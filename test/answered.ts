import { setTimeout as delay } from 'node:timers/promises'

/**
 * As long as `Retry-After` says: hundreds that came back at once would keep the machine busy by themselves.
 */
const RETRY_MS = 1_000

/** A machine that is too busy says 503, and then the same request is sent again, as a client does. */
export async function answered<Answer extends { status: number }>(
  ask: (which: number) => Promise<Answer>,
  which = 0,
) {
  for (;;) {
    const answer = await ask(which)
    if (answer.status !== 503) return answer
    await delay(RETRY_MS)
  }
}
