import { resolve } from 'node:path'
import type { Readers } from './readers.ts'

/** How long things wait and are kept, and where what is kept for long goes. */
export function readRetentionSettings(readers: Readers, dataFolder: string, isDemo: boolean) {
  const { text, number } = readers
  return {
    /**
     * Days in which a dispute can be answered. Networks give 30 to 45; the acquirer and the way there take
     * the rest.
     */
    disputeResponseDays: number('JETPAY_DISPUTE_RESPONSE_DAYS', 20, 1, 120),
    /**
     * Days that the network may take to decide about evidence before a person is called. Card schemes give
     * each side some 30 days for pre-arbitration and up to 45 for arbitration: what is not decided by then is
     * not on its way by itself.
     */
    disputeReviewDays: number('JETPAY_DISPUTE_REVIEW_DAYS', 90, 1, 730),
    /**
     * How long evidence is kept after its dispute has ended: what it shows of a payer is not kept for longer
     * than it serves.
     */
    evidenceRetentionMonths: number('JETPAY_EVIDENCE_RETENTION_MONTHS', 24, 1, 1_200),
    /**
     * How long a signed debit agreement is kept after its debit has ended. Rule H1 asks for 12 months at
     * least; Nacha for 24, which no setting shortens.
     */
    agreementRetentionMonths: number('JETPAY_AGREEMENT_RETENTION_MONTHS', 12, 12, 1_200),
    /**
     * Days that events stay in the database before they move to files; 0 is for ever, as nothing but disk is
     * won by less.
     */
    eventRetentionDays: number('JETPAY_EVENT_RETENTION_DAYS', 0, 0, 36_500),
    /**
     * How often the worker compares the pages that take cards with what was released; 0 is never. PCI DSS
     * 11.6.1 asks for once in seven days. In the demo, where nobody's card is, only by command.
     */
    pageAuditHours: number('JETPAY_PAGE_AUDIT_HOURS', isDemo ? 0 : 24, 0, 7 * 24),
    /** Where those files are; every worker and `jetpay events` must reach it. */
    eventArchiveFolder: resolve(text('JETPAY_EVENT_ARCHIVE_FOLDER', `${dataFolder}/event-archive`)),
  }
}
