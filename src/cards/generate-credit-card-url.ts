import { findContact, noContact } from '../contacts/contact.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { contactPath } from '../http/schema.ts'
import { timed } from '../http/timing.ts'
import { cardPageAnswer, cardPageBody, pageOptions } from './card-page.ts'
import { cardOnFileDisabled } from './credit-card.ts'

export const generateCreditCardUrl = endpoint({
  operationId: 'generate_credit_card_tokenization_url',
  method: 'POST',
  path: '/contact/{contact_id}/creditcards/url',
  tag: 'Credit cards',
  summary: 'Get a single-use URL of a hosted card page',
  description:
    'Show the URL in an iframe. The person enters the card there, on the origin of the vault, so that card data never touches your servers. The card is `pending` until the event `contacts.credit_cards.tokenized` (or `…tokenization_failed`) says how it went. The URL lives 15 minutes and serves once.',
  scope: 'contacts:write',
  pathSchema: contactPath,
  bodySchema: cardPageBody,
  answers: {
    200: { description: 'The URL and the id of the card to come', schema: cardPageAnswer },
  },
  problems: ['card_on_file_disabled', 'service_unavailable'],
  runs: 'network',
  answersSecret: true,
  async handle({ db, companyId, caller, path, body, context, timing }) {
    if (!caller.features.includes('card_on_file')) throw cardOnFileDisabled()
    const contact = await findContact(db, companyId, path.contact_id)
    const { accent_color, known } = await db.one<{ accent_color: string | null; known: boolean }>(sql`
      select accent_color, exists (
        select from credit_cards where company_id = ${companyId} and contact_id = ${contact.contact_id}
          and state in ('active', 'expired', 'closed') and created_at < jetpay_now() - interval '1 day'
      ) as known
      from companies where company_id = ${companyId}`)
    const cardId = newId()
    // The page first: a page without a card row is never shown to anyone, a card row without a page would
    // wait forever.
    const page = await timed(
      timing,
      'networkMs',
      context.vault.openCardPage({
        company_id: companyId,
        card_id: cardId,
        payment: null,
        in_payment_page: false,
        company_name: caller.company_name,
        language: body?.language ?? contact.language,
        fallback_language: caller.company_language,
        accent_color,
        ...(known && { known_payer: true }),
        ...pageOptions(body, context.config.environment),
      }),
      'vault question',
    )
    // Held against a deletion at this moment, which must find the card or come first.
    const inserted = await db.run(sql`
      insert into credit_cards (company_id, credit_card_id, contact_id, state)
      select company_id, ${cardId}, contact_id, 'pending' from contacts
      where company_id = ${companyId} and contact_id = ${contact.contact_id} and deleted_at is null
      for share`)
    if (inserted === 0) throw noContact(contact.contact_id)
    return { body: { url: page.url, credit_card_id: cardId } }
  },
})
