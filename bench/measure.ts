/** Latencies of a run in milliseconds, and how many a second were done. */
export type Measured = {
  perSecond: number
  p50: number
  p99: number
  most: number
  count: number
  failed: number
}

/** Of latencies in milliseconds, sorted in place. */
export function summarize(latencies: number[], failed: number, elapsedMs: number): Measured {
  const sorted = latencies.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return {
    perSecond: (sorted.length * 1000) / elapsedMs,
    p50: at(0.5),
    p99: at(0.99),
    most: sorted.at(-1) ?? 0,
    count: sorted.length,
    failed,
  }
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
