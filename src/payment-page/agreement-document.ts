import { readPayee } from '../companies/payee.ts'
import type { Db } from '../db/sql.ts'
import { findDebit } from '../debits/debit.ts'
import type { Seal } from '../ground/seal.ts'
import { showMoney } from '../ground/show.ts'
import { readAgreement, type Shown } from './agreement.ts'
import { agreementKinds } from './agreement-kinds.ts'
import type { Language } from './agreement-text.ts'
import { drawAgreement } from './draw-agreement.ts'

/**
 * The PDF of the agreement that a payer signed to a debit, as they were mailed it, and its name. Undefined
 * where none was signed on our page, or it is no longer kept.
 */
export async function agreementDocument(
  db: Db,
  seal: Seal,
  companyId: string,
  debitId: string,
): Promise<{ content: Buffer; fileName: string } | undefined> {
  const kept = await readAgreement(db, seal, companyId, debitId)
  if (!kept) return undefined
  const { kind, language, category, text_version: textVersion, signer, signed_at: signedAt } = kept
  const { head, paragraphs } = kept.shown ?? (await shownBefore(db, companyId, debitId, kept))
  const agreement = {
    companyId,
    debitId,
    kind,
    language,
    category,
    textVersion,
    paragraphs,
    signer,
    signedAt,
  }
  const content = await drawAgreement(agreement, head)
  return { content, fileName: `${agreementKinds[kind].texts[language].mail.file}-${debitId}.pdf` }
}

/** Of an agreement that was kept before the whole of it was: its words, and the company as it is now. */
async function shownBefore(
  db: Db,
  companyId: string,
  debitId: string,
  { language, terms }: { language: Language; terms: string[] },
): Promise<Shown> {
  const { amount, currency, statement } = await findDebit(db, companyId, debitId)
  const { name, contactEmail, contactPhone } = await readPayee(db, companyId)
  const contact = [contactEmail, contactPhone].filter(Boolean).join(', ')
  return {
    head: { company: name, contact, amount: showMoney(amount, currency, language), statement },
    paragraphs: terms.map((kept) => {
      const [heading = '', ...text] = kept.split(': ')
      return { heading, text: text.join(': ') }
    }),
  }
}
