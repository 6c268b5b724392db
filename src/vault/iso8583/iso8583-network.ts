import { type CardFailReason, retryOf } from '../../ground/fail-reasons.ts'
import type {
  CaptureOutcome,
  CardOutcome,
  NetworkReference,
  ReversalOutcome,
} from '../../ground/vault-protocol.ts'
import {
  type AccountUpdate,
  type Card,
  type CardNetwork,
  type HearUpdate,
  NOT_EXPRESSIBLE,
  type Sale,
  type TakeUpdate,
  type VerificationOutcome,
} from '../card-network.ts'
import { accountUpdateOf } from './account-update.ts'
import { type Acceptor, cardMessages } from './card-messages.ts'
import type { Message } from './codec.ts'
import { countryOfNumber } from './country-numbers.ts'
import { elementsOf, elementTag, fundingOf, transactionIdOf } from './field-values.ts'
import { openFileUpdates } from './file-updates.ts'
import { Iso8583Error } from './iso8583-error.ts'
import { type Link, type LinkSettings, openLink } from './link.ts'
import type { LinkEvent } from './link-events.ts'
import { declineOf, isApproval } from './response-codes.ts'

export type Iso8583Event = LinkEvent | { type: typeof NOT_EXPRESSIBLE; error: Iso8583Error }

export type Iso8583Settings = Omit<LinkSettings, 'onEvent'> &
  Acceptor & {
    /**
     * How long a reversal or capture waits for its acknowledgment before it is to be repeated. Default:
     * `timeoutMs`.
     */
    adviceTimeoutMs?: number
    onEvent?: (event: Iso8583Event) => void
    onUpdate?: HearUpdate
    onUpdateMessage?: TakeUpdate
  }

/** The network, and the state of the link to it. */
export type Iso8583Network = CardNetwork & Pick<Link, 'state'>

/**
 * An answer that settles nothing: no response code, another amount, a partial approval that nobody asked for.
 * Money may have moved, so the request must be reversed before it is called failed.
 */
const unusable = { outcome: 'unknown', reason: 'unusable_answer' } as const
const notExpressible = { outcome: 'unsent', reason: NOT_EXPRESSIBLE } as const

/** 85 is "no reason to decline": an approval where nothing was charged, and only there. */
const VERIFIED = '85'

/**
 * 25 "unable to locate record": nothing to undo. 94 "duplicate": it was undone before. Others do not settle
 * an advice.
 */
const acknowledgements = new Set(['00', '25', '94'])

/**
 * Of a file update: 26 "duplicate record", 25 "unable to locate record" of what is to go: both are so
 * already.
 */
const enrolled = new Set(['00', '25', '26'])

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

/** Where it is not as it should be there is no advice, and a decline is a decline. */
function adviceIn(answer: Message): string | undefined {
  try {
    return elementsOf(answer.fields[48], 48).get(elementTag.advice)
  } catch {
    return undefined
  }
}

function outcomeOf(request: Message, answer: Message, approves = isApproval): CardOutcome {
  const response_code = answer.fields[39]
  if (response_code === undefined) return unusable
  if (!approves(response_code)) {
    // 10 is a partial approval: part of the amount has been taken, so it is not a decline.
    return response_code === '10'
      ? unusable
      : { outcome: 'declined', response_code, ...declineOf(response_code, adviceIn(answer)) }
  }
  const echoed = (field: 4 | 49): boolean =>
    answer.fields[field] === undefined || answer.fields[field] === request.fields[field]
  if (!echoed(4) || !echoed(49)) return unusable
  return { outcome: 'approved', response_code, authorization_code: (answer.fields[38] ?? '').trimEnd() }
}

/** An approval whose CVC or postal code does not match is a decline that the cardholder can mend. */
function verificationOf(request: Message, answer: Message): VerificationOutcome {
  const outcome = outcomeOf(request, answer, (code) => isApproval(code) || code === VERIFIED)
  if (outcome.outcome !== 'approved') return outcome
  const { response_code } = outcome
  const results = resultsOf(answer)
  const cvc = results.get(elementTag.cvcResult)
  const postalCode = results.get(elementTag.avsResult)
  const mismatch = (fail_reason: CardFailReason): VerificationOutcome => ({
    outcome: 'declined',
    response_code,
    fail_reason,
    retry: retryOf(fail_reason),
  })
  if (cvc === 'N') return mismatch('incorrect_cvc')
  if (postalCode === 'N' || postalCode === 'A') return mismatch('incorrect_postal_code')
  const matched: ('cvc' | 'postal_code')[] = []
  if (cvc === 'M') matched.push('cvc')
  if (postalCode === 'Y' || postalCode === 'Z') matched.push('postal_code')
  return {
    ...outcome,
    matched,
    funding: fundingOf(results.get(elementTag.funding)),
    country: countryOfNumber(answer.fields[20]),
    cvcResult: cvc ?? null,
    postalCodeResult: postalCode ?? null,
    transactionId: transactionIdOf(answer.fields[63]),
  }
}

