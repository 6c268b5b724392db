import anyAscii from 'any-ascii'
import type { Funding } from '../../ground/card-log-entry.ts'
import type { CredentialUse } from '../../ground/vault-protocol.ts'
import { Iso8583Error } from './iso8583-error.ts'

/**
 * Field 4 (n12) of an amount in minor units: 10050n is `000000010050`. Throws `Iso8583Error` below zero and
 * beyond twelve digits.
 */
export function amountField(minor: bigint): string {
  if (minor < 0n || minor > 999_999_999_999n) throw new Iso8583Error('bad_length', 4)
  return minor.toString().padStart(12, '0')
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

/** Field 7, MMDDhhmmss in UTC (ISO 8583:1987 has field 7 in Greenwich time). */
export const transmissionField = (at: Date): string =>
  two(at.getUTCMonth() + 1) +
  two(at.getUTCDate()) +
  two(at.getUTCHours()) +
  two(at.getUTCMinutes()) +
  two(at.getUTCSeconds())

/** Fields 12 (hhmmss) and 13 (MMDD): the time where the card acceptor is. */
export type LocalTime = { time: string; date: string }

/**
 * Tells local time in an IANA time zone. Formatting through Intl takes tens of microseconds, so the last
 * second is kept: charges of one second share it.
 */
export function localTimeIn(timeZone: string): (at: Date) => LocalTime {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  let second = Number.NaN
  let last: LocalTime = { time: '', date: '' }
  return (at) => {
    const now = Math.floor(at.getTime() / 1000)
    if (now !== second) {
      const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
      last = { time: `${parts.hour}${parts.minute}${parts.second}`, date: `${parts.month}${parts.day}` }
      second = now
    }
    return last
  }
}

/** Field 14 (YYMM) of a card's expiry; the year has four digits. */
export const expiryField = (card: { expiryMonth: number; expiryYear: number }): string =>
  two(card.expiryYear % 100) + two(card.expiryMonth)

/** What field 90 says of the message that is reversed or completed. */
export type OriginalData = { mti: string; stan: string; transmission: string; acquirerId: string }

/**
 * Field 90 (n42): original message type (4), STAN (6), transmission date and time (10), acquirer (11) and
 * forwarding institution (11, none: zeros).
 */
export const originalDataField = (original: OriginalData): string =>
  original.mti +
  original.stan +
  original.transmission +
  original.acquirerId.padStart(11, '0') +
  '0'.repeat(11)

/** Reads a field 90; the codec made sure that it is 42 digits. */
export const originalDataOf = (field: string): OriginalData => ({
  mti: field.slice(0, 4),
  stan: field.slice(4, 10),
  transmission: field.slice(10, 20),
  acquirerId: field.slice(20, 31),
})

/**
 * The elements that we carry in fields 44 and 48. Tags are those that Mastercard gives the same data in its
 * field 48, so that the layout is familiar; the layout itself is a matter between two ends of a link (ISO
 * 8583: private use).
 */
export const elementTag = {
  /**
   * The reference of what the cardholder agreed to (field 48): a tag of our own, schemes have none for it.
   */
  agreement: '06',
  /** How a stored credential is used, in the request (field 48): `credentialField`. */
  credential: '22',
  /** What stands behind the card, in the answer to a verification (field 44): a `fundingCode`. */
  funding: '38',
  /** The network's id of the verification that a card was saved with (field 48): what its field 63 was. */
  originalTransaction: '63',
  /** Postal code of the cardholder, in the request (field 48). */
  postalCode: '82',
  /** Result of the address check, in the answer (field 44): Y or Z match, N or A no match, U not checked. */
  avsResult: '83',
  /** Merchant advice code, in the answer that declines (field 48). */
  advice: '84',
  /** Result of the card verification code, in the answer (field 44): M match, N no match, P not processed. */
  cvcResult: '87',
  /**
   * Card verification code, in the request (field 48). It is never stored, not even encrypted (PCI DSS
   * 3.3.1).
   */
  cvc: '92',
} as const

/** How a card is funded, by the letter that an element of field 44 has for it. */
export const fundingCode: Record<Funding, string> = { credit: 'C', debit: 'D', prepaid: 'P' }
const fundingOfCode = new Map<string, Funding>(
  Object.entries(fundingCode).map(([name, code]) => [code, name as Funding]),
)

/** Null for a letter that is none of ours, or where the network did not say. */
export const fundingOf = (code: string | undefined): Funding | null => fundingOfCode.get(code ?? '') ?? null

/** What of an agreement a charge is, as Mastercard numbers it in subfield 5 of element 22 of its field 48. */
const useNumber: Record<CredentialUse['reason'], string> = {
  unscheduled: '101',
  recurring: '103',
  instalment: '104',
  delayed_charge: '206',
  no_show: '207',
}
const CREDENTIAL_SUBFIELD = '05'

/** Element 22: its subfield 5 is C (the cardholder starts it) or M (the merchant does) and three digits. */
export const credentialField = ({ initiator, reason }: CredentialUse): string =>
  `${CREDENTIAL_SUBFIELD}04${initiator === 'customer' ? 'C' : 'M'}${useNumber[reason]}`

/** C or M and its three digits, of an element 22; null where it says none. */
export const credentialOf = (element: string | undefined): string | null =>
  /^0504([CM]\d{3})$/.exec(element ?? '')?.[1] ?? null

/**
 * Field 63 of an answer is what the network calls the request, as Mastercard's network data is: 1 to 15
 * letters and digits, with blanks behind. Null for anything else.
 */
export const transactionIdOf = (field: string | undefined): string | null =>
  /^([A-Z0-9]{1,15}) *$/i.exec(field ?? '')?.[1] ?? null

/** One element: two digits of tag, two digits of length, the value. A field has them one behind another. */
export const element = (tag: string, value: string): string => tag + two(value.length) + value

export const elementsField = (elements: Iterable<readonly [tag: string, value: string]>): string => {
  let field = ''
  for (const [tag, value] of elements) field += element(tag, value)
  return field
}

/**
 * Reads the elements of field 44 or 48 by tag. Throws `Iso8583Error` (`bad_layout`) where a length leads
 * beyond the end.
 */
export function elementsOf(field: string | undefined, number: 44 | 48): Map<string, string> {
  const elements = new Map<string, string>()
  let at = 0
  while (field && at < field.length) {
    const head = field.slice(at, at + 4)
    const end = at + 4 + Number(head.slice(2))
    if (!/^[0-9]{4}$/.test(head) || end > field.length) throw new Iso8583Error('bad_layout', number)
    elements.set(head.slice(0, 2), field.slice(at + 4, end))
    at = end
  }
  return elements
}

/**
 * Free text as a fixed `ans` field: letters of any script spelled in ASCII, as names are for banks, other
 * signs that ASCII lacks made blanks, cut or padded with blanks. Statement texts are the only values that are
 * ever changed on the way to the wire.
 */
export const textField = (text: string, length: number): string =>
  (isAscii.test(text) ? text : spelled(text)).slice(0, length).padEnd(length)

const spelled = (text: string): string =>
  anyAscii(text.normalize('NFKC').replace(beyondAsciiSign, ' ')).replace(/[^\x20-\x7e]/g, ' ')

const isAscii = /^[\x20-\x7e]*$/
/**
 * The library spells signs and pictures out too, which nobody would recognize on a statement; № is letters by
 * then (NFKC).
 */
const beyondAsciiSign = /(?![\x20-\x7e])\p{S}/gu
