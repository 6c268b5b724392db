import type { Context } from '../process/context.ts'
import { LEASE_SECONDS, renewLeases, type Turn } from './webhook-turns.ts'

const BEAT_MS = 2_500
const LEASE_MS = LEASE_SECONDS * 1_000

/** `lost` aborts when the lease cannot be counted on any more: another worker may deliver from then on. */
export type HeldLease = { lost: AbortSignal; release(): void }

/**
 * Keeps the leases of deliveries that are under way, all with one statement per beat. A lease that could not
 * be renewed in time (database away, process stopped for a while) or that is another's by now is lost, and
 * its delivery hangs up.
 */
export function keepLeases({ db, log }: Context) {
  const held = new Map<string, { turn: Turn; until: number; lost: AbortController }>()
  let renewing = false

  const beat = async () => {
    for (const { until, lost } of held.values()) if (until <= performance.now()) lost.abort()
    if (held.size === 0 || renewing) return
    renewing = true
    const askedAt = performance.now()
    const asked = [...held.values()]
    try {
      const rows = await renewLeases(
        db,
        asked.map(({ turn }) => turn),
      )
      const ours = new Set(rows.map((row) => row.lease_id))
      for (const one of asked) {
        if (ours.has(one.turn.lease_id)) one.until = askedAt + LEASE_MS
        // One that was released meanwhile is nobody's loss.
        else one.lost.abort()
      }
    } catch (error) {
      log.warn({ err: error }, 'the leases of webhooks were not renewed; it is tried again')
    } finally {
      renewing = false
    }
  }
  const timer = setInterval(() => void beat(), BEAT_MS)

  return {
    /** Keeps a lease that was asked for at `askedAt` (by `performance.now()`). */
    hold(turn: Turn, askedAt: number): HeldLease {
      const one = { turn, until: askedAt + LEASE_MS, lost: new AbortController() }
      held.set(turn.lease_id, one)
      if (one.until <= performance.now()) one.lost.abort()
      return { lost: one.lost.signal, release: () => held.delete(turn.lease_id) }
    },
    stop: () => clearInterval(timer),
  }
}
