import { setTimeout as delay } from 'node:timers/promises'
import { type Database, type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'

/** A command that was killed has let go once the server has noticed. */
const TRIES = 20
const AGAIN_MS = 500
/** Whose host is gone has let go after this. */
const SILENT_MS = 120_000
const SAID_MS = 30_000

/**
 * Runs `work` while no other command brings a company to this cell, nor gives such a move up: what changes is
 * noted once, for one who copies it. `still` throws where the connection that says so was lost. Throws an
 * OperatorError where another runs.
 */
export const alone = <T>(main: Database, work: (still: () => Promise<unknown>) => Promise<T>): Promise<T> =>
  main.transaction(async (lock) => {
    await lock.run(sql`select set_config('idle_in_transaction_session_timeout', ${String(SILENT_MS)}, true)`)
    await take(lock)
    const still = () => lock.run(sql`select`)
    const saying = setInterval(() => void still().catch(() => undefined), SAID_MS)
    try {
      return await work(still)
    } finally {
      clearInterval(saying)
    }
  })

async function take(lock: Db): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { mine } = await lock.one<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended('arrival', 0)) as mine`,
    )
    if (mine) return
    if (tries === TRIES)
      throw new OperatorError(
        'Another run of the command brings a company to this cell: wait for it, or end it.',
        'wrong_state',
      )
    await delay(AGAIN_MS)
  }
}
