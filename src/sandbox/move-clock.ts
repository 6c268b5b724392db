import { sql } from '../db/sql.ts'
import { hostName } from '../ground/host-name.ts'
import type { Context } from '../process/context.ts'
import { readClock } from './sandbox-clock.ts'

/** The simulator only notes it. */
const TELL_TIMEOUT_MS = 2_000

/**
 * Brings the demo's clock to where it is to be. Card network and bank first, then the vault, the main
 * database last: a bank whose day is behind ours would refuse our files. Each keeps what it was told, and
 * told twice is told once, so whoever dies in between is followed by the next try.
 */
export async function moveClock({ db, config, vault, clock, log, lookAtClock }: Context): Promise<boolean> {
  const { ahead_ms, target_ms } = await readClock(db)
  if (ahead_ms >= target_ms) return false
  const aheadMs = Number(target_ms)
  await tellSimulator(`http://${hostName(config.host)}:${config.simulatorPort}/clock`, aheadMs)
  await vault.moveClock({ ahead_ms: aheadMs })
  await db.one(sql`select move_clock(${target_ms})`)
  await lookAtClock()
  log.info({ now: clock.now(), aheadMs }, 'the clock was moved')
  return true
}

async function tellSimulator(url: string, aheadMs: number): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ahead_ms: aheadMs }),
    signal: AbortSignal.timeout(TELL_TIMEOUT_MS),
  })
  if (!answer.ok) throw new Error(`the simulator answered ${answer.status} to its clock being moved`)
}
