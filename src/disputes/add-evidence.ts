import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { type DisputeRow, disputePath, lockAnswerable } from './dispute.ts'
import {
  type EvidenceField,
  evidenceFields,
  evidenceText,
  FILES_BYTES_MAX,
  FILES_MAX,
  fileName,
  keepFile,
  keepText,
  typeOf,
} from './evidence.ts'
import { disputeWithEvidenceSchema, showWithEvidence } from './show-with-evidence.ts'

/** All documents at once as base64 (four characters for three bytes), all texts, and what is around them. */
const BODY_BYTES_MAX = 3 * 1024 * 1024

const file = z
  .strictObject({
    name: fileName,
    content: z.base64('must be base64').min(1, 'must not be empty').meta({ description: 'Base64' }),
  })
  .transform(({ name, content }, context) => {
    const bytes = Buffer.from(content, 'base64')
    const type = typeOf(bytes)
    if (type) return { name, type, content: bytes }
    context.addIssue({ code: 'custom', path: ['content'], message: 'must be a PDF, PNG or JPEG file' })
    return z.NEVER
  })

export const addEvidence = endpoint({
  operationId: 'add_dispute_evidence',
  method: 'POST',
  path: '/dispute/{dispute_id}/evidence',
  tag: 'Disputes',
  summary: 'Add evidence',
  description: `As often as needed until it is submitted. A text replaces the one that its field had; documents (PDF, PNG, JPEG) are added, at most ${FILES_MAX} and ${FILES_BYTES_MAX / 1024 / 1024} MiB for the dispute. Kept encrypted.`,
  scope: 'debits:write',
  pathSchema: disputePath,
  bodySchema: z
    .strictObject({
      texts: z.partialRecord(z.enum(evidenceFields), evidenceText).optional(),
      files: z.array(file).max(FILES_MAX).optional(),
    })
    .refine(({ texts, files }) => Object.keys(texts ?? {}).length + (files ?? []).length > 0, {
      error: 'send texts or files',
    }),
  bodyBytesMax: BODY_BYTES_MAX,
  load: 'upload',
  answers: { 200: { description: 'The dispute with all its evidence', schema: disputeWithEvidenceSchema } },
  problems: ['wrong_state'],
  async handle({ context: { seal }, db, companyId, path, body }) {
    const dispute = await lockAnswerable(db, companyId, path.dispute_id)
    for (const [field, said] of Object.entries(body.texts ?? {}))
      await keepText(db, seal, dispute, field as EvidenceField, said)
    for (const document of body.files ?? []) await keepFile(db, seal, dispute, document)
    await refuseTooMuch(db, dispute)
    return { body: await showWithEvidence(db, seal, dispute) }
  },
})

/** Bounds what a dispute has in all; the dispute's lock makes it exact. Thrown, it undoes what was kept. */
async function refuseTooMuch(db: Db, { company_id, dispute_id }: DisputeRow): Promise<void> {
  const { files, bytes } = await db.one<{ files: bigint; bytes: bigint }>(sql`
    select count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes from dispute_evidence
    where company_id = ${company_id} and dispute_id = ${dispute_id} and name is not null`)
  const message =
    files > FILES_MAX
      ? `must be at most ${FILES_MAX} documents for the dispute`
      : bytes > FILES_BYTES_MAX
        ? `must be at most ${FILES_BYTES_MAX} bytes for the dispute, decoded`
        : undefined
  if (message)
    throw new Problem('validation_failed', 'Correct these fields: files.', {
      errors: [{ path: 'files', message }],
    })
}
