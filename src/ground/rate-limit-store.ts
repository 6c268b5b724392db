import type { FastifyRateLimitStore } from '@fastify/rate-limit'

/**
 * Tokens or addresses that are counted at a time; the one that was not seen for longest is forgotten first.
 */
const COUNTED_MAX = 10_000

type Counted = { current: number; startedAt: number }
type CountedCallback = (error: Error | null, counted?: { current: number; ttl: number }) => void

/**
 * Counts requests for `@fastify/rate-limit`. Its own store hands out the counter itself, which the library
 * reads a turn later, when requests that came with this one have been counted too: of 30 that cross while 20
 * are left it refuses all 30. This one tells each request its own count.
 */
export class RateLimitStore implements FastifyRateLimitStore {
  readonly #counted = new Map<string, Counted>()

  #find(key: string, timeWindow: number): Counted | undefined {
    const counted = this.#counted.get(key)
    return counted && counted.startedAt + timeWindow > Date.now() ? counted : undefined
  }

  incr(key: string, tell: CountedCallback, timeWindow: number): void {
    const counted = this.#find(key, timeWindow) ?? { current: 0, startedAt: Date.now() }
    counted.current += 1
    // Last in the map is the one that was seen last.
    this.#counted.delete(key)
    if (this.#counted.size >= COUNTED_MAX) this.#counted.delete(this.#counted.keys().next().value!)
    this.#counted.set(key, counted)
    tell(null, told(counted, timeWindow))
  }

  /** Without counting. */
  read(key: string, tell: CountedCallback, timeWindow: number): void {
    const counted = this.#find(key, timeWindow)
    tell(null, counted ? told(counted, timeWindow) : { current: 0, ttl: 0 })
  }

  child(): RateLimitStore {
    return new RateLimitStore()
  }
}

const told = ({ current, startedAt }: Counted, timeWindow: number) => ({
  current,
  ttl: Math.max(0, startedAt + timeWindow - Date.now()),
})
