import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Seal } from '../ground/seal.ts'
import { lines, text, uuid } from '../http/schema.ts'
import type { DisputeRow } from './dispute.ts'

/** Documents of one dispute: more than any network takes. */
export const FILES_MAX = 8
/** All documents of one dispute together: what an acquirer's upload commonly takes. */
export const FILES_BYTES_MAX = 2 * 1024 * 1024

/** What a text is about. */
export const evidenceFields = [
  'product_description',
  'delivery',
  'customer_communication',
  'refund_policy',
  'other',
] as const
export type EvidenceField = (typeof evidenceFields)[number]

/** Longer than a note: correspondence is quoted here. */
export const evidenceText = lines(5_000, 1).meta({ examples: ['Delivered.'] })

export const fileTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const
export type FileType = (typeof fileTypes)[number]

/**
 * How files of each type begin (ISO 32000-1 7.5.2, PNG 5.2, JPEG's SOI marker and the next one's first byte).
 */
const beginnings: Record<FileType, Buffer> = {
  'application/pdf': Buffer.from('%PDF-'),
  'image/png': Buffer.from('89504e470d0a1a0a', 'hex'),
  'image/jpeg': Buffer.from('ffd8ff', 'hex'),
}

/** The type that the bytes themselves say, whatever the name does; undefined for any other. */
export const typeOf = (bytes: Buffer): FileType | undefined =>
  fileTypes.find((type) => bytes.subarray(0, beginnings[type].length).equals(beginnings[type]))

export const fileName = text(100).meta({ examples: ['receipt.pdf'] })

export const documentSchema = z.object({
  evidence_id: uuid,
  name: z.string(),
  type: z.enum(fileTypes),
  bytes: z.int(),
  sha256: z.string(),
})

type EvidenceRow = {
  evidence_id: string
  field: EvidenceField | null
  name: string | null
  content_type: FileType | null
  bytes: number
  sha256: Buffer | null
  deleted_at: Date | null
}
/** A document without its content. */
export type Document = z.infer<typeof documentSchema>
type DisputeKey = Pick<DisputeRow, 'company_id' | 'dispute_id'>

/** What the seal binds the content to. */
const about = ({ company_id, dispute_id }: DisputeKey, evidenceId: string) =>
  `dispute_evidence ${company_id} ${dispute_id} ${evidenceId}`

/** Keeps a text, in the place of the one that its field had. */
export async function keepText(db: Db, seal: Seal, dispute: DisputeKey, field: EvidenceField, said: string) {
  const evidenceId = newId()
  const { company_id, dispute_id } = dispute
  await db.run(sql`
    delete from dispute_evidence
    where company_id = ${company_id} and dispute_id = ${dispute_id} and field = ${field}`)
  await db.run(sql`
    insert into dispute_evidence (company_id, dispute_id, evidence_id, field, bytes, content_sealed)
    values (${company_id}, ${dispute_id}, ${evidenceId}, ${field}, ${Buffer.byteLength(said)},
      ${seal.seal(said, about(dispute, evidenceId))})`)
}

/** Keeps a document, sealed as its base64. */
export async function keepFile(
  db: Db,
  seal: Seal,
  dispute: DisputeKey,
  file: { name: string; type: FileType; content: Buffer },
) {
  const evidenceId = newId()
  const { company_id, dispute_id } = dispute
  await db.run(sql`
    insert into dispute_evidence (company_id, dispute_id, evidence_id, name, content_type, bytes, sha256, content_sealed)
    values (${company_id}, ${dispute_id}, ${evidenceId}, ${file.name}, ${file.type}, ${file.content.length},
      ${createHash('sha256').update(file.content).digest()},
      ${seal.seal(file.content.toString('base64'), about(dispute, evidenceId))})`)
}

/**
 * What was given so far: the texts by field, and of documents all but their content. Texts are gone once
 * evidence was deleted.
 */
export async function readEvidence(db: Db, seal: Seal, dispute: DisputeKey) {
  const { company_id, dispute_id } = dispute
  const rows = await db.many<EvidenceRow & { content_sealed: Buffer | null }>(sql`
    select evidence_id, field, name, content_type, bytes, sha256, deleted_at,
      case when field is not null then content_sealed end as content_sealed
    from dispute_evidence where company_id = ${company_id} and dispute_id = ${dispute_id} order by evidence_id`)
  const texts: Partial<Record<EvidenceField, string>> = {}
  const files: Document[] = []
  for (const { evidence_id, field, name, content_type, bytes, sha256, content_sealed } of rows) {
    if (!field)
      files.push({ evidence_id, name: name!, type: content_type!, bytes, sha256: sha256!.toString('hex') })
    else if (content_sealed) texts[field] = seal.open(content_sealed, about(dispute, evidence_id))
  }
  return { texts, files, deleted_at: rows[0]?.deleted_at ?? null }
}

/**
 * A document with its content, `null` once that was deleted. Undefined where the dispute has no such
 * document.
 */
export async function readDocument(db: Db, seal: Seal, dispute: DisputeKey, evidenceId: string) {
  const row = await db.first<{
    name: string
    content_type: FileType
    content_sealed: Buffer | null
    deleted_at: Date | null
  }>(sql`
    select name, content_type, content_sealed, deleted_at from dispute_evidence
    where company_id = ${dispute.company_id} and dispute_id = ${dispute.dispute_id} and evidence_id = ${evidenceId}
      and name is not null`)
  if (!row) return undefined
  const { name, content_type: type, content_sealed, deleted_at } = row
  const content =
    content_sealed && Buffer.from(seal.open(content_sealed, about(dispute, evidenceId)), 'base64')
  return { name, type, content, deleted_at }
}

/** Disputes that one run of the sweep empties; the next follows at once. */
const SWEEP_BATCH = 50

/**
 * Deletes the content of evidence whose dispute ended more than `months` ago, the whole of a dispute at once;
 * name, type, size and hash stay. Evidence that was submitted and is not handed over yet is kept. True where
 * there may be more.
 */
export const sweepEvidence = async (db: Db, months: number): Promise<boolean> => {
  const swept = await db.many(sql`
    with old as (
      select x.company_id, x.dispute_id from disputes x
      where x.state in ('won', 'lost') and (x.submitted_at is null or x.sent_at is not null)
        and x.updated_at < jetpay_now() - make_interval(months => ${months}::integer)
        and exists (select from dispute_evidence e where e.company_id = x.company_id and e.dispute_id = x.dispute_id
          and e.deleted_at is null)
      order by x.updated_at limit ${SWEEP_BATCH}
    ), emptied as (
      update dispute_evidence e set content_sealed = null, deleted_at = jetpay_now() from old
      where e.company_id = old.company_id and e.dispute_id = old.dispute_id and e.deleted_at is null
    )
    select dispute_id from old`)
  return swept.length === SWEEP_BATCH
}
