import type { Dispatcher } from 'undici'
import type { Clock } from '../ground/clock.ts'
import { callbackUrlFault } from './callback-url.ts'
import { connectionError, type ErrorClass, statusError } from './delivery-error.ts'
import type { AddressRule } from './public-address.ts'
import { readRetryAfter } from './retry-schedule.ts'

/** From the first byte to the status: the contract's 15 seconds in all. */
export const DELIVERY_TIMEOUT_MS = 15_000

/**
 * Only the status of an answer counts. A short rest of it is read, so that the connection can be used again.
 */
const ANSWER_BYTES_MAX = 16 * 1024
const HEADER_BYTES_MAX = 16 * 1024
/** What is kept of an answer, for its owner to look into. */
export const EXCERPT_LENGTH = 500

/**
 * How a delivery went. `error` is a sentence for its sender; null when the answer was 2xx. Never an
 * exception.
 */
export type DeliveryResult = {
  status: number | null
  errorClass: ErrorClass | null
  error: string | null
  responseExcerpt: string | null
  latencyMs: number
  retryAfterSeconds: number | null
}

export type Delivery = { url: string; headers: Record<string, string>; body: string }
export type PostDelivery = (delivery: Delivery, stop?: AbortSignal) => Promise<DeliveryResult>

/**
 * Opens what posts deliveries: connections are kept and shared, certificates verified, redirects never
 * followed, and only addresses connected to that the rule allows. `stop` hangs up, which is a result without
 * a status too.
 */
export function openPoster(rule: AddressRule, clock: Clock, timeoutMs = DELIVERY_TIMEOUT_MS) {
  // Its library is loaded with the first delivery: most processes post none.
  async function openAgent() {
    const { Agent, request } = await import('undici')
    const agent = new Agent({
      // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
      connect: { timeout: timeoutMs, lookup: rule.lookup, rejectUnauthorized: true },
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    return { agent, request }
  }
  let opened: ReturnType<typeof openAgent> | undefined
  const post: PostDelivery = async ({ url, headers, body }, stop) => {
    opened ??= openAgent()
    const { agent, request } = await opened
    const from = performance.now()
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = stop ? AbortSignal.any([timeout, stop]) : timeout
    const failed = (errorClass: ErrorClass, error: string): DeliveryResult => {
      const latencyMs = Math.round(performance.now() - from)
      return { status: null, errorClass, error, responseExcerpt: null, latencyMs, retryAfterSeconds: null }
    }
    const fault = callbackUrlFault(url, rule)
    if (fault) return failed('address_refused', `not sent: callback_url ${fault}`)
    try {
      const answer = await request(url, {
        dispatcher: agent,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'jetpay' },
        body,
        signal,
      })
      const latencyMs = Math.round(performance.now() - from)
      const { statusCode: status } = answer
      const wrong = statusError(status)
      const retryAfter = wrong && String(answer.headers['retry-after'] ?? '')
      return {
        status,
        errorClass: wrong?.errorClass ?? null,
        error: wrong?.error ?? null,
        responseExcerpt: await readExcerpt(answer.body),
        latencyMs,
        retryAfterSeconds: readRetryAfter(retryAfter || undefined, clock.now()),
      }
    } catch (error) {
      if (timeout.aborted) return failed('timeout', `no answer within ${timeoutMs / 1000} s`)
      const why = connectionError(error)
      return failed(why.errorClass, why.error)
    }
  }
  return { post, close: async () => (await opened)?.agent.destroy() }
}

/**
 * The beginning of an answer as text; null when there is none. The verdict stands whatever becomes of the
 * rest.
 */
async function readExcerpt(body: Dispatcher.ResponseData['body']): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (bytes < EXCERPT_LENGTH) chunks.push(chunk.subarray(0, EXCERPT_LENGTH))
      bytes += chunk.length
      if (bytes > ANSWER_BYTES_MAX) break
    }
  } catch {
    // The time is up or the receiver hung up: what came by then is what there is.
  }
  // PostgreSQL's text cannot hold U+0000.
  const text = Buffer.concat(chunks).toString().replaceAll('\u0000', '\ufffd').slice(0, EXCERPT_LENGTH)
  return text === '' ? null : text
}
