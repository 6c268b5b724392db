import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { contactPath, uuid } from '../http/schema.ts'
import { findContact } from './contact.ts'

type AgreementRow = {
  debit_id: string
  bank_account_id: string
  obtained_by: 'platform' | 'payment_page'
  agreed_at: Date
  reference: string | null
  signed: boolean
}

const agreementSchema = z
  .object({
    debit_id: uuid.meta({ description: 'The debit that was agreed to' }),
    bank_account_id: uuid,
    obtained_by: z.enum(['platform', 'payment_page']).meta({
      description: '`payment_page`: signed on our page. `platform`: you said that the payer agreed',
    }),
    agreed_at: z.iso.datetime(),
    reference: z.string().nullable().meta({ description: 'Where you keep it' }),
    signed: z.boolean().meta({
      description:
        'Whether `GET /debit/{debit_id}/agreement` has its PDF: signed on our page, and still kept',
    }),
  })
  .meta({ id: 'ContactAgreement' })

export const listContactAgreements = endpoint({
  operationId: 'list_contact_agreements',
  method: 'GET',
  path: '/contact/{contact_id}/agreements',
  tag: 'Contacts',
  summary: 'List a contact’s debit agreements',
  description: 'Of debits by bank account, newest debit first, also of accounts that were deleted since.',
  scope: 'debits:read',
  pathSchema: contactPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of agreements', schema: pageOf(agreementSchema) } },
  async handle({ db, companyId, path: { contact_id: contactId }, query: { limit, cursor } }) {
    await findContact(db, companyId, contactId)
    // Of each account a page at most, by its index.
    const rows = await db.many<AgreementRow>(sql`
      select debit_id, bank_account_id, obtained_by, agreed_at, reference,
        exists (select from signed_agreements s where s.company_id = ${companyId} and s.debit_id = page.debit_id) as signed
      from (select bank_account_id from bank_accounts where company_id = ${companyId} and contact_id = ${contactId}) account
      cross join lateral (
        select a.debit_id, a.obtained_by, a.agreed_at, a.reference from debit_agreements a
        where a.company_id = ${companyId} and a.bank_account_id = account.bank_account_id and a.debit_id < ${before(cursor)}
        order by a.debit_id desc limit ${limit + 1}
      ) page
      order by debit_id desc limit ${limit + 1}`)
    return {
      body: toPage(
        rows,
        limit,
        (row) => row.debit_id,
        (row) => row,
      ),
    }
  },
})
