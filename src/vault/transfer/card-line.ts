/** A card as a file of cards has it (docs/portability.md), and what is wrong with one that is not so. */
import { z } from 'zod'
import { type Brand, brands, detectBrand, holdsCardNumber, passesLuhn } from '../../ground/card-number.ts'
import { isUuid } from '../../ground/ids.ts'
import { AGREEMENT_MAX } from '../card-network.ts'

const NAME_MAX = 100
/** What others call a card or a contact, and what our contacts’ `external_reference` has room for. */
const REFERENCE_MAX = 100

/** Nothing that a file has for an id is a number by accident: 16 digits with a check digit are refused. */
const reference = z
  .string()
  .min(1)
  .max(REFERENCE_MAX)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'must be printable ASCII')
  .refine((text) => isUuid(text) || !holdsCardNumber(text), 'looks like a card number')

/** Strict: a member that is not known says something that would not be done, and may be a CVC. */
const fileCard = z.strictObject({
  card_id: reference,
  contact_id: reference,
  number: z.string().regex(/^\d{12,19}$/, 'must be 12 to 19 digits'),
  expiry_month: z.int().min(1).max(12),
  expiry_year: z.int().min(2000).max(2099),
  brand: z.string().max(20).nullish(),
  last4: z.string().max(4).nullish(),
  /** What the network has called the request with the cardholder present that the card was stored by. */
  network_transaction_id: z
    .string()
    .regex(/^[0-9A-Za-z]{1,40}$/, 'must be up to 40 letters and digits')
    .nullish(),
  /** What charges that the merchant starts name the cardholder's agreement by. */
  agreement_reference: reference.max(AGREEMENT_MAX).nullish(),
  /** It is taken, and not kept: nothing here uses it. */
  name: z.string().max(NAME_MAX).nullish(),
})
export type FileCard = z.infer<typeof fileCard>

export type ReadCard = {
  theirCardId: string
  theirContactId: string
  number: string
  brand: Brand
  last4: string
  expiryMonth: number
  expiryYear: number
  transactionId: string | null
  agreement: string | null
}

/** Members of a card that a message may name: another one's name might itself be a number. */
const named = new Set<PropertyKey>(Object.keys(fileCard.shape))
const FORBIDDEN = /^(cvc|cvv|cvv2|cvn|cid|csc|security_?code|pin|track_?[123]?(_?data)?)$/i

/** The card, or what is wrong with it in words that hold nothing of it. */
export function readFileCard(value: unknown): ReadCard | { fault: string } {
  const read = fileCard.safeParse(value)
  if (!read.success) return { fault: faultOf(value, read.error) }
  const { number, brand: said, last4 } = read.data
  const brand = detectBrand(number)
  if (!passesLuhn(number)) return { fault: 'its number has a wrong check digit' }
  if (!brand) return { fault: 'its number is of a brand that is not taken' }
  if (!brands[brand].lengths.includes(number.length))
    return { fault: `its number has a length that ${brands[brand].name} does not use` }
  if (said && said !== brand) return { fault: 'its brand is not the one of its number' }
  if (last4 && !number.endsWith(last4)) return { fault: 'its last4 are not the ones of its number' }
  const transactionId = read.data.network_transaction_id ?? null
  if (transactionId === number) return { fault: 'its network_transaction_id is a card number' }
  return {
    theirCardId: read.data.card_id,
    theirContactId: read.data.contact_id,
    number,
    brand,
    last4: number.slice(-4),
    expiryMonth: read.data.expiry_month,
    expiryYear: read.data.expiry_year,
    transactionId,
    agreement: read.data.agreement_reference ?? null,
  }
}

function faultOf(value: unknown, error: z.ZodError): string {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (names.some((name) => FORBIDDEN.test(name)))
    return 'it has a security code, track or PIN, which nobody may keep (PCI DSS 3.3.1): have the sender make the file without'
  const [issue] = error.issues
  const member = issue?.path[0]
  if (issue?.code === 'unrecognized_keys') return 'it has a member that a card does not have'
  if (member === undefined || !named.has(member)) return 'it is no card'
  // Custom messages are ours; those of zod may quote what was given.
  const own =
    issue?.code === 'custom' || issue?.code === 'invalid_format' ? issue.message : 'is missing or wrong'
  return `${String(member)} ${own}`
}
