import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { LOOK_MS } from '../db/moving-clock.ts'
import { type Db, sql } from '../db/sql.ts'
import { blocksAreDue } from '../events/open-blocks.ts'

const DAY_MS = 86_400_000
/**
 * One step and all of them: cards are valid for some years, and holidays are known for as long as anybody
 * tries.
 */
const STEP_MAX_MS = 366 * DAY_MS
const AHEAD_MAX_MS = 10 * STEP_MAX_MS
/** How long an advance is waited for: a worker looks ten times a second. */
const WITHIN_MS = 10_000
const POLL_MS = 20

/** How far the demo's clock is ahead of the time, and is to be, in milliseconds. */
export type ClockRow = { ahead_ms: bigint; target_ms: bigint; now: Date }

export const clockSchema = z
  .object({
    now: z.iso.datetime(),
    ahead_seconds: z.number().meta({ description: 'How far it was moved, in all' }),
  })
  .meta({ id: 'SandboxClock' })

export const readClock = (db: Db) =>
  db.one<ClockRow>(sql`select ahead_ms, target_ms, jetpay_now() as now from clock`)

export const showClock = ({ ahead_ms, now }: ClockRow) => ({ now, ahead_seconds: Number(ahead_ms) / 1000 })

/**
 * Reads `3d`, `12h`, `30m`, `10s` or several of them (`1d12h`) as milliseconds; null for anything else and
 * beyond 366 days.
 */
export function parseStep(text: string): number | null {
  const match = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?$/.exec(text)
  if (!match) return null
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits) => Number(digits ?? 0))
  const ms = days * DAY_MS + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000
  return ms > 0 && ms <= STEP_MAX_MS ? ms : null
}

/**
 * Moves the demo's clock forward and waits until the worker has moved everything, and has sealed the events
 * that are old by now: `jetpay verify` after it finds none that was left open. False where it has gone as
 * far as it can; null where nothing has moved it in time (no worker, vault or simulator runs): it is moved as
 * soon as they do.
 */
export async function advanceClock(db: Db, stepMs: number): Promise<ClockRow | false | null> {
  const asked = await db.first<{ target_ms: bigint }>(sql`
    update clock set target_ms = target_ms + ${stepMs} where target_ms + ${stepMs} <= ${AHEAD_MAX_MS} returning target_ms`)
  if (!asked) return false
  for (const deadline = performance.now() + WITHIN_MS; performance.now() < deadline; await delay(POLL_MS)) {
    if ((await readClock(db)).ahead_ms < asked.target_ms) continue
    // Every process has looked by then.
    await delay(2 * LOOK_MS)
    while ((await blocksAreDue(db)) && performance.now() < deadline) await delay(POLL_MS)
    return readClock(db)
  }
  return null
}
