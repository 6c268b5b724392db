import type { Clock } from '../ground/clock.ts'
import { currencyOfNumber } from '../ground/money.ts'
import { accountUpdateFields } from '../vault/iso8583/account-update.ts'
import type { Fields, Message } from '../vault/iso8583/codec.ts'
import { numberOfCountry } from '../vault/iso8583/country-numbers.ts'
import { elementsField, elementTag, expiryField, fundingCode } from '../vault/iso8583/field-values.ts'
import { answerType } from '../vault/iso8583/message-type.ts'
import { monthsLeft } from '../vault/page/card-fields.ts'
import { updateOf } from './account-updates.ts'
import type { BookEntry } from './book-entry.ts'
import type { Books } from './books.ts'
import {
  agreementOf,
  approvedState,
  canBeCleared,
  elementsSent,
  has,
  isRefund,
  keyOfOriginal,
  keyOfRequest,
  usesStoredCard,
} from './card-request.ts'
import { transactionIdFor, type Verdict } from './judge.ts'
import { type CardFault, findTestCard, RENEWED, type TestCard } from './test-cards.ts'

/** The answer to a request, or null for silence, and how the network misbehaves on the way back. */
export type Reply = { answer: Message | null; fault: CardFault | null }

/** Fields that an answer repeats. The card number is not among them: no answer of ours carries one. */
const echoed = [3, 4, 7, 11, 12, 13, 32, 37, 41, 42, 49, 70, 90] as const

const FORMAT_ERROR = '30'
const EXPIRED = '54'
const INVALID_CARD = '14'
const INVALID_AMOUNT = '13'
const INVALID_TRANSACTION = '12'
const APPROVED = '00'
const CLOSED = '46'

/** Whether the network has said that an account is closed. */
type IsClosed = (number: string) => boolean
type Accounts = { isClosed: IsClosed; enrol(request: Message): string }

function answerTo(request: Message, responseCode: string, more: Fields = {}): Message {
  const fields: Fields = {}
  for (const field of echoed) {
    const value = request.fields[field]
    if (value !== undefined) fields[field] = value
  }
  fields[39] = responseCode
  return { mti: answerType(request.mti)!, fields: Object.assign(fields, more) }
}

/** A card of which a charge with its new date is approved. */
const isRenewed = (request: Message, card: TestCard): boolean =>
  card.update?.reason === 'new_expiry' && request.fields[14] === expiryField(RENEWED)

/** With a decline of a stored card, what has become of its account. */
function accountIn(request: Message, { response_code, violation }: BookEntry, isClosed: IsClosed): Fields {
  const card = findTestCard(request.fields[2] ?? '')
  if (card && usesStoredCard(request) && response_code === CLOSED && isClosed(card.number))
    return accountUpdateFields({ reason: 'closed', number: card.number })
  const told =
    usesStoredCard(request) && !violation && response_code !== APPROVED && response_code === card?.charge
  const update = told ? updateOf(card) : undefined
  return update ? accountUpdateFields(update) : {}
}

function answerFromBooks(request: Message, entry: BookEntry, isClosed: IsClosed): Message {
  const results: [string, string][] = []
  if (entry.cvc_result) results.push([elementTag.cvcResult, entry.cvc_result])
  if (entry.avs_result) results.push([elementTag.avsResult, entry.avs_result])
  if (entry.funding) results.push([elementTag.funding, entry.funding])
  const more: Fields = accountIn(request, entry, isClosed)
  const country = numberOfCountry(entry.country ?? '')
  if (country) more[20] = country
  if (entry.transaction_id) more[63] = entry.transaction_id
  if (entry.advice) more[48] = elementsField([[elementTag.advice, entry.advice]])
  if (entry.authorization_code) more[38] = entry.authorization_code
  if (results.length > 0) more[44] = elementsField(results)
  return answerTo(request, entry.response_code, more)
}

/** Cards whose first two reversals or captures are carried out and not acknowledged. */
const withholding = new Set<CardFault | null | undefined>([
  'reversal_unacknowledged_twice',
  'capture_unacknowledged_twice',
])

/**
 * Of a field 14 (YYMM): issuers take a card to the end of its month wherever its holder is, as our page does.
 */
const hasExpired = (yymm: string, now: Date): boolean =>
  monthsLeft({ year: 2000 + Number(yymm.slice(0, 2)), month: Number(yymm.slice(2)) }, now) < 0

/**
 * The demo's issuer: it decides by test card, keeps the books, and answers a repeat as it answered the first.
 */
