import { type CardFailReason, type Retry, retryOf } from '../../ground/fail-reasons.ts'
import {
  type Acceptor,
  type Card,
  cardMessages,
  type NetworkReference,
  type OriginalRequest,
  type Sale,
} from './card-messages.ts'
import type { Message } from './codec.ts'
import { elementsOf, elementTag, type Funding, fundingOf } from './field-values.ts'
import { type Link, type LinkSettings, openLink } from './link.ts'
import { declineOf, isApproval } from './response-codes.ts'

export type { Acceptor, Card, NetworkReference, OriginalRequest, Sale }

/**
 * `unknown`: money may have moved, so the request must be reversed before it is called failed. `unusable_answer` is an
 * answer that settles nothing: no response code, another amount, a partial approval that nobody asked for.
 * `not_sent`: nothing can have happened.
 */
export type Unsettled =
  | { outcome: 'unknown'; reason: 'timeout' | 'link_lost' | 'unusable_answer' }
  | { outcome: 'not_sent'; reason: 'link_down' | 'link_busy' }

export type CardOutcome =
  | {
      outcome: 'approved'
      responseCode: string
      authorizationCode: string
      cvcResult?: string
      avsResult?: string
      /** Of a verification: what the network says of the card; undefined where it says nothing. */
      funding?: Funding
    }
  | Declined
  | Unsettled

type Declined = { outcome: 'declined'; responseCode: string; failReason: CardFailReason; retry: Retry }

export type AdviceOutcome = { outcome: 'acknowledged'; responseCode: string } | Unsettled

export type CardNetworkSettings = LinkSettings &
  Acceptor & {
    /** How long a reversal or capture waits for its acknowledgment before it is to be repeated. Default: `timeoutMs`. */
    adviceTimeoutMs?: number
  }

export type CardNetwork = {
  /** Asks the issuer about a card without charging it (0100 for zero), with its CVC and postal code. */
  verifyCard(
    reference: NetworkReference,
    card: Card & { cvc: string; postalCode?: string },
  ): Promise<CardOutcome>
  /** Authorizes and captures in one request (0200). */
  charge(reference: NetworkReference, card: Card, sale: Sale): Promise<CardOutcome>
  /** Holds the amount without taking it (0100). */
  authorize(reference: NetworkReference, card: Card, sale: Sale): Promise<CardOutcome>
  /** Gives money back to a card (0200, processing code 20). */
  refund(reference: NetworkReference, card: Card, sale: Sale): Promise<CardOutcome>
  /**
   * Takes an authorized amount, or less of it (0220; 0221 where `repeat`). The reference has the authorization's RRN. To be repeated
   * until it is acknowledged or declined.
   */
  capture(
    reference: NetworkReference,
    authorization: OriginalRequest & { authorizationCode: string },
    amount: bigint,
    options: { repeat: boolean },
  ): Promise<AdviceOutcome | Declined>
  /** Undoes a charge, an authorization or a refund (0420; 0421 where `repeat`). To be repeated until acknowledged. */
  reverse(original: OriginalRequest, card: Card | null, options: { repeat: boolean }): Promise<AdviceOutcome>
  ready: Link['ready']
  state: Link['state']
  counters: Link['counters']
  close: Link['close']
}

const unusable: Unsettled = { outcome: 'unknown', reason: 'unusable_answer' }

/** 85 is "no reason to decline": an approval where nothing was charged, and only there. */
const VERIFIED = '85'

/** 25 "unable to locate record": nothing to undo. 94 "duplicate": it was undone before. Others do not settle an advice. */
const acknowledgements = new Set(['00', '25', '94'])

/** 94 "duplicate": it was captured before. */
const CAPTURED_BEFORE = '94'
/** 25 "unable to locate record": for a capture that says that there is nothing to take. */
const NO_RECORD = '25'

function resultsOf(answer: Message): Map<string, string> {
  try {
    return elementsOf(answer.fields[44], 44)
  } catch {
    return new Map()
  }
}

