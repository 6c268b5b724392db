/** One request until it is decided: with a key of its own, repeated while nothing is known of it. */
import { bodyText } from './body-text.ts'
import { JetpayError, type Problem } from './jetpay-error.ts'
import type { SendOptions } from './options.ts'
import { readBounded } from './read-bounded.ts'

export type Request = {
  method: string
  /** With its query. */
  path: string
  body?: unknown
  idempotencyKey: string | undefined
  /** How much longer than usual the platform was asked to take. */
  waitMs?: number
  signal: AbortSignal | undefined
  /** What an answer of the platform is: JSON, or the types of a file. */
  types: readonly string[]
  /** Of a list, whose answer has `data`. */
  isList?: boolean
}

/**
 * The largest answer that is read: a page of a hundred rows is some hundred kilobytes, a ledger's file may be
 * large.
 */
const ANSWER_BYTES_MAX = 256 * 1024 * 1024
const TIMEOUT_MS = 30_000
const TRIES_MAX = 5
const TRYING_MAX_MS = 60_000
/**
 * The first pause, doubled with each try, of which a random half is taken: clients that failed together come
 * apart.
 */
const PAUSE_MS = 300
/** The platform's own `Retry-After` is believed up to here. */
const PAUSE_MAX_MS = 20_000

/**
 * Returns the answer's body (2xx), read whole: JSON as what it says, a file as a `Blob`. Throws a
 * `JetpayError` for any other, and where there is none. A request is sent again while it is not known to be
 * decided: no answer or a part of one, 429, 503, or the first one with its key is still under way. That is
 * safe for reads, and for writes under one idempotency key, which all of them have.
 */
export async function send(options: SendOptions, request: Request): Promise<unknown> {
  const { triesMax = TRIES_MAX, tryingMaxMs = TRYING_MAX_MS } = options
  const ends = [options.signal, request.signal].filter((one) => one !== undefined && one !== null)
  const signal = AbortSignal.any(ends)
  const asked = written(options, request)
  const startedAt = performance.now()
  for (let tried = 1; ; tried += 1) {
    const outcome = await once(options, asked, request, signal)
    if ('answer' in outcome) return outcome.answer
    const pause = pauseBefore(tried, outcome.retryAfterMs)
    const isLast = tried >= triesMax || performance.now() - startedAt + pause > tryingMaxMs
    if (!outcome.again || isLast || signal.aborted) throw outcome.error
    await wait(pause, signal)
  }
}

type Asked = { url: string; init: RequestInit }
type Failure = { error: JetpayError; again: boolean; retryAfterMs?: number | undefined }

/** What goes out, the same in each try. What cannot be written is wrong in all of them, and said at once. */
function written({ baseUrl, token }: SendOptions, request: Request): Asked {
  const { method, path, body, idempotencyKey } = request
  try {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    }
    new Headers(headers)
    // Below the path that the base has, where the API is behind one.
    const url = new URL(String(baseUrl).replace(/\/+$/, '') + path).href
    // A token must not follow to where it was not meant for. `error` is unknown to workers at an edge.
    const init: RequestInit = { method, headers, redirect: 'manual' }
    return { url, init: body === undefined ? init : { ...init, body: bodyText(body) } }
  } catch (error) {
    const told = `${method} ${path.split('?')[0]} cannot be written: ${(error as Error).message}.`
    throw new JetpayError('unwritable', told, { idempotencyKey, cause: error })
  }
}

async function once(
  options: SendOptions,
  { url, init }: Asked,
  request: Request,
  signal: AbortSignal,
): Promise<{ answer: unknown } | Failure> {
  const { method, path, idempotencyKey, waitMs = 0 } = request
  // A timer takes whole milliseconds only; what was given may be a part of something.
  const timeout = AbortSignal.timeout(Math.ceil((options.timeoutMs ?? TIMEOUT_MS) + waitMs))
  try {
    const response = await (options.fetch ?? fetch)(url, {
      ...init,
      signal: AbortSignal.any([signal, timeout]),
    })
    return response.ok ? await answerOf(response, request) : await failureOf(response, request)
  } catch (error) {
    signal.throwIfAborted()
    const told = `No answer to ${method} ${path.split('?')[0]} from ${new URL(url).origin}: ${whyOf(error)}.${again(idempotencyKey)}`
    return { error: new JetpayError('no_answer', told, { idempotencyKey, cause: error }), again: true }
  }
}

