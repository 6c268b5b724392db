/**
 * What the vault tells the main side of cards, by its log: what became of pages, who was locked out, and
 * which accounts the network has updated. No entry ever holds a card number.
 */
import { z } from 'zod'
import { failReasons } from './fail-reasons.ts'
import { code, id, text } from './vault-values.ts'

/** How a card is funded. */
const funding = z.enum(['credit', 'debit', 'prepaid'])
export type Funding = z.infer<typeof funding>

/**
 * What the network says of a card that it has verified: each null where it did not, and absent in what older
 * versions have logged. The results are the network's codes; `network_transaction_id` is what each later
 * charge of the card names it by.
 */
const verified = {
  funding: funding.nullable().optional(),
  /** Of the issuer, ISO 3166-1 alpha-2. */
  country: z.string().length(2).nullable().optional(),
  cvc_result: code.nullable().optional(),
  postal_code_result: code.nullable().optional(),
  network_transaction_id: code.nullable().optional(),
}

/**
 * What the cardholder agreed to as they saved the card: what later charges name it by, and which words of
 * which language were shown.
 */
const cardAgreement = z.object({ reference: code, edition: code, language: z.enum(['en', 'fr']) })
export type CardAgreement = z.infer<typeof cardAgreement>

const shownOfCard = {
  brand: code,
  last4: z.string().regex(/^\d{4}$/),
  expiry_month: z.int().min(1).max(12),
  expiry_year: z.int(),
  fingerprint: text,
}
const tokenizedCard = z.object({
  ...shownOfCard,
  ...verified,
  /** Absent where the card pays at once, and in what older versions have logged. */
  agreement: cardAgreement.optional(),
})
/** By what cards are counted that somebody tries out (docs/card-testing.md). */
export const lockedScopes = ['company', 'address', 'prefix', 'card', 'bin'] as const
/** `declined`: how many cards, of late. `address` where an address or its neighbours are locked out. */
const lockedOut = z.object({
  scope: z.enum(lockedScopes),
  address: z.string().max(50).nullable(),
  declined: z.int(),
})
/** Why a card is another than it was: a new number with its date, a new date alone, or nothing behind it. */
export const updateReasons = ['new_number', 'new_expiry', 'closed'] as const
export type UpdateReason = (typeof updateReasons)[number]
const updatedCard = z.discriminatedUnion('reason', [
  z.object({ reason: z.enum(['new_number', 'new_expiry']), ...shownOfCard }),
  z.object({ reason: z.literal('closed') }),
])
/**
 * A file of account updates, by its name: `taken` in, `refused` for the reason, or held because the one
 * before it has not come (`missing`).
 */
const updateFile = z.object({
  name: text,
  state: z.enum(['taken', 'refused', 'missing']),
  /** A rule of the layout, the number that is awaited, or how many cards there were; never a card number. */
  says: text,
})
const logged = { company_id: id, card_id: id, log_id: z.int() }
export const cardLogEntry = z.discriminatedUnion('kind', [
  z.object({ ...logged, kind: z.literal('tokenized'), data: tokenizedCard }),
  z.object({ ...logged, kind: z.literal('failed'), data: z.object({ fail_reason: z.enum(failReasons) }) }),
  z.object({ ...logged, kind: z.literal('locked'), data: lockedOut }),
  z.object({ ...logged, kind: z.literal('updated'), data: updatedCard }),
  z.object({
    company_id: z.null(),
    card_id: z.null(),
    log_id: z.int(),
    kind: z.literal('update_file'),
    data: updateFile,
  }),
])
export type CardLogEntry = z.infer<typeof cardLogEntry>
