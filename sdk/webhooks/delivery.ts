import type { Event } from '../client/generated/types.gen.ts'

/** What `POST /webhooks/{identifier}/test` sends; it is in no log. */
export type TestEvent = { id: number; createdAt: string; type: 'webhooks.test'; data: { message: string } }

/**
 * One event; `type` says what is in `data`. `data` is camelCase; amounts are decimals in major units,
 * `100.50`. A newer platform delivers types that are not among these: let them pass in a `default`.
 */
export type PaymentEvent = Event | TestEvent

/** A delivery that was verified: at least one event, ascending by id. */
export type Delivery = { webhookId: number; events: PaymentEvent[] }

/** What can be wrong with a delivery, and the HTTP status to answer. */
const statuses = {
  /** Nobody's fault but the receiver's: a parser ate the bytes that the signature covers. */
  raw_body_needed: 500,
  /** Nor here: it was not told whose deliveries to believe, so it believes none. */
  bad_options: 500,
  body_too_large: 413,
  malformed_body: 400,
  missing_signature: 401,
  malformed_token: 401,
  bad_signature: 401,
  unknown_key: 401,
  wrong_issuer: 401,
  wrong_subject: 401,
  wrong_audience: 401,
  expired: 401,
  issued_in_future: 401,
  missing_claim: 401,
  body_changed: 401,
  replayed: 401,
  /** The platform's keys or its API are out of reach: it delivers again later, so nothing is lost. */
  keys_unavailable: 503,
  events_missing: 503,
  events_unavailable: 503,
} as const

export type DeliveryErrorCode = keyof typeof statuses

/**
 * A delivery that must not be confirmed. `message` says what to do and is for your own log; answer `status`
 * without it, so that whoever forged a delivery learns nothing. Any status but 2xx has the platform deliver
 * again.
 */
export class DeliveryError extends Error {
  override name = 'DeliveryError'
  readonly code: DeliveryErrorCode
  readonly status: number

  constructor(code: DeliveryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = statuses[code]
  }
}

/** What is set wrong at the receiver; most often a variable of its environment is not set. */
export const badOptions = (message: string): DeliveryError =>
  new DeliveryError('bad_options', `${message} Is it set where this program runs?`)

/** As the specification of Standard Webhooks has it, the largest that its own libraries take. */
const TOLERANCE_MAX_SECONDS = 300

/** One that is no number would have no token too old. */
export function checkTolerance(name: string, seconds: number | undefined): void {
  if (seconds === undefined) return
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= TOLERANCE_MAX_SECONDS))
    throw badOptions(`${name} is ${String(seconds)}: give a number from 0 to ${TOLERANCE_MAX_SECONDS}.`)
}

/** What to answer when receiving threw: the DeliveryError's status, 500 for an error of your own handling. */
export const statusFor = (error: unknown): number =>
  // By name: a program may have this package as an ES module and as CommonJS at once.
  error instanceof Error && error.name === 'DeliveryError' ? (error as DeliveryError).status : 500

/** Reads the body of a delivery that was verified. */
export function parseDelivery(bytes: Uint8Array): Delivery {
  try {
    const delivery = JSON.parse(new TextDecoder().decode(bytes)) as Delivery
    const { webhookId, events } = delivery
    // None is no delivery: it would be confirmed with nothing done.
    const areEvents = events.length > 0 && events.every((event) => Number.isInteger(event.id))
    if (Number.isInteger(webhookId) && areEvents) return delivery
  } catch {
    // Said below: what cannot be read and what has another shape are the same to the caller.
  }
  throw new DeliveryError(
    'malformed_body',
    'The body is signed but is no delivery of events; is this URL the callback_url of another service too?',
  )
}