const again = (idempotencyKey: string | undefined) =>
  idempotencyKey === undefined
    ? ''
    : ' It is not known whether it happened: the same call with the idempotencyKey of this error does it once.'

/** What failed below: `fetch failed` says nothing, its cause does; of several addresses only a code. */
function whyOf(error: unknown): string {
  type Cause = { message?: string; code?: string }
  // A fetch of your own may reject with anything, with nothing too.
  const { message = String(error), cause } = (error ?? {}) as { message?: string; cause?: Cause }
  const below = cause?.message || cause?.code
  return below ? `${message} (${below})` : message
}

async function answerOf(response: Response, request: Request): Promise<{ answer: unknown } | Failure> {
  const { status, headers } = response
  const type = typeOf(headers)
  if (!request.types.includes(type)) {
    await response.body?.cancel()
    return notOurs(request, status, type || 'of no type')
  }
  const bytes = await readBounded(response.body, ANSWER_BYTES_MAX)
  if (!bytes) return tooLong(request, status)
  if (type !== 'application/json')
    return { answer: new Blob([bytes], { type: headers.get('content-type')! }) }
  const answer = jsonOf(bytes)
  const { isList } = request
  if (isObject(answer) && (!isList || Array.isArray(answer.data))) return { answer }
  return notOurs(request, status, isList ? 'JSON that is no list' : 'JSON that is no object')
}

/** Without its parameters; a type has no case (RFC 9110, 8.3.1). */
const typeOf = (headers: Headers) => headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Decided, whatever it is: another try would be answered alike. */
const unreadable = ({ idempotencyKey }: Request, status: number, message: string): Failure => ({
  error: new JetpayError('unreadable', message, { status, idempotencyKey }),
  again: false,
})
const tooLong = (request: Request, status: number) =>
  unreadable(request, status, `The answer is over ${ANSWER_BYTES_MAX} bytes.`)
const notOurs = (request: Request, status: number, what: string) =>
  unreadable(
    request,
    status,
    `What answered ${request.method} ${request.path.split('?')[0]} is not the platform (${status}, ${what}): is there a proxy before it, and is baseUrl right?`,
  )

async function failureOf(response: Response, request: Request): Promise<Failure> {
  const { status } = response
  const { idempotencyKey } = request
  const isTold = typeOf(response.headers) === 'application/problem+json'
  const bytes = isTold ? await readBounded(response.body, ANSWER_BYTES_MAX) : undefined
  if (!isTold) await response.body?.cancel()
  else if (!bytes) return tooLong(request, status)
  const told = bytes && jsonOf(bytes)
  const isProblem = isObject(told)
  const problem: Problem = isProblem ? told : {}
  const code = textOr(problem.code, 'unreadable')
  const silent = `The answer is no problem of the platform: status ${status}.`
  const message = textOr(problem.detail, textOr(problem.title, silent))
  return {
    error: new JetpayError(code, message, { status, problem, idempotencyKey }),
    // A proxy's own 502 to 504 says nothing of whether the request was done; a problem's 504 is an outcome.
    again:
      status === 429 || status === 503 || code === 'idempotency_in_progress' || (!isProblem && status >= 502),
    retryAfterMs: retryAfterOf(response),
  }
}

/** What another server calls `code` may be a number. */
const textOr = <Text extends string>(told: Text | undefined, otherwise: Text): Text =>
  typeof told === 'string' ? told : otherwise

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterOf(response: Response): number | undefined {
  const told = response.headers.get('retry-after')?.trim() ?? ''
  const ms = /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now()
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined
}

function pauseBefore(tried: number, retryAfterMs: number | undefined): number {
  const own = PAUSE_MS * 2 ** (tried - 1) * (0.5 + Math.random() / 2)
  return Math.min(Math.max(own, retryAfterMs ?? 0), PAUSE_MAX_MS)
}

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
