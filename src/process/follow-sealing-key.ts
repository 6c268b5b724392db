import { hostname } from 'node:os'
import type { Logger } from 'pino'
import { tellGone, tellHeld } from '../db/sealing/key-holders.ts'
import { sealingKeyNow } from '../db/sealing/sealing-key.ts'
import { type Database, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { logSparsely } from '../ground/log.ts'
import type { Seal } from '../ground/seal.ts'

/** How soon a process seals with the key that the database names. */
const LOOK_EVERY_MS = 1_000

/**
 * Seals with the key that the database names, from the next look on; while another is about to follow it the
 * process says each time which it has. Returns once the key of now is in use, and what ends it.
 */
export async function followSealingKey(
  { db, seal, log }: { db: Database; seal: Seal; log: Logger },
  role: string,
): Promise<() => Promise<void>> {
  const processId = newId()
  const logFailed = logSparsely(log, 'error', 'the sealing key cannot be followed')
  const tell = () =>
    tellHeld(db, { processId, role, host: hostname(), held: seal.held(), sealsWith: seal.sealsWith() })
  // Before it is asked which one seals: a rotation that begins in between waits for this process.
  await tell()
  seal.sealWith(await sealingKeyNow(db))

  let closed = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  async function look(): Promise<void> {
    const { active, to_come } = await db.one<{ active: string; to_come: string | null }>(sql`
      select (select name from sealing_keys where state = 'active') as active,
        (select to_key from sealing_rotations where state <> 'done') as to_come`)
    if (active !== seal.sealsWith()) seal.sealWith(active)
    if (to_come === null) return
    if (!seal.held().includes(to_come)) seal.reload()
    await tell()
  }
  const follow = () => {
    if (closed) return
    timer = setTimeout(() => {
      // A database that is away tells of no other key; what seals goes on sealing.
      looking = look()
        .catch((error) => logFailed(error as Error, {}))
        .finally(follow)
    }, LOOK_EVERY_MS)
    timer.unref()
  }
  follow()
  return async () => {
    closed = true
    clearTimeout(timer)
    await looking
    await tellGone(db, processId).catch(() => undefined)
  }
}
