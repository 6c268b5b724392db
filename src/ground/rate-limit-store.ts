import type { FastifyRateLimitStore } from '@fastify/rate-limit'

/**
 * Tokens or addresses that are counted at a time; the one that was not seen for longest is forgotten first.
 */
const COUNTED_MAX = 10_000

/** Requests in a window, and when (`Date.now()`) the window began. */
export type Counted = { current: number; startedAt: number }
type CountedCallback = (error: Error | null, counted?: { current: number; ttl: number }) => void

/** Lets several processes count as one. */
export type CountedElsewhere = {
  /** What the others have counted of this key. */
  of(key: string): Counted[]
  /** Is told of the one that was counted here. */
  tell(key: string, counted: Counted): void
}
const nowhere: CountedElsewhere = { of: () => [], tell: () => undefined }

/**
 * Counts requests for `@fastify/rate-limit`. Its own store hands out the counter itself, which the library
 * reads a turn later, when requests that came with this one have been counted too: of 30 that cross while 20
 * are left it refuses all 30. This one tells each request its own count.
 */
export class RateLimitStore implements FastifyRateLimitStore {
  readonly #counted = new Map<string, Counted>()
  readonly #elsewhere: CountedElsewhere

  constructor(_options?: unknown, elsewhere: CountedElsewhere = nowhere) {
    this.#elsewhere = elsewhere
  }

  #find(key: string, timeWindow: number): Counted | undefined {
    const counted = this.#counted.get(key)
    return counted && isOpen(counted, timeWindow) ? counted : undefined
  }

  incr(key: string, tell: CountedCallback, timeWindow: number): void {
    const others = this.#elsewhere.of(key).filter((counted) => isOpen(counted, timeWindow))
    // A window that another process has opened is the one that is counted in.
    const startedAt = others[0]?.startedAt ?? Date.now()
    const counted = this.#find(key, timeWindow) ?? { current: 0, startedAt }
    counted.current += 1
    // Last in the map is the one that was seen last.
    this.#counted.delete(key)
    if (this.#counted.size >= COUNTED_MAX) this.#counted.delete(this.#counted.keys().next().value!)
    this.#counted.set(key, counted)
    this.#elsewhere.tell(key, counted)
    tell(null, told([counted, ...others], timeWindow))
  }

  /** Without counting. */
  read(key: string, tell: CountedCallback, timeWindow: number): void {
    const others = this.#elsewhere.of(key).filter((counted) => isOpen(counted, timeWindow))
    const counted = this.#find(key, timeWindow)
    tell(null, told(counted ? [counted, ...others] : others, timeWindow))
  }

  child(): RateLimitStore {
    return new RateLimitStore()
  }
}

const isOpen = ({ startedAt }: Counted, timeWindow: number) => startedAt + timeWindow > Date.now()

/** The sum of all processes, and when the window of the first of them ends. */
const told = (all: Counted[], timeWindow: number) => ({
  current: all.reduce((sum, { current }) => sum + current, 0),
  ttl: all.length === 0 ? 0 : Math.max(0, all[0]!.startedAt + timeWindow - Date.now()),
})
