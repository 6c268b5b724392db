import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { disputePath, findDispute } from './dispute.ts'
import { fileTypes, readDocument } from './evidence.ts'

export const getEvidence = endpoint({
  operationId: 'get_dispute_evidence',
  method: 'GET',
  path: '/dispute/{dispute_id}/evidence/{evidence_id}',
  tag: 'Disputes',
  summary: 'Download a document',
  description:
    'The document as it was added, for saving and not for showing: `Content-Disposition: attachment`. 409 once its content was deleted, a while after the dispute had ended.',
  scope: 'debits:read',
  load: 'upload',
  pathSchema: disputePath.extend({ evidence_id: uuid }),
  answers: {
    200: {
      description: 'The document',
      contentType: fileTypes,
      schema: z.string().meta({ format: 'binary' }),
    },
  },
  problems: ['wrong_state'],
  async handle({ context: { seal }, db, companyId, path: { dispute_id, evidence_id } }) {
    const dispute = await findDispute(db, companyId, dispute_id)
    const document = await readDocument(db, seal, dispute, evidence_id)
    if (!document) throw new Problem('not_found', `The dispute has no document ${evidence_id}.`)
    const { name, type, content, deleted_at } = document
    if (!content)
      throw new Problem(
        'wrong_state',
        `The content of ${evidence_id} was deleted on ${deleted_at!.toISOString()}; its hash is kept.`,
      )
    return { file: content, contentType: type, fileName: name }
  },
})