const unacknowledged = ({ reason }: { reason: string }) => ({ outcome: 'unacknowledged', reason }) as const

function reversalOf(answer: Message): ReversalOutcome {
  const response_code = answer.fields[39]
  return response_code !== undefined && acknowledgements.has(response_code)
    ? { outcome: 'acknowledged', response_code }
    : unacknowledged(unusable)
}

/** A refusal that may pass (an outage of the issuer's) settles nothing: the advice is repeated. */
function captureOf(advice: Message, answer: Message): CaptureOutcome {
  const outcome = outcomeOf(advice, answer)
  if (outcome.outcome === 'approved') return { outcome: 'acknowledged', response_code: outcome.response_code }
  if (outcome.outcome !== 'declined') return unacknowledged(unusable)
  const { response_code, fail_reason, retry } = outcome
  if (response_code === CAPTURED_BEFORE) return { outcome: 'acknowledged', response_code }
  return retry === 'later' && response_code !== NO_RECORD
    ? unacknowledged(unusable)
    : { outcome: 'refused', response_code, fail_reason, retry }
}

/** Opens a card network that speaks ISO 8583:1987: the acceptor's requests over one link. */
export function openIso8583Network(settings: Iso8583Settings): Iso8583Network {
  const link = openLink({ ...settings, onFileUpdate: openFileUpdates(settings.onUpdateMessage) })
  const messages = cardMessages(settings)
  const adviceTimeoutMs = settings.adviceTimeoutMs ?? settings.timeoutMs

  /**
   * Messages are made and encoded before the first byte leaves, so what ISO 8583 has no form for was not
   * sent.
   */
  async function send<Outcome>(
    make: () => Message,
    outcomeOf: (request: Message, answer: Message) => Outcome,
    timeoutMs = settings.timeoutMs,
  ): Promise<Outcome | Unanswered> {
    try {
      const request = make()
      const answer = await link.request(request, { timeoutMs })
      return answer.outcome === 'answered' ? outcomeOf(request, answer.message) : answer
    } catch (error) {
      if (!(error instanceof Iso8583Error)) throw error
      settings.onEvent?.({ type: NOT_EXPRESSIBLE, error })
      return notExpressible
    }
  }

  /** What the answer says of the account is heard apart from the outcome, which never holds a number. */
  async function sell(
    kind: 'charge' | 'authorization',
    reference: NetworkReference,
    card: Card,
    sale: Sale,
  ): Promise<CardOutcome> {
    const told: AccountUpdate[] = []
    const outcome = await send(
      () => messages.sale(kind, reference, card, sale),
      (request, answer) => {
        const update = accountUpdateOf(request, answer)
        if (update) told.push(update)
        return outcomeOf(request, answer)
      },
    )
    for (const update of told) await settings.onUpdate?.(update, reference.id)
    return outcome
  }

  /** Without an answer it is to be repeated, whatever has become of it. */
  async function advise<Outcome>(
    make: () => Message,
    outcomeOf: (advice: Message, answer: Message) => Outcome,
  ): Promise<Outcome | ReturnType<typeof unacknowledged> | Unsent> {
    const outcome = await send(
      make,
      (advice, answer) => ({ answered: outcomeOf(advice, answer) }),
      adviceTimeoutMs,
    )
    if ('answered' in outcome) return outcome.answered
    return outcome.outcome === 'unknown' ? unacknowledged(outcome) : outcome
  }

  return {
    verify: (reference, card, agreement) =>
      send(() => messages.verification(reference, card, agreement), verificationOf),
    charge: (reference, card, sale) => sell('charge', reference, card, sale),
    authorize: (reference, card, sale) => sell('authorization', reference, card, sale),
    refund: (reference, card, sale) => send(() => messages.sale('refund', reference, card, sale), outcomeOf),
    capture: (reference, authorization, amount, { repeat }) =>
      advise(() => messages.capture(reference, authorization, amount, repeat), captureOf),
    reverse: (request, card, { repeat }) =>
      advise(
        () => messages.reversal(request, card, settings.clock.now(), repeat),
        (_reversal, answer) => reversalOf(answer),
      ),
    async enrol(reference, account, card) {
      const told = await send(
        () => messages.enrolment(reference, account, card),
        (_request, { fields }) => ({ outcome: 'answered' as const, code: fields[39] ?? '' }),
      )
      if (told.outcome !== 'answered') return told.reason === NOT_EXPRESSIBLE ? 'refused' : 'unknown'
      return enrolled.has(told.code) ? 'taken' : 'refused'
    },
    reachable: () => link.state() === 'up',
    ready: link.ready,
    state: link.state,
    counters: link.counters,
    close: link.close,
  }
}

type Unsent = Extract<CardOutcome, { outcome: 'unsent' }>
type Unanswered = Extract<CardOutcome, { outcome: 'unsent' | 'unknown' }>
