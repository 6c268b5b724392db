import { setTimeout as delay } from 'node:timers/promises'

/** Latencies of a run in milliseconds, and how many a second were done. */
export type Measured = { perSecond: number; p50: number; p99: number; count: number; failed: number }

/** Of latencies in milliseconds, sorted in place. */
export function summarize(latencies: number[], failed: number, elapsedMs: number): Measured {
  const sorted = latencies.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return {
    perSecond: (sorted.length * 1000) / elapsedMs,
    p50: at(0.5),
    p99: at(0.99),
    count: sorted.length,
    failed,
  }
}

/**
 * As fast as it goes: `atOnce` loops, each doing one after the other for `ms`. `run` answers whether it went
 * well.
 */
export async function closedLoop(run: () => Promise<boolean>, atOnce: number, ms: number): Promise<Measured> {
  const latencies: number[] = []
  let failed = 0
  const startedAt = performance.now()
  const loop = async () => {
    while (performance.now() - startedAt < ms) {
      const from = performance.now()
      if (await run()) latencies.push(performance.now() - from)
      else failed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, loop))
  return summarize(latencies, failed, performance.now() - startedAt)
}

/**
 * At a fixed rate, whatever the answers do: latency counts from when a request was due, so a stall is not
 * hidden by requests that were not sent meanwhile (coordinated omission).
 */
export async function openLoop(
  run: () => Promise<boolean>,
  perSecond: number,
  ms: number,
): Promise<Measured> {
  const latencies: number[] = []
  let failed = 0
  let sent = 0
  const running: Promise<void>[] = []
  const startedAt = performance.now()
  const one = async (dueAt: number) => {
    if (await run()) latencies.push(performance.now() - dueAt)
    else failed += 1
  }
  while (performance.now() - startedAt < ms) {
    const due = ((performance.now() - startedAt) * perSecond) / 1000
    while (sent < due) running.push(one(startedAt + (sent++ * 1000) / perSecond))
    // A timer, not a spin: the load must not take a core from what it measures.
    await delay(1)
  }
  await Promise.all(running)
  return summarize(latencies, failed, performance.now() - startedAt)
}
