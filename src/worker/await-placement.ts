import { setTimeout as delay } from 'node:timers/promises'
import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'

const LOOK_MS = 500

/**
 * Resolves once jobs may run. A cell that was restored may have companies that have left it since: until the
 * directory has said which (`directory/hide-departed.ts`), a job would deliver, mail and charge for them as
 * well. False where `signal` ended the wait.
 */
export async function awaitPlacement({ db, log }: Context, signal: AbortSignal): Promise<boolean> {
  for (let told = false; !signal.aborted; ) {
    const waits = await db
      .first(sql`select from own_cell, recoveries where opened_at is null and placed_at is null`)
      .catch((error: Error) => error)
    if (waits === undefined) return true
    if (!told && !(waits instanceof Error))
      log.warn(
        'this cell was restored: no job runs until a router of the directory has said which companies have left it (docs/cells.md)',
      )
    told ||= !(waits instanceof Error)
    await delay(LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
  return false
}