function outcomeOf(request: Message, answer: Message): CardOutcome {
  const responseCode = answer.fields[39]
  if (responseCode === undefined) return unusable
  const verifying = request.fields[25] === '51'
  if (!isApproval(responseCode) && !(verifying && responseCode === VERIFIED)) {
    // 10 is a partial approval: part of the amount has been taken, so it is not a decline.
    return responseCode === '10'
      ? unusable
      : { outcome: 'declined', responseCode, ...declineOf(responseCode) }
  }
  const echoed = (field: 4 | 49): boolean =>
    answer.fields[field] === undefined || answer.fields[field] === request.fields[field]
  if (!echoed(4) || !echoed(49)) return unusable

  const results = resultsOf(answer)
  const cvcResult = results.get(elementTag.cvcResult)
  const avsResult = results.get(elementTag.avsResult)
  const funding = fundingOf(results.get(elementTag.funding))
  if (verifying) {
    if (cvcResult === 'N') {
      const failReason = 'incorrect_cvc'
      return { outcome: 'declined', responseCode, failReason, retry: retryOf(failReason) }
    }
    if (avsResult === 'N' || avsResult === 'A') {
      const failReason = 'incorrect_postal_code'
      return { outcome: 'declined', responseCode, failReason, retry: retryOf(failReason) }
    }
  }
  return {
    outcome: 'approved',
    responseCode,
    authorizationCode: (answer.fields[38] ?? '').trimEnd(),
    ...(cvcResult !== undefined && { cvcResult }),
    ...(avsResult !== undefined && { avsResult }),
    ...(funding !== null && { funding }),
  }
}

/**
 * Opens the card network: the acceptor's requests over one link. Every function answers an outcome as data and rejects
 * only with `Iso8583Error`, before anything is sent, for values that ISO 8583 cannot express.
 */
export function openCardNetwork(settings: CardNetworkSettings): CardNetwork {
  const link = openLink(settings)
  const messages = cardMessages(settings)

  const adviceTimeout = { timeoutMs: settings.adviceTimeoutMs ?? settings.timeoutMs }

  async function ask(request: Message, timeout?: typeof adviceTimeout): Promise<CardOutcome> {
    const answer = await link.request(request, timeout)
    if (answer.kind === 'answered') return outcomeOf(request, answer.message)
    return answer.kind === 'unknown'
      ? { outcome: 'unknown', reason: answer.reason }
      : { outcome: 'not_sent', reason: answer.reason }
  }

  async function advise(advice: Message): Promise<AdviceOutcome> {
    const answer = await link.request(advice, adviceTimeout)
    if (answer.kind !== 'answered') {
      return answer.kind === 'unknown'
        ? { outcome: 'unknown', reason: answer.reason }
        : { outcome: 'not_sent', reason: answer.reason }
    }
    const responseCode = answer.message.fields[39]
    if (responseCode === undefined || !acknowledgements.has(responseCode)) return unusable
    return { outcome: 'acknowledged', responseCode }
  }

  /** A refusal that may pass (an outage of the issuer's) settles nothing: the advice is repeated. */
  async function capture(advice: Message): Promise<AdviceOutcome | Declined> {
    const answer = await ask(advice, adviceTimeout)
    if (answer.outcome === 'approved') return { outcome: 'acknowledged', responseCode: answer.responseCode }
    if (answer.outcome !== 'declined') return answer
    const { responseCode, retry } = answer
    if (responseCode === CAPTURED_BEFORE) return { outcome: 'acknowledged', responseCode }
    return retry === 'later' && responseCode !== NO_RECORD ? unusable : answer
  }

  return {
    verifyCard: async (reference, card) => ask(messages.verification(reference, card)),
    charge: async (reference, card, sale) => ask(messages.sale('0200', reference, card, sale)),
    authorize: async (reference, card, sale) => ask(messages.sale('0100', reference, card, sale)),
    refund: async (reference, card, sale) => ask(messages.sale('0200', reference, card, sale, 'return')),
    capture: async (reference, authorization, amount, { repeat }) =>
      capture(messages.capture(reference, authorization, amount, repeat)),
    reverse: async (original, card, { repeat }) =>
      advise(messages.reversal(original, card, settings.clock.now(), repeat)),
    ready: link.ready,
    state: link.state,
    counters: link.counters,
    close: link.close,
  }
}
