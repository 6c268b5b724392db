import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Seal } from '../ground/seal.ts'
import { type AgreementKind, agreementKinds } from './agreement-kinds.ts'
import type { AgreementTerms, Language, Paragraph, PayerCategory } from './agreement-text.ts'
import type { Strokes } from './page/signature.ts'

/** How the payer signed: by typing the name, or by drawing in a box. */
export type Signature = { kind: 'typed'; name: string } | { kind: 'drawn'; strokes: Strokes }

/**
 * All that says who signed. Sealed at rest: the account number is otherwise kept as its last four digits
 * only.
 */
export type Signer = {
  holderName: string
  accountNumber: string
  signature: Signature
  ip: string
  userAgent: string
} & SignedBranch

/** What names the account beside its number; in the United States also of which type it is. */
export type SignedBranch =
  | { institutionNumber: string; transitNumber: string }
  | { routingNumber: string; accountType: 'chequing' | 'savings' }

export type SignedAgreement = {
  /** Of its words, where it is not today's. */
  textVersion?: string
  companyId: string
  debitId: string
  kind: AgreementKind
  language: Language
  category: PayerCategory
  paragraphs: Paragraph[]
  signer: Signer
  signedAt: Date
}

const about = (companyId: string, debitId: string) => `signed_agreement ${companyId} ${debitId}`

/**
 * Keeps an agreement, in the transaction that makes the debit `initiated`. One debit has one: it is for a
 * single payment.
 */
export const keepAgreement = (db: Db, seal: Seal, agreement: SignedAgreement, head: AgreementTerms) =>
  db.run(sql`
    insert into signed_agreements (company_id, debit_id, kind, text_version, language, category, terms, account_number_last4,
      signature_kind, signer_sealed, shown, signed_at)
    values (${agreement.companyId}, ${agreement.debitId}, ${agreement.kind},
      ${agreementKinds[agreement.kind].version}, ${agreement.language}, ${agreement.category}, ${agreement.paragraphs.map(({ heading, text }) => `${heading}: ${text}`)},
      ${agreement.signer.accountNumber.slice(-4)}, ${agreement.signer.signature.kind},
      ${seal.seal(JSON.stringify(agreement.signer), about(agreement.companyId, agreement.debitId))},
      ${JSON.stringify({ head, paragraphs: agreement.paragraphs } satisfies Shown)}, ${agreement.signedAt})`)

/**
 * What the payer was shown: the head of the PDF and the paragraphs. Agreements of before have none.
 */
export type Shown = { head: AgreementTerms; paragraphs: Paragraph[] }

/**
 * An agreement as it was signed, for whoever has to prove it; undefined where there is none, or it is no
 * longer kept.
 */
export async function readAgreement(db: Db, seal: Seal, companyId: string, debitId: string) {
  const row = await db.first<{
    kind: AgreementKind
    text_version: string
    language: Language
    category: PayerCategory
    terms: string[]
    signer_sealed: Buffer
    shown: Shown | null
    signed_at: Date
  }>(sql`
    select kind, text_version, language, category, terms, signer_sealed, shown, signed_at from signed_agreements
    where company_id = ${companyId} and debit_id = ${debitId}`)
  if (!row) return undefined
  const { signer_sealed, ...kept } = row
  return { ...kept, signer: JSON.parse(seal.open(signer_sealed, about(companyId, debitId))) as Signer }
}

export const noAgreement = (debitId: string) =>
  new Problem(
    'not_found',
    `There is no signed agreement to debit ${debitId}: none was signed on our page, or it is no longer kept.`,
  )

export const hasAgreement = async (db: Db, companyId: string, debitId: string): Promise<boolean> =>
  (await db.first(sql`
    select from signed_agreements where company_id = ${companyId} and debit_id = ${debitId}`)) !== undefined

/** Agreements that are deleted in one statement: few a second are signed, so this is ample and never long. */
const SWEEP_BATCH = 200

/**
 * Deletes agreements whose debit ended more than `months` ago, or as long ago as the rules of their kind ask
 * for, where that is longer. A one-time agreement ends with its debit; a return or a refund counts as its
 * last movement. Returns how many.
 */
export async function sweepAgreements(db: Db, months: number): Promise<number> {
  let swept = 0
  for (const [kind, { keptMonths }] of Object.entries(agreementKinds))
    swept += await sweepKind(db, kind, Math.max(months, keptMonths))
  return swept
}

const sweepKind = (db: Db, kind: string, months: number): Promise<number> =>
  db.run(sql`
    delete from signed_agreements a using (
      select s.company_id, s.debit_id from signed_agreements s
      join debits d on d.company_id = s.company_id and d.debit_id = s.debit_id
      where s.kind = ${kind}
        and s.signed_at < jetpay_now() - make_interval(months => ${months}::integer)
        and d.updated_at < jetpay_now() - make_interval(months => ${months}::integer)
        and d.state in ('completed', 'failed', 'cancelled')
      order by s.signed_at limit ${SWEEP_BATCH}
    ) old
    where a.company_id = old.company_id and a.debit_id = old.debit_id`)
