/**
 * How often a reversal or a capture is repeated: 1 s after the first, doubling to 15 s,
 * because a charge that is not settled keeps a customer waiting, and 50 small messages in that time weigh
 * nothing.
 */
const REPEAT_MAX_SECONDS = 15
/**
 * After this many, ten minutes of silence, a person is called, and the repeats go on every quarter of an hour
 * …
 */
export const REPEATS_UNTIL_ALARM = 40
const REPEAT_RARE_SECONDS = 15 * 60
/** … for three days. Then the acquirer has to say what became of it: `jetpay attempt resolve`. */
export const REPEATS_MAX = REPEATS_UNTIL_ALARM + 3 * 24 * 4

/** Seconds until the next repeat after so many were sent. */
export const pauseAfter = (sent: number): number =>
  sent >= REPEATS_UNTIL_ALARM ? REPEAT_RARE_SECONDS : Math.min(2 ** Math.min(sent, 10), REPEAT_MAX_SECONDS)
