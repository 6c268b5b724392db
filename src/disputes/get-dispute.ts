import { endpoint } from '../http/endpoint.ts'
import { disputePath, findDispute } from './dispute.ts'
import { disputeWithEvidenceSchema, showWithEvidence } from './show-with-evidence.ts'

export const getDispute = endpoint({
  operationId: 'get_dispute',
  method: 'GET',
  path: '/dispute/{dispute_id}',
  tag: 'Disputes',
  summary: 'Get a dispute with its evidence',
  scope: 'debits:read',
  pathSchema: disputePath,
  answers: { 200: { description: 'The dispute', schema: disputeWithEvidenceSchema } },
  async handle({ context, db, companyId, path }) {
    const dispute = await findDispute(db, companyId, path.dispute_id)
    return { body: await showWithEvidence(db, context.seal, dispute) }
  },
})
