import { badOptions } from './delivery.ts'

/**
 * Remembers the tokens that were used. Give one over a shared store (Redis `SET jti 1 NX EXAT …`) where
 * several processes receive; what makes events count once is `handleOnce` in any case.
 */
export type ReplayGuard = {
  /**
   * True the first time a token id is seen. It need not be remembered beyond `expiresAt`, when it is refused
   * in any case: its `exp`, and how far the clocks may differ.
   */
  firstUse(tokenId: string, expiresAt: Date): boolean | Promise<boolean>
}

/**
 * Tokens live 90 seconds, and a receiver of 100 deliveries a second is far above what one process confirms.
 */
const REMEMBERED_MAX = 10_000

/**
 * A guard in this process's memory. Where more than `max` tokens are alive at once the oldest is forgotten,
 * so that a flood costs memory no more than protection. Throws where `max` would have it remember nothing.
 */
export function memoryReplayGuard(max = REMEMBERED_MAX): ReplayGuard {
  if (!Number.isSafeInteger(max) || max < 1)
    throw badOptions(`The replay guard's max is ${String(max)}: give a whole number from 1.`)
  const expiries = new Map<string, number>()
  return {
    firstUse(tokenId, expiresAt) {
      if (expiries.has(tokenId)) return false
      expiries.set(tokenId, expiresAt.getTime())
      for (const [id, expiry] of expiries) {
        // Tokens arrive in about the order they expire in, so the first that is alive ends the sweep.
        if (expiries.size <= max && expiry > Date.now()) break
        if (id !== tokenId) expiries.delete(id)
      }
      return true
    },
  }
}
