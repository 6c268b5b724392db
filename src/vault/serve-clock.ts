import { sql } from '../db/sql.ts'
import type { AnswerQuestion } from './answer-question.ts'
import type { VaultContext } from './vault-context.ts'

/**
 * The vault's clock, which the main side moves with its own. In the demo only: live the question does not
 * exist.
 */
export function serveClock(answer: AnswerQuestion, { db, clock, config }: VaultContext): void {
  if (config.environment === 'live') return
  answer('moveClock', async ({ ahead_ms }) => {
    await db.one(sql`select move_clock(${ahead_ms})`)
    await clock.look()
    return { ok: true }
  })
}
