/** Chance that a seed repeats. */
export type Chance = { whole(below: number): number; one<T>(of: readonly T[]): T }

/** Mulberry32: small, and good enough for where to click. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number) => Math.floor(next() * below)
  return { whole, one: (of) => of[whole(of.length)]! }
}
