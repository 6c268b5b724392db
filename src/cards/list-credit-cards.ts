import { findContact } from '../contacts/contact.ts'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { contactPath } from '../http/schema.ts'
import { type CreditCardRow, creditCardColumns, creditCardSchema, showCreditCard } from './credit-card.ts'

export const listCreditCards = endpoint({
  operationId: 'list_contact_credit_cards',
  method: 'GET',
  path: '/contact/{contact_id}/creditcards',
  tag: 'Credit cards',
  summary: "List a contact's cards",
  description: 'Newest first, deleted ones left out. Offer only those whose `state` is `active`.',
  scope: 'contacts:read',
  pathSchema: contactPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of cards', schema: pageOf(creditCardSchema) } },
  async handle({ db, companyId, path: { contact_id: contactId }, query: { limit, cursor } }) {
    await findContact(db, companyId, contactId)
    const rows = await db.many<CreditCardRow>(sql`
      select ${creditCardColumns} from credit_cards
      where company_id = ${companyId} and contact_id = ${contactId} and credit_card_id < ${before(cursor)}
        and state <> 'deleted' and not exists (
          select from debit_cards d where d.company_id = ${companyId} and d.credit_card_id = credit_cards.credit_card_id)
      order by credit_card_id desc limit ${limit + 1}`)
    return { body: toPage(rows, limit, (row) => row.credit_card_id, showCreditCard) }
  },
})
