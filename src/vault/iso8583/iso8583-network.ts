import { type CardFailReason, retryOf } from '../../ground/fail-reasons.ts'
import type {
  CaptureOutcome,
  CardOutcome,
  NetworkReference,
  ReversalOutcome,
} from '../../ground/vault-protocol.ts'
import {
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
import type { Fields, Message } from './codec.ts'
import { countryOfNumber } from './country-numbers.ts'
import { elementsOf, elementTag, fundingOf, transactionIdOf } from './field-values.ts'
import { openFileUpdates } from './file-updates.ts'
import { Iso8583Error } from './iso8583-error.ts'
import { type Link, type LinkAnswer, openLink } from './link.ts'
import type { LinkEvent } from './link-events.ts'
import type { LinkSettings } from './link-settings.ts'
import { declineOf, isApproval } from './response-codes.ts'

export type Iso8583Event = LinkEvent | { type: typeof NOT_EXPRESSIBLE; error: Iso8583Error }

export type Iso8583Settings = Omit<LinkSettings, 'onEvent' | 'reads'> &
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
function adviceIn(fields: Fields): string | undefined {
  try {
    return elementsOf(fields[48], 48).get(elementTag.advice)
  } catch {
    return undefined
  }
}

/**
 * What of a request is looked at when its answer comes. The rest is let go as soon as it is encoded:
 * thousands of requests wait at once.
 */
type Asked = { number: string | undefined; amount: string | undefined; currency: string | undefined }
const askedIn = ({ fields }: Message): Asked => ({
  number: fields[2],
  amount: fields[4],
  currency: fields[49],
})

function outcomeOf(asked: Asked, { fields }: Message, approves = isApproval): CardOutcome {
  const response_code = fields[39]
  if (response_code === undefined) return unusable
  if (!approves(response_code)) {
    // 10 is a partial approval: part of the amount has been taken, so it is not a decline.
    return response_code === '10'
      ? unusable
      : { outcome: 'declined', response_code, ...declineOf(response_code, adviceIn(fields)) }
  }
  if (!echoed(fields[4], asked.amount) || !echoed(fields[49], asked.currency)) return unusable
  return { outcome: 'approved', response_code, authorization_code: (fields[38] ?? '').trimEnd() }
}

/** What is read of answers in this file and in `account-update.ts`. The card number (2) is not. */
const READ_OF_ANSWERS = [4, 14, 20, 38, 44, 48, 49, 63, 91, 103]

const echoed = (answered: string | undefined, asked: string | undefined): boolean =>
  answered === undefined || answered === asked

/** An approval whose CVC or postal code does not match is a decline that the cardholder can mend. */
function verificationOf(asked: Asked, answer: Message): VerificationOutcome {
  const outcome = outcomeOf(asked, answer, (code) => isApproval(code) || code === VERIFIED)
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
function captureOf(asked: Asked, answer: Message): CaptureOutcome {
  const outcome = outcomeOf(asked, answer)
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
  const onFileUpdate = openFileUpdates(settings.onUpdateMessage)
  const link = openLink({ ...settings, reads: READ_OF_ANSWERS, onFileUpdate })
  const messages = cardMessages(settings)
  const adviceTimeoutMs = settings.adviceTimeoutMs ?? settings.timeoutMs

  /** The message is made and encoded before the first byte leaves. */
  function send<Outcome>(
    make: () => Message,
    outcomeOf: (asked: Asked, answer: Message) => Outcome | Promise<Outcome>,
    timeoutMs = settings.timeoutMs,
  ): Promise<Outcome | Unanswered> {
    try {
      const request = make()
      return link.request(request, reading(askedIn(request), outcomeOf), { timeoutMs })
    } catch (error) {
      if (!(error instanceof Iso8583Error)) return Promise.reject(error)
      settings.onEvent?.({ type: NOT_EXPRESSIBLE, error })
      return Promise.resolve(notExpressible)
    }
  }

  /** In a scope of its own, which holds nothing else until the answer comes. */
  const reading =
    <Outcome>(asked: Asked, outcomeOf: (asked: Asked, answer: Message) => Outcome | Promise<Outcome>) =>
    (answer: LinkAnswer) =>
      answer.outcome === 'answered' ? outcomeOf(asked, answer.message) : answer

  /** What the answer says of the account is heard apart from the outcome, which never holds a number. */
  const hearing = (reference: string) => (asked: Asked, answer: Message) => {
    const outcome = outcomeOf(asked, answer)
    const update = asked.number === undefined ? null : accountUpdateOf(asked.number, answer)
    return update && settings.onUpdate ? settings.onUpdate(update, reference).then(() => outcome) : outcome
  }

  const sell = (
    kind: 'charge' | 'authorization',
    reference: NetworkReference,
    card: Card,
    sale: Sale,
  ): Promise<CardOutcome> => send(() => messages.sale(kind, reference, card, sale), hearing(reference.id))

  /** Without an answer it is to be repeated, whatever has become of it. */
  async function advise<Outcome>(
    make: () => Message,
    outcomeOf: (asked: Asked, answer: Message) => Outcome,
  ): Promise<Outcome | ReturnType<typeof unacknowledged> | Unsent> {
    const outcome = await send(
      make,
      (asked, answer) => ({ answered: outcomeOf(asked, answer) }),
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
