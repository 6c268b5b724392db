import { setTimeout as delay } from 'node:timers/promises'
import { isUnavailable } from '../db/sql.ts'

/** As long as a database may take to be back after a crash. */
const INSISTED_MS = 300_000
const AGAIN_MS = 500

/** A lock that is not had, a crash or a failover is no reason to leave a company between two cells. */
export async function insisting<T>(work: () => Promise<T>): Promise<T> {
  for (const since = performance.now(); ; )
    try {
      return await work()
    } catch (error) {
      if (performance.now() - since > INSISTED_MS || !isUnavailable(error)) throw error
      await delay(AGAIN_MS)
    }
}
