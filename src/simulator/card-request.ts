/** What a request of an acquirer says, field by field. */
import { monthToSecond } from '../clearing/clearing-layout.ts'
import type { Message } from '../vault/iso8583/codec.ts'
import { credentialOf, elementsOf, elementTag, originalDataOf } from '../vault/iso8583/field-values.ts'
import { firstSending } from '../vault/iso8583/message-type.ts'
import type { BookState } from './book-entry.ts'
import type { EntryKey } from './books.ts'

/** Who asks. */
const askerOf = ({ fields }: Message) => ({
  acquirer_id: fields[32],
  terminal_id: fields[41]?.trimEnd(),
  merchant_id: fields[42]?.trimEnd(),
})

export const keyOfRequest = (message: Message): EntryKey => ({
  ...askerOf(message),
  mti: firstSending(message.mti),
  stan: message.fields[11]!,
  transmission: message.fields[7]!,
  rrn: message.fields[37]!,
})

/** Only who has asked for it may take back or complete it: under another name it is another request. */
export const keyOfOriginal = (message: Message): EntryKey => {
  const { mti, stan, transmission, acquirerId } = originalDataOf(message.fields[90]!)
  return {
    ...askerOf(message),
    acquirer_id: acquirerId,
    mti: firstSending(mti),
    stan,
    transmission,
    rrn: message.fields[37]!,
  }
}

/** A charge or a hold of a card on file; neither a verification nor money back is one. */
export const usesStoredCard = (request: Message): boolean =>
  request.fields[22]?.startsWith('10') === true && request.fields[25] !== '51' && !isRefund(request)

export const elementsSent = (request: Message): Map<string, string> => {
  try {
    return elementsOf(request.fields[48], 48)
  } catch {
    return new Map()
  }
}

/** What a charge of a card on file says of the agreement that it is made under. */
export function agreementOf(request: Message) {
  const elements = elementsSent(request)
  const agreement = elements.get(elementTag.agreement) ?? null
  if (!usesStoredCard(request)) return { credential: null, originalId: null, agreement }
  return {
    agreement,
    credential: credentialOf(elements.get(elementTag.credential)),
    originalId: elements.get(elementTag.originalTransaction) ?? null,
  }
}

export const has = (message: Message, fields: readonly number[]): boolean =>
  fields.every((field) => message.fields[field] !== undefined)

/** Whether a clearing record can hold the charge. */
export const canBeCleared = ({ fields }: Message): boolean =>
  clearingFields.every(({ field, matches }) => matches.test(fields[field]!))

const clearingFields = [
  { field: 7, matches: monthToSecond('transmission').matches },
  { field: 37, matches: /^[A-Z0-9]{12}$/ },
] as const

export function approvedState(request: Message): BookState {
  if (request.fields[25] === '51') return 'verified'
  if (request.mti.startsWith('01')) return 'authorized'
  return isRefund(request) ? 'refunded' : 'captured'
}

/** Processing code 20: return of goods. */
export const isRefund = (request: Message): boolean => request.fields[3]!.startsWith('20')
