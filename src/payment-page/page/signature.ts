/**
 * A drawn signature: strokes of points in a box, as the browser sends them and the server keeps and draws
 * them.
 */

/** The box that every point lies in, whatever the size of the canvas was. */
export const SIGNATURE_WIDTH = 600
export const SIGNATURE_HEIGHT = 200
/**
 * A quick hand makes a dozen strokes of fifty points; more than these is no signature, and would not fit a
 * request.
 */
export const STROKES_MAX = 100
export const POINTS_MAX = 3_000
/** Less ink than this, in units of the box, is a slip of the finger. */
export const INK_MIN = 60

/** Each stroke is `[x0, y0, x1, y1, …]`. */
export type Strokes = number[][]

/** The length of all strokes together. */
export function inkOf(strokes: Strokes): number {
  let ink = 0
  for (const stroke of strokes)
    for (let at = 2; at < stroke.length; at += 2)
      ink += Math.hypot(stroke[at]! - stroke[at - 2]!, stroke[at + 1]! - stroke[at - 1]!)
  return ink
}

const within = (value: unknown, max: number) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max

/**
 * The strokes that were sent, or null where they are none: wrong shape, outside of the box, too many, too
 * little ink.
 */
export function readStrokes(sent: unknown): Strokes | null {
  if (!Array.isArray(sent) || sent.length === 0 || sent.length > STROKES_MAX) return null
  let points = 0
  for (const stroke of sent) {
    if (!Array.isArray(stroke) || stroke.length % 2 === 1) return null
    points += stroke.length / 2
    if (points > POINTS_MAX) return null
    if (!stroke.every((value, at) => within(value, at % 2 ? SIGNATURE_HEIGHT : SIGNATURE_WIDTH))) return null
  }
  return inkOf(sent) >= INK_MIN ? sent : null
}
