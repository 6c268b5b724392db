import { reseal } from '../db/sealing/reseal.ts'
import { sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import { rewrapSigningKeys } from '../webhooks/signing-key.ts'

/** How often it is looked whether a rotation is asked for, and whether what it waits for has come. */
const EVERY_MS = 1_000

/**
 * Works off `jetpay keys rotate sealing`: batch after batch, with what else the worker does between them.
 * After a crash it goes on where the last batch ended.
 */
export const resealSecrets: Job = {
  name: 'reseal-secrets',
  idleMs: EVERY_MS,
  due: sql`select from sealing_rotations where state <> 'done'`,
  async run(context) {
    return (await reseal(context.db, context.seal, () => rewrapSigningKeys(context))) === 'more'
  },
}
