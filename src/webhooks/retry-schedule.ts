const HOUR = 3_600

/**
 * The contract's schedule in seconds; the last step repeats until a webhook has failed for
 * `GIVE_UP_AFTER_SECONDS`.
 */
const RETRY_STEPS_SECONDS = [5, 30, 120, 600, 1_800, HOUR, 2 * HOUR, 4 * HOUR]

/** From the first failure to the last attempt. After that the webhook is `failed` and waits for `resume`. */
export const GIVE_UP_AFTER_SECONDS = 76 * HOUR

/** A `Retry-After` counts up to the longest step: a receiver may slow us down, not switch us off. */
const RETRY_AFTER_MAX_SECONDS = 4 * HOUR

/**
 * Seconds until the next attempt, after `failures` failed ones in a row (1 or more). Full jitter (a random
 * point between now and the step), so that a receiver that comes back is not met by all of its senders at
 * once. A `Retry-After` is never undercut.
 */
export function retryDelaySeconds(failures: number, retryAfterSeconds: number | null, random = Math.random) {
  const step = RETRY_STEPS_SECONDS[Math.min(failures, RETRY_STEPS_SECONDS.length) - 1]!
  return Math.max(random() * step, Math.min(retryAfterSeconds ?? 0, RETRY_AFTER_MAX_SECONDS))
}

/**
 * Reads `Retry-After` (RFC 9110 section 10.2.3), seconds or a date. Null when there is none that makes sense.
 */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  if (/^\d+$/.test(header)) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, (at - now.getTime()) / 1000)
}
