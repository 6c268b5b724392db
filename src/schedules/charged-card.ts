import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'

/** 422 for a card that the contact has not, or that cannot be charged. */
export async function requireCard(
  db: Db,
  companyId: string,
  contactId: string,
  cardId: string,
): Promise<void> {
  const card = await db.first<{ state: string }>(sql`
    select state from credit_cards
    where company_id = ${companyId} and credit_card_id = ${cardId} and contact_id = ${contactId}`)
  if (card?.state === 'active') return
  throw new Problem('validation_failed', 'Correct these fields: from_credit_card_id.', {
    errors: [
      {
        path: 'from_credit_card_id',
        message: card
          ? `is ${card.state}; only an active card can be charged`
          : `is not a card of the contact; see GET /contact/${contactId}/creditcards`,
      },
    ],
  })
}
