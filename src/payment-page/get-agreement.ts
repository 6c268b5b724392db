import { z } from 'zod'
import { findErasure } from '../contacts/contact-erasure.ts'
import { debitPath, findDebit } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { noAgreement } from './agreement.ts'
import { agreementDocument } from './agreement-document.ts'

export const getAgreement = endpoint({
  operationId: 'get_debit_agreement',
  method: 'GET',
  path: '/debit/{debit_id}/agreement',
  tag: 'Transactions',
  summary: 'Get the agreement that a payer signed, as a PDF',
  description:
    'For a bank or a court that asks for proof that a debit was agreed to: the document that the payer was mailed, with its words, who signed, how, when and from where. The account is named by its branch and last four digits. 404 where none was signed on our page, or it is no longer kept (`JETPAY_AGREEMENT_RETENTION_MONTHS` after the debit’s end, or as long as the rules of its kind ask for).',
  scope: 'debits:read',
  pathSchema: debitPath,
  answers: { 200: { description: 'The PDF', schema: z.string(), contentType: 'application/pdf' } },
  async handle({ db, companyId, context, path: { debit_id: debitId } }) {
    const { contact_id: contactId } = await findDebit(db, companyId, debitId)
    if (await findErasure(db, companyId, contactId)) throw erasedWithContact(debitId)
    const found = await agreementDocument(db, context.seal, companyId, debitId)
    if (!found) throw noAgreement(debitId)
    return { file: found.content, contentType: 'application/pdf', fileName: found.fileName }
  },
})

const erasedWithContact = (debitId: string) =>
  new Problem(
    'not_found',
    `The contact of debit ${debitId} was erased. Where an agreement was signed, the operator of this installation keeps it, for a bank or a court, as long as the rules of its kind want.`,
  )
