import type { Job } from '../process/poll.ts'
import { sweepEvidence } from './evidence.ts'

/** Evidence is kept for months; an hour of looking more or less does no harm. */
const IDLE_MS = 3_600_000

/**
 * Deletes what companies have shown in disputes that ended long ago: it is about payers, and nobody needs it
 * any more.
 */
export const sweepOldEvidence: Job = {
  name: 'sweep-evidence',
  mayWait: true,
  idleMs: IDLE_MS,
  run: ({ db, config }) => sweepEvidence(db, config.evidenceRetentionMonths),
}
