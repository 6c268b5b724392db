import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { creditCardPath, deleteCreditCards, noCreditCard } from './credit-card.ts'

export const deleteCreditCard = endpoint({
  operationId: 'delete_contact_credit_card',
  method: 'DELETE',
  path: '/contact/{contact_id}/creditcards/{credit_card_id}',
  tag: 'Credit cards',
  summary: 'Delete a card',
  description: 'It can no longer be charged, and the vault shreds its number.',
  scope: 'contacts:write',
  pathSchema: creditCardPath,
  answers: { 200: { description: 'Deleted', schema: okSchema } },
  async handle({ db, companyId, path: { contact_id: contactId, credit_card_id: cardId } }) {
    if ((await deleteCreditCards(db, companyId, contactId, cardId)) === 0)
      throw noCreditCard(contactId, cardId)
    return { body: { ok: true } }
  },
})
