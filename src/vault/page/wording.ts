/**
 * Choosing and filling in texts; the texts themselves are in `texts.ts`. It runs in the browser and on the
 * server.
 */
import type { FailReason } from '../../ground/fail-reasons.ts'

/**
 * What the page says of a fail reason, in its language; of one that it has no words for, what it says of
 * `declined`.
 */
export type Declines = Readonly<Partial<Record<FailReason, string>> & { declined: string }>

/** The text for a fail reason. An unknown reason is called declined, and no more is said. */
export const declineText = (declines: Declines, failReason: FailReason | undefined): string =>
  (failReason !== undefined && Object.hasOwn(declines, failReason) && declines[failReason]) ||
  declines.declined

/** Puts values into the `{…}` of a text. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark)
