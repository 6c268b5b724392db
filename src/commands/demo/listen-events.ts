import { setTimeout as delay } from 'node:timers/promises'
import { OperatorError, type ProblemCode, problems } from '../../ground/errors.ts'
import { rawNumber } from '../../http/body.ts'

/**
 * An event and its own text, in which `100.50` keeps its decimals: what is forwarded is what a webhook sends.
 */
export type Event = {
  id: number
  createdAt: string
  type: string
  data: Record<string, unknown>
  json: string
}
export type Page = { events: Event[]; lastEventId: number; newestEventId: number }

/**
 * Held shorter than the 30 s that are allowed: a connection that died in silence is noticed that much
 * earlier.
 */
const WAIT_SECONDS = 15
const TIMEOUT_MS = (WAIT_SECONDS + 10) * 1000
/**
 * A wait lasts from half a second to half a minute: a platform that starts again is not swamped, nor missed
 * for long.
 */
const PAUSE_MIN_MS = 500
const PAUSE_MAX_MS = 30_000
/** A clock that jumped this far means that the machine slept: whatever was open is dead. */
const SLEPT_MS = 5_000

/** The pause before try `failures` + 1, at a random moment of its second half. */
export const backoff = (failures: number, leastMs = 0) => {
  const pause = Math.min(PAUSE_MIN_MS * 2 ** Math.min(failures - 1, 10), PAUSE_MAX_MS)
  return delay(Math.max(pause * (0.5 + Math.random() / 2), Math.min(leastMs, PAUSE_MAX_MS)))
}

/**
 * An API that has never answered is waited for so long: it may be starting. One that has, without a bound.
 */
const FIRST_ANSWER_MS = 120_000

/** Throws an OperatorError where an API that was never there need not be waited for any longer. */
function giveUp(apiUrl: string, error: Error, waitedMs: number): void {
  if (isUnknownHost(error))
    throw new OperatorError(
      `The host of ${apiUrl} is not known. Is the address right?`,
      'service_unavailable',
    )
  if (waitedMs > FIRST_ANSWER_MS)
    throw new OperatorError(
      `The API at ${apiUrl} has not answered for ${FIRST_ANSWER_MS / 1000} s (${reason(error)}). Is the address right, and does it run?`,
      'service_unavailable',
    )
}

/** No name server knows it: that is a slip of the hand, where no connection was ever made. */
export const isUnknownHost = ({ cause }: Error) =>
  (cause as { code?: string } | undefined)?.code === 'ENOTFOUND'

/** An answer that another try may better. */
class Temporary extends Error {
  readonly retryAfterMs: number
  constructor(message: string, retryAfterMs = 0) {
    super(message)
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * Asks an API for its events. Every call tries until it has an answer, and tells `say` when the API is lost
 * and back.
 */
export function openEvents(apiUrl: string, token: string, say: (line: string) => void) {
  let asking: AbortController | undefined
  let last = Date.now()
  const began = performance.now()
  let wasThere = false
  setInterval(() => {
    if (Date.now() - last > SLEPT_MS) asking?.abort(new Temporary('this machine slept'))
    last = Date.now()
  }, 1_000).unref()

  async function ask(query: string): Promise<Page> {
    asking = new AbortController()
    const response = await fetch(new URL(`/events?${query}`, apiUrl), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([asking.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    const text = await response.text()
    if (response.status === 200) return readPage(text)
    const { detail, code } = readProblem(text)
    if (response.status !== 429 && response.status < 500)
      throw new OperatorError(`GET /events answered ${response.status}: ${detail}`, code)
    const retryAfter = Number(response.headers.get('retry-after') ?? 0)
    throw new Temporary(`it answered ${response.status}`, (retryAfter || 0) * 1000)
  }

  async function askUntilAnswered(query: string): Promise<Page> {
    for (let failures = 0; ; ) {
      try {
        const page = await ask(query)
        wasThere = true
        if (failures > 0) say('The API is back; going on where we were.')
        return page
      } catch (error) {
        if (error instanceof OperatorError) throw error
        if (!wasThere) giveUp(apiUrl, error as Error, performance.now() - began)
        failures += 1
        if (failures === 1)
          say(`The API at ${apiUrl} is lost (${reason(error as Error)}); trying until it is back.`)
        await backoff(failures, error instanceof Temporary ? error.retryAfterMs : 0)
      }
    }
  }

  return {
    /** The next events after this one; waits for some for a while, and may come back with none. */
    after: (id: number, limit: number) => askUntilAnswered(`after=${id}&limit=${limit}&wait=${WAIT_SECONDS}`),
    /** The oldest event that is kept, if there is any; says which is the newest. */
    oldest: () => askUntilAnswered('limit=1'),
    /** Events after this one, without waiting. */
    read: (id: number, limit: number) => askUntilAnswered(`after=${id}&limit=${limit}`),
  }
}

export type Events = ReturnType<typeof openEvents>

const parse = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => { data: object[] }

function readPage(text: string): Page {
  const page = JSON.parse(text) as { data: Event[]; last_event_id: number; newest_event_id: number }
  const exact = parse(text, (_key, value, { source }) =>
    typeof value === 'number' ? rawNumber(source!) : value,
  )
  return {
    events: page.data.map((event, at) => ({ ...event, json: JSON.stringify(exact.data[at]) })),
    lastEventId: page.last_event_id,
    newestEventId: page.newest_event_id,
  }
}

function readProblem(text: string): { detail: string; code: ProblemCode } {
  try {
    const { detail, code = '' } = JSON.parse(text) as { detail?: string; code?: string }
    if (code in problems) return { detail: String(detail), code: code as ProblemCode }
  } catch {
    // It is no problem either: whatever answers there is no platform.
  }
  return { detail: 'is this address a Jetpay API?', code: 'service_unavailable' }
}

function reason(error: Error): string {
  const cause = error.cause as { code?: string } | undefined
  if (error.name === 'TimeoutError') return 'no answer in time'
  return cause?.code ?? error.message
}
