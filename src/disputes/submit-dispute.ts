import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { disputePath, lockAnswerable } from './dispute.ts'
import { submitDisputeRow } from './move-dispute.ts'
import { disputeWithEvidenceSchema, showWithEvidence } from './show-with-evidence.ts'

export const submitDispute = endpoint({
  operationId: 'submit_dispute',
  method: 'POST',
  path: '/dispute/{dispute_id}/submit',
  tag: 'Disputes',
  summary: 'Submit the evidence',
  description:
    'Once, before `respond_by`: the dispute is `under_review` and takes no evidence any more. The network decides.',
  scope: 'debits:write',
  pathSchema: disputePath,
  answers: { 200: { description: 'Submitted', schema: disputeWithEvidenceSchema } },
  problems: ['wrong_state'],
  async handle({ context, db, companyId, path }) {
    const dispute = await lockAnswerable(db, companyId, path.dispute_id)
    const evidence = await db.first(sql`
      select from dispute_evidence where company_id = ${companyId} and dispute_id = ${dispute.dispute_id} limit 1`)
    if (!evidence)
      throw new Problem('wrong_state', 'There is no evidence to submit; add some with POST …/evidence.')
    const submitted = await submitDisputeRow(db, dispute)
    return { body: await showWithEvidence(db, context.seal, submitted!) }
  },
})
