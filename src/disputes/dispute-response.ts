import { type FiledReference, filedReferenceColumns, pickFiled } from '../charges/network-reference.ts'
import { type Db, sql } from '../db/sql.ts'
import { type Currency, numberOf } from '../ground/money.ts'
import type { Seal } from '../ground/seal.ts'
import { acquirerOf } from '../process/acceptors.ts'
import { type Document, type FileType, readEvidence } from './evidence.ts'

/** Responses that one run hands over; the next follows at once. */
const BATCH = 20

export type Unsent = FiledReference & {
  company_id: string
  dispute_id: string
  amount: bigint
  currency: Currency
  reason: string
  submitted_at: Date
  /** As whose the charge was sent. */
  acquirer_id: string
  /** The copy that was noted as the one to give away. */
  staged_as: string | null
}

/**
 * Disputes that were submitted and whose response was not handed over yet, the oldest first, with the
 * charge's own reference.
 */
export const listUnsent = (db: Db) =>
  db.many<Unsent>(sql`
    select x.company_id, x.dispute_id, ${filedReferenceColumns(sql`a`)}, x.amount_taken as amount, x.currency, x.reason,
      x.submitted_at, x.staged_as, ${acquirerOf(sql`a`)} as acquirer_id
    from disputes x join attempts a on a.company_id = x.company_id and a.debit_id = x.debit_id and a.state = 'approved'
      and a.kind <> 'refund'
    where x.submitted_at is not null and x.sent_at is null order by x.submitted_at limit ${BATCH}`)

const extensions: Record<FileType, string> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

export const responseName = (disputeId: string): string => `dispute-${disputeId}.json`

/** Never what the company called it: a name from outside is no file name of ours. */
const documentName = (disputeId: string, { sha256, type }: Document): string =>
  `dispute-${disputeId}-${sha256}.${extensions[type]}`

/** The dispute that a response or a document is about, by the file's name. */
export const disputeOf = (name: string): string | undefined => /^dispute-([0-9a-f-]{36})[-.]/.exec(name)?.[1]

/**
 * A dispute's response as `docs/clearing-file.md` has it: references, texts, and the documents with the files
 * that they are in.
 */
export async function responseOf(db: Db, seal: Seal, dispute: Unsent) {
  const { texts, files } = await readEvidence(db, seal, dispute)
  const documents = files.map((file) => ({ ...file, file: documentName(dispute.dispute_id, file) }))
  const response = {
    version: 1,
    dispute: dispute.dispute_id,
    ...pickFiled(dispute),
    acquirer_id: dispute.acquirer_id,
    currency: numberOf(dispute.currency),
    amount: String(dispute.amount),
    reason: dispute.reason,
    submitted_at: dispute.submitted_at.toISOString(),
    texts,
    documents: documents.map(({ evidence_id: _, ...document }) => document),
  }
  return {
    name: responseName(dispute.dispute_id),
    text: `${JSON.stringify(response, null, 2)}\n`,
    // The same content twice is one file.
    documents: [...new Map(documents.map((document) => [document.file, document])).values()],
  }
}
