/** Asks the shop's server, which asks the platform. */

/** What went wrong, in the platform's words (an RFC 9457 problem) or the shop's. */
export type Trouble = {
  code?: string
  detail?: string
  errors?: { path: string; message: string }[]
  [member: string]: unknown
}

export type Answer<Body> =
  | { ok: true; status: number; body: Body }
  /** `status` 0: no answer at all. */
  | { ok: false; status: number; body: Trouble }

type Request = { method?: 'GET' | 'POST'; body?: unknown; idempotencyKey?: string }

/** Longer than the server goes on trying, so that it is the server that says how it went. */
const ANSWER_TIMEOUT_MS = 90_000

/** Never throws: no answer is an answer too, with status 0. */
export async function ask<Body>(path: string, request: Request = {}): Promise<Answer<Body>> {
  try {
    const response = await fetch(path, {
      method: request.method ?? 'GET',
      headers: {
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...(request.idempotencyKey && { 'idempotency-key': request.idempotencyKey }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    const body = await response.json().catch(() => ({}))
    return response.ok
      ? { ok: true, status: response.status, body: body as Body }
      : { ok: false, status: response.status, body: body as Trouble }
  } catch {
    return { ok: false, status: 0, body: { code: 'no_answer', detail: 'The shop did not answer.' } }
  }
}

/** A problem as one sentence or two. */
export function explain({ detail, errors, code }: Trouble): string {
  const fields = errors?.map(({ path, message }) => `${path} ${message}`).join('; ')
  return fields || detail || code || 'Something went wrong.'
}

/** A key that nobody else has. Not `crypto.randomUUID`, which browsers keep from pages on plain http. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
