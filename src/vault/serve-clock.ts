import type { FastifyInstance } from 'fastify'
import { sql } from '../db/sql.ts'
import type { MoveClock } from '../ground/vault-protocol.ts'
import type { VaultContext } from './vault-context.ts'

/** The vault's clock, which the main side moves with its own. In the demo only: live the question does not exist. */
export function serveClock(server: FastifyInstance, { db, clock, config }: VaultContext): void {
  if (config.environment === 'live') return
  server.post<{ Body: MoveClock }>('/clock', async ({ body: { ahead_ms } }) => {
    await db.one(sql`select move_clock(${ahead_ms})`)
    await clock.look()
    return { ok: true }
  })
}
