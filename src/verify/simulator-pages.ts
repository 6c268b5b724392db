import type { z } from 'zod'
import { sql } from '../db/sql.ts'

const FETCH_TIMEOUT_MS = 5_000

/** A page of the simulator's books. Throws where it cannot be had or is something else. */
export async function readPage<Page>(schema: z.ZodType<Page>, url: string): Promise<Page> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`the simulator answered ${answer.status} to GET ${new URL(url).pathname}`)
  return schema.parse(await answer.json())
}

/** The text of these checks: the simulators' books are read whole, so no mark is ever bound to it. */
export const SIMULATED = 'simulated'

/**
 * When the snapshot was taken, by the clock that network and bank have too. Their books are read after it, so
 * what moves in between is in them and not in the snapshot.
 */
export const snapshotAt = sql`
  (transaction_timestamp() + (select make_interval(secs => ahead_ms / 1000.0) from clock))`
