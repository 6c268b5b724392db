/** Choices that a seed makes: the same seed, the same rehearsal. */

export type Chance = ReturnType<typeof openChance>

/** Draws by a seed (an integer from 0 to 2^32 - 1), by the generator that is known as mulberry32. */
export function openChance(seed: number) {
  let state = seed >>> 0
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(draw() * (most - least + 1))
  return {
    /** A whole number, both ends included. */
    between,
    oneOf: <T>(all: readonly T[]): T => all[between(0, all.length - 1)]!,
    shuffled<T>(all: readonly T[]): T[] {
      const rest = [...all]
      return all.map(() => rest.splice(between(0, rest.length - 1), 1)[0]!)
    },
    /** An amount in major units, small enough for every limit: `12.05`. */
    amount: () => `${between(5, 90)}.${String(between(0, 99)).padStart(2, '0')}`,
  }
}
