/** The few calls of the payment platform that the shop makes, over its public REST API. */
import { setTimeout as wait } from 'node:timers/promises'

export type CreditCard = {
  identifier: string
  state: 'pending' | 'active' | 'failed' | 'expired' | 'deleted'
  brand: string | null
  last4: string | null
  expiry_month: number | null
  expiry_year: number | null
}

export type Webhook = {
  identifier: string
  callback_url: string
  state: 'active' | 'scheduled' | 'dispatching' | 'backing_off' | 'failed'
  last_sent_event_id: number
}

export type Page<Item> = { data: Item[]; next_cursor: string | null }

/**
 * What the platform answered: a body of ours to read where `status` is 2xx, an RFC 9457 problem otherwise.
 */
export type Answer = { status: number; body: Record<string, unknown>; retryAfterMs: number | undefined }

export type Ask = {
  body?: unknown
  /** With the same key and body a request can be repeated at will: it takes effect once. */
  idempotencyKey?: string | undefined
}

export type ApiClient = ReturnType<typeof openApiClient>

/**
 * A charge waits for the card network and, should that stay silent, for the reversal: the longest of all
 * requests.
 */
const ANSWER_TIMEOUT_MS = 30_000
/** Enough to get past a restart of the platform, short enough for somebody who is watching. */
const TRIES_MAX = 4
const TRYING_MAX_MS = 45_000
const PAUSE_MAX_MS = 3_000

/** Nothing was decided yet: the platform was busy, or is still at work on the first request with this key. */
const isTemporary = ({ status, body }: Answer) =>
  status === 429 || status === 503 || body.code === 'idempotency_in_progress'

/**
 * Talks to the platform at `apiUrl` until `stop`. The token stays on the server; a browser must never see it.
 */
export function openApiClient(apiUrl: string, apiToken: string, stop: AbortSignal) {
  /** One request. Throws only when there is no answer at all. */
  async function ask(method: string, path: string, { body, idempotencyKey }: Ask = {}): Promise<Answer> {
    const response = await fetch(new URL(path, apiUrl), {
      method,
      headers: {
        authorization: `Bearer ${apiToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    })
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
    return {
      status: response.status,
      body: (await response.json().catch(() => ({}))) as Record<string, unknown>,
      retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1000 : undefined,
    }
  }

  /**
   * A request that is repeated while it is not known to have been decided. Only for reads and for writes that
   * carry an idempotency key: without one a repeated charge could be a second charge. Throws when the last
   * try got no answer.
   */
  async function askAgain(method: string, path: string, request: Ask = {}): Promise<Answer> {
    const startedAt = performance.now()
    for (let tried = 1; ; tried += 1) {
      const isLast = () => tried === TRIES_MAX || performance.now() - startedAt > TRYING_MAX_MS
      const answer = await ask(method, path, request).catch((error: unknown) => {
        if (isLast() || stop.aborted) throw error
        return undefined
      })
      if (answer && (!isTemporary(answer) || isLast())) return answer
      const pause = answer?.retryAfterMs ?? 200 * 2 ** tried
      await wait(Math.min(pause, PAUSE_MAX_MS), undefined, { signal: stop })
    }
  }

  return { ask, askAgain }
}
