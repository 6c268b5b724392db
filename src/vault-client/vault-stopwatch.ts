import type { VaultMoment } from '../ground/vault-protocol.ts'

/** What was learned is used and kept for this long: two steady clocks drift apart by milliseconds in it. */
const KNOWN_FOR_MS = 60_000

export type VaultStopwatch = ReturnType<typeof vaultStopwatch>

/**
 * Follows the stopwatch of the vault by what it says of it, so that a moment of ours can be told in its time
 * without comparing two clocks. All moments are `performance.now()` of their own process.
 */
export function vaultStopwatch() {
  let known: { vault: string; aheadMs: number; at: number } | null = null
  return {
    /**
     * Takes what this vault's stopwatch showed. It was written before it was read, so what it says is too
     * early and never too late.
     */
    learn(vault: string, ms: number): void {
      if (!Number.isFinite(ms)) return
      const at = performance.now()
      const aheadMs = ms - at
      const same = known?.vault === vault && at - known.at < KNOWN_FOR_MS
      if (!same || aheadMs >= known!.aheadMs) known = { vault, aheadMs, at }
    },
    /** The vault's moment that is not later than this one of ours; null while its stopwatch is not known. */
    at(moment: number): VaultMoment | null {
      if (!known || performance.now() - known.at > KNOWN_FOR_MS) return null
      return { vault: known.vault, ms: moment + known.aheadMs }
    },
  }
}
