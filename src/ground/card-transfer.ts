/**
 * What the vault wants of the main side for cards that leave or come in a sealed file (docs/portability.md),
 * and what the main side says of it. No message holds a card number.
 */
import { z } from 'zod'
import { code, count, id, text } from './vault-values.ts'

/** Cards of one step of a transfer: they fit the vault's 32 KiB for a question. */
export const TRANSFER_CARDS_MAX = 200
/** Contacts that one step looks for, by a name of up to a hundred characters each. */
const TRANSFER_CONTACTS_MAX = 100

const transferStep = { transfer_id: id, company_id: id, step: count }
const cardOfContact = z.strictObject({ card_id: id, contact_id: id })
/**
 * What the main side is to do for cards that leave or come in a sealed file (docs/portability.md): `tell` the
 * operator, `list` a company's next cards, `find` contacts by what a file calls them, `land` cards that the
 * vault has stored.
 */
export const transferWork = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('tell'),
    of: z.enum(['transfer', 'custodian']),
    id: text,
    what: z.enum(['asked', 'done', 'other', 'custodian']),
    company_id: id.nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  }),
  z.object({ do: z.literal('list'), ...transferStep, after: id.nullable() }),
  z.object({ do: z.literal('find'), ...transferStep, contacts: z.array(text).max(TRANSFER_CONTACTS_MAX) }),
  z.object({
    do: z.literal('land'),
    ...transferStep,
    cards: z
      .array(
        z.object({
          card_id: id,
          contact_id: id,
          brand: code,
          last4: z.string().regex(/^\d{4}$/),
          expiry_month: z.int(),
          expiry_year: z.int(),
          fingerprint: text,
          network_transaction_id: code.nullable(),
        }),
      )
      .max(TRANSFER_CARDS_MAX),
  }),
])
export type TransferWork = z.infer<typeof transferWork>
/** That it is done. A `step` that was done already counts for nothing. */
export const transferDone = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('tell'), of: z.enum(['transfer', 'custodian']), id: text, what: text }),
  z.strictObject({
    do: z.literal('list'),
    transfer_id: id,
    step: count,
    cards: z.array(cardOfContact).max(TRANSFER_CARDS_MAX),
    last: z.boolean(),
  }),
  z.strictObject({
    do: z.literal('find'),
    transfer_id: id,
    step: count,
    /** Null: there is none of that name, or several. */
    found: z.array(z.strictObject({ contact: text, contact_id: id.nullable() })).max(TRANSFER_CONTACTS_MAX),
  }),
  z.strictObject({
    do: z.literal('land'),
    transfer_id: id,
    step: count,
    /** Whose contact is not there any more: they are shredded. */
    without: z.array(id).max(TRANSFER_CARDS_MAX),
  }),
])
export type TransferDone = z.infer<typeof transferDone>
