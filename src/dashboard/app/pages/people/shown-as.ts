/** Units of time in milliseconds, each within the next. */
const steps = [
  ['d', 86_400_000, Number.POSITIVE_INFINITY],
  ['h', 3_600_000, 86_400_000],
  ['min', 60_000, 3_600_000],
  ['s', 1_000, 60_000],
] as const

/** As it was asked for, of what the log keeps as it was read. */
export const shownAs: Readonly<Record<string, (kept: string) => string>> = {
  amount: (cents) => cents.padStart(3, '0').replace(/(\d\d)$/, '.$1'),
  advance: (ms) =>
    steps
      .map(([unit, each, more]) => [Math.floor((Number(ms) % more) / each), unit] as const)
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count} ${unit}`)
      .join(' '),
}
