import { z } from 'zod'
import type { Db } from '../db/sql.ts'
import type { Seal } from '../ground/seal.ts'
import { type DisputeRow, disputeSchema, showDispute } from './dispute.ts'
import { documentSchema, evidenceFields, readEvidence } from './evidence.ts'

export const disputeWithEvidenceSchema = disputeSchema
  .extend({
    evidence: z.object({
      texts: z.partialRecord(z.enum(evidenceFields), z.string()),
      files: z.array(documentSchema).meta({
        description: 'Without their content, which is at `/dispute/{dispute_id}/evidence/{evidence_id}`',
      }),
      deleted_at: z.iso.datetime().nullable().meta({
        description:
          'When texts and content were deleted, a while after the dispute had ended; what is shown of files stays',
      }),
    }),
  })
  .meta({ id: 'DisputeWithEvidence' })

/** The dispute with what the company has given for it so far. */
export const showWithEvidence = async (db: Db, seal: Seal, dispute: DisputeRow) => ({
  ...showDispute(dispute),
  evidence: await readEvidence(db, seal, dispute),
})
