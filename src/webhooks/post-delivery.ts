import { isIP } from 'node:net'
import { Agent, request } from 'undici'
import type { Environment } from '../config.ts'
import { hostOf } from './callback-url.ts'
import { AddressRefused, isPublicAddress, publicLookup } from './public-address.ts'
import { readRetryAfter } from './retry-schedule.ts'

/** From the first byte to the status: the contract's 15 seconds in all. */
export const DELIVERY_TIMEOUT_MS = 15_000

/** Only the status of an answer counts. A short rest of it is read, so that the connection can be used again. */
const ANSWER_BYTES_MAX = 16 * 1024

/** How a delivery went. `error` is a sentence for its sender; null when the answer was 2xx. Never an exception. */
export type DeliveryResult = {
  status: number | null
  error: string | null
  latencyMs: number
  retryAfterSeconds: number | null
}

export type Delivery = { url: string; headers: Record<string, string>; body: string }
export type PostDelivery = (delivery: Delivery, stop?: AbortSignal) => Promise<DeliveryResult>

/**
 * Opens what posts deliveries: connections are kept and shared, redirects never followed, and in the live environment only
 * public addresses are connected to. `stop` hangs up, which is
 * a result without a status too.
 */
export function openPoster(environment: Environment, timeoutMs = DELIVERY_TIMEOUT_MS) {
  const agent = new Agent({
    connect: { timeout: timeoutMs, ...(environment === 'live' ? { lookup: publicLookup } : {}) },
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const post: PostDelivery = async ({ url, headers, body }, stop) => {
    const from = performance.now()
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = stop ? AbortSignal.any([timeout, stop]) : timeout
    const latencyMs = () => Math.round(performance.now() - from)
    try {
      // The socket looks up names only, so an address in the URL is checked here.
      const host = hostOf(new URL(url))
      if (environment === 'live' && isIP(host) && !isPublicAddress(host)) throw new AddressRefused()
      const answer = await request(url, {
        dispatcher: agent,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'jetpay' },
        body,
        signal,
      })
      const result = judge(answer.statusCode, latencyMs(), String(answer.headers['retry-after'] ?? ''))
      // The verdict stands whatever becomes of the rest.
      await answer.body.dump({ limit: ANSWER_BYTES_MAX, signal }).catch(() => undefined)
      return result
    } catch (error) {
      const why = timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : reason(error)
      return { status: null, error: why, latencyMs: latencyMs(), retryAfterSeconds: null }
    }
  }
  return { post, close: () => agent.destroy() }
}

function judge(status: number, latencyMs: number, retryAfter: string): DeliveryResult {
  const ok = status >= 200 && status < 300
  const redirected = status >= 300 && status < 400 ? '; redirects are not followed' : ''
  return {
    status,
    error: ok ? null : `answered ${status}${redirected}`,
    latencyMs,
    retryAfterSeconds: ok ? null : readRetryAfter(retryAfter || undefined, new Date()),
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed without an answer',
  UND_ERR_SOCKET: 'connection closed without an answer',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name is not known',
  ADDRESS_REFUSED: 'the host is not a public address',
}

/** The first known code on the way down: a connection tried at several addresses fails with all of their errors. */
function reason(error: unknown): string {
  const { code, errors } = error as { code?: string; errors?: { code?: string }[] }
  const known = code ?? errors?.find((inner) => inner.code)?.code
  return known ? (reasons[known] ?? `failed with ${known}`) : 'the request failed'
}