export function openIssuer(books: Books, clock: Clock, { isClosed, enrol }: Accounts) {
  function decide(request: Message, card: TestCard | undefined, now: Date): string {
    if (books.wasReversedUnseen(keyOfRequest(request))) return INVALID_TRANSACTION
    if (!card) return INVALID_CARD
    // Money goes back to the account behind the card, which outlives its plastic.
    if (isRefund(request)) return card.refund
    if (isClosed(card.number)) return CLOSED
    if (hasExpired(request.fields[14]!, now)) return EXPIRED
    if (request.fields[25] === '51') return card.verification
    return isRenewed(request, card) ? APPROVED : card.charge
  }

  /** What the schemes' rules say against it. */
  function judge(request: Message, now: Date): Verdict | null {
    if (!usesStoredCard(request) || books.wasReversedUnseen(keyOfRequest(request))) return null
    return books.judge({ ...agreementOf(request), number: request.fields[2]!, at: now })
  }

  function enter(
    request: Message,
    card: TestCard | undefined,
    code: string,
    now: Date,
    verdict: Verdict | null,
  ): BookEntry {
    const { credential, originalId, agreement } = agreementOf(request)
    // One that was reversed before it came is declined for that, which says nothing of the card.
    const late = books.wasReversedUnseen(keyOfRequest(request))
    const declines = code !== APPROVED && card !== undefined && usesStoredCard(request)
    const approved = code === APPROVED
    const state = approved ? approvedState(request) : 'declined'
    const amount = Number(request.fields[4])
    const checks = state === 'verified' ? elementsSent(request) : null
    return books.enter({
      ...keyOfRequest(request),
      amount,
      amount_captured: state === 'captured' ? amount : 0,
      currency: currencyOfNumber(request.fields[49] ?? '')!,
      last4: request.fields[2]!.slice(-4),
      state,
      response_code: code,
      authorization_code: approved ? String(books.nextSeq() % 1_000_000).padStart(6, '0') : '',
      cvc_result: checks?.has(elementTag.cvc) ? card!.cvcResult : null,
      avs_result: checks?.has(elementTag.postalCode) ? card!.avsResult : null,
      funding: checks ? fundingCode[card!.funding] : null,
      country: checks ? card!.country : null,
      transaction_id: approved ? transactionIdFor(books.nextSeq(), request.fields[2]!) : null,
      credential,
      original_id: late ? null : originalId,
      agreement,
      advice: verdict ? verdict.advice : declines ? card.advice : null,
      ...(verdict && { violation: verdict.violation, fee: verdict.fee }),
      created_at: now.toISOString(),
      captured_at: state === 'captured' ? now.toISOString() : null,
      reversed_at: null,
      acknowledgements_withheld: withholding.has(card?.fault) && approved ? 2 : 0,
      clearing: (state === 'captured' || state === 'authorized') && card ? card.clearing : null,
    })
  }

  function enterJudged(request: Message, card: TestCard | undefined, now: Date): BookEntry {
    const verdict = judge(request, now)
    return enter(request, card, verdict?.code ?? decide(request, card, now), now, verdict)
  }

  /** 0100 and 0200. */
  function authorize(request: Message): Reply {
    if (
      !has(request, [2, 3, 4, 7, 11, 14, 25, 37, 49]) ||
      !currencyOfNumber(request.fields[49] ?? '') ||
      !canBeCleared(request) ||
      (request.fields[4] === '000000000000') !== (request.fields[25] === '51')
    ) {
      return { answer: answerTo(request, FORMAT_ERROR), fault: null }
    }
    const card = findTestCard(request.fields[2]!)
    const known = books.find(keyOfRequest(request))
    const fault = request.fields[25] === '51' ? null : (card?.fault ?? null)
    if (known?.state === 'reversed') {
      return { answer: answerTo(request, INVALID_TRANSACTION), fault: null }
    }
    if (fault === 'timeout_not_captured') return { answer: null, fault }
    const now = clock.now()
    const entry = known ?? enterJudged(request, card, now)
    if (entry.response_code !== APPROVED)
      return { answer: answerFromBooks(request, entry, isClosed), fault: null }
    const silent =
      fault === 'timeout_captured' ||
      fault === 'reversal_unacknowledged_twice' ||
      (fault === 'refund_unanswered' && isRefund(request))
    return { answer: silent ? null : answerFromBooks(request, entry, isClosed), fault }
  }

  /** 0220: takes what an 0100 holds. */
  function capture(request: Message): Reply {
    if (!has(request, [4, 7, 11, 37, 90])) return { answer: answerTo(request, FORMAT_ERROR), fault: null }
    const entry = books.find(keyOfOriginal(request))
    const amount = Number(request.fields[4])
    if (entry && amount > entry.amount) return { answer: answerTo(request, INVALID_AMOUNT), fault: null }
    const again = entry?.state === 'captured' && entry.amount_captured === amount
    if (!entry || (entry.state !== 'authorized' && !again))
      return { answer: answerTo(request, INVALID_TRANSACTION), fault: null }
    const withheld = entry.acknowledgements_withheld > 0
    if (withheld || !again) books.capture(entry, amount, clock.now().toISOString(), withheld)
    return { answer: withheld ? null : answerTo(request, APPROVED), fault: null }
  }

  /**
   * 0400 and 0420. A reversal of an unknown request is remembered, so that the request is declined when it
   * comes.
   */
  function reverse(request: Message): Reply {
    if (!has(request, [4, 7, 11, 37, 90])) return { answer: answerTo(request, FORMAT_ERROR), fault: null }
    const key = keyOfOriginal(request)
    const entry = books.find(key)
    const at = clock.now().toISOString()
    if (!entry) {
      if (!books.wasReversedUnseen(key)) books.reverseUnseen(key, at)
      return { answer: answerTo(request, APPROVED), fault: null }
    }
    if (Number(request.fields[4]) !== entry.amount) {
      return { answer: answerTo(request, INVALID_AMOUNT), fault: null }
    }
    // It names the card that was charged, or none.
    if (request.fields[2] && request.fields[2].slice(-4) !== entry.last4)
      return { answer: answerTo(request, INVALID_CARD), fault: null }
    const withheld = entry.acknowledgements_withheld > 0
    if (withheld || entry.state !== 'reversed') books.reverse(entry, at, withheld)
    return { answer: withheld ? null : answerTo(request, APPROVED), fault: null }
  }

  /**
   * Answers one request; null for a message that is none. The caller flushes the books before it sends the
   * answer.
   */
  return (request: Message): Reply | null => {
    if (!answerType(request.mti)) return null
    const kind = request.mti.slice(0, 3)
    if (kind === '010' || kind === '020') return authorize(request)
    if (kind === '022') return capture(request)
    if (kind === '040' || kind === '042') return reverse(request)
    if (kind === '030') return { answer: answerTo(request, enrol(request)), fault: null }
    return { answer: answerTo(request, has(request, [70]) ? APPROVED : FORMAT_ERROR), fault: null }
  }
}
