/** How far the example shops have read; a real one keeps it in its database (`postgresStore`). */
import type { EventStore } from '@jetpay/node/webhooks'

/** One transaction at a time. */
export function memoryStore(): EventStore<null> {
  let last: number | null = null
  let turn: Promise<unknown> = Promise.resolve()
  return {
    transaction<T>(work: (tx: null) => Promise<T>): Promise<T> {
      const mine = turn.then(() => work(null))
      turn = mine.catch(() => {})
      return mine
    },
    lastHandled: async () => last,
    setLastHandled: async (_tx, id) => {
      last = id
    },
  }
}
