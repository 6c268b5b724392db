import { sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import type { Job } from '../process/poll.ts'
import { openBankFolder } from '../rails/bank-folder.ts'
import { listUnsent } from './dispute-response.ts'
import { discardSentCopies, handOverResponse } from './hand-over-response.ts'

/** A worker that died may leave hidden copies of what another has handed over. */
const TIDY_EVERY_MS = 60_000

/**
 * Hands what companies submitted in disputes to the network, each once and only once: into `outgoing/` of the
 * clearing folder.
 */
export const answerDisputes = ({ clearingFolder }: Pick<Config, 'clearingFolder'>): Job => {
  const folder = openBankFolder(clearingFolder)
  let tidiedAt = Number.NEGATIVE_INFINITY
  return {
    name: 'answer-disputes',
    idleMs: 500,
    due: sql`select from disputes where submitted_at is not null and sent_at is null`,
    async run(context) {
      const unsent = await listUnsent(context.db)
      for (const dispute of unsent) {
        const file = await handOverResponse(context, folder, dispute)
        context.log.info({ disputeId: dispute.dispute_id, file }, 'a dispute was answered')
      }
      if (unsent.length === 0 && performance.now() - tidiedAt > TIDY_EVERY_MS) {
        await discardSentCopies(context, folder)
        tidiedAt = performance.now()
      }
      return unsent.length > 0
    },
  }
}
