import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import {
  type CreditCardRow,
  creditCardColumns,
  creditCardPath,
  creditCardSchema,
  noCreditCard,
  showCreditCard,
} from './credit-card.ts'

export const getCreditCard = endpoint({
  operationId: 'get_contact_credit_card',
  method: 'GET',
  path: '/contact/{contact_id}/creditcards/{credit_card_id}',
  tag: 'Credit cards',
  summary: 'Get a card',
  description: 'A deleted card is still answered, as `deleted`.',
  scope: 'contacts:read',
  pathSchema: creditCardPath,
  answers: { 200: { description: 'The card', schema: creditCardSchema } },
  async handle({ db, companyId, path: { contact_id: contactId, credit_card_id: cardId } }) {
    const card = await db.first<CreditCardRow>(sql`
      select ${creditCardColumns} from credit_cards
      where company_id = ${companyId} and contact_id = ${contactId} and credit_card_id = ${cardId}`)
    if (!card) throw noCreditCard(contactId, cardId)
    return { body: showCreditCard(card) }
  },
})
