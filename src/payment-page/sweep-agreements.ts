import type { Job } from '../process/poll.ts'
import { sweepAgreements } from './agreement.ts'

/** Agreements are kept for a year; a day more or less of looking does no harm, an hour costs nothing. */
const IDLE_MS = 3_600_000

/** Deletes signed debit agreements that need not be kept any longer (Payments Canada, Rule H1). */
export const sweepOldAgreements: Job = {
  name: 'sweep-agreements',
  mayWait: true,
  idleMs: IDLE_MS,
  run: async ({ db, config }) => (await sweepAgreements(db, config.agreementRetentionMonths)) > 0,
}
