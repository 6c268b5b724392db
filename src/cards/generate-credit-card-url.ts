import { z } from 'zod'
import { findContact, noContact } from '../contacts/contact.ts'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { contactPath, uuid } from '../http/schema.ts'
import { timed } from '../http/timing.ts'
import { newId } from '../ids.ts'
import { cardOnFileDisabled } from './credit-card.ts'

/** An origin as browsers write it (RFC 6454): scheme, host, port, nothing after. http only on loopback. */
const origin = z
  .string()
  .max(253)
  .transform((value, context) => {
    const url = URL.parse(value)
    const loopback = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
    if (
      url &&
      url.origin === value.replace(/\/$/, '') &&
      (url.protocol === 'https:' || (url.protocol === 'http:' && loopback))
    ) {
      return url.origin
    }
    context.addIssue('must be an origin such as https://shop.example.com (http only for localhost)')
    return z.NEVER
  })

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
  bodySchema: z
    .strictObject({
      allowed_origins: z.array(origin).min(1).max(10).optional().meta({
        description:
          'Origins that may frame the page and get its messages. Without it any https site may frame it and no messages are sent.',
      }),
      return_url: z
        .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
        .max(2000)
        .optional(),
      language: z.enum(['en', 'fr']).optional().meta({ description: "Default: the contact's language" }),
    })
    .optional(),
  answers: {
    200: {
      description: 'The URL and the id of the card to come',
      schema: z.object({ url: z.url(), credit_card_id: uuid }),
    },
  },
  problems: ['card_on_file_disabled', 'service_unavailable'],
  runs: 'network',
  async handle({ db, companyId, caller, path, body, context, timing }) {
    if (!caller.features.includes('card_on_file')) throw cardOnFileDisabled()
    const contact = await findContact(db, companyId, path.contact_id)
    const cardId = newId()
    // The page first: a page without a card row is never shown to anyone, a card row without a page would wait forever.
    const page = await timed(
      timing,
      'networkMs',
      context.vault.openCardPage({
        company_id: companyId,
        card_id: cardId,
        company_name: caller.company_name,
        language: body?.language ?? contact.language,
        allowed_origins: body?.allowed_origins ?? [],
        return_url: body?.return_url ?? null,
      }),
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
