import { faultOfBase } from '../client/base-url.ts'
import { badOptions, DeliveryError, type PaymentEvent } from './delivery.ts'

/** Where missed events are asked for: a token with the scope `events:read`. */
export type PullFrom = { apiUrl: string | URL; token: string }

const PAGE = 100
/** Ten pages: what can be handled within the 15 seconds of a delivery. The next try goes on from there. */
const PULLED_MAX = 1_000
const TIMEOUT_MS = 5_000

/** The events after `after` and up to `last`, oldest first, page by page; at most a thousand. */
export async function* pullEvents(from: PullFrom, after: number, last: number): AsyncGenerator<PaymentEvent> {
  const fault = faultOfBase('gaps.apiUrl', from.apiUrl)
  if (fault) throw badOptions(fault)
  const end = Math.min(last, after + PULLED_MAX)
  while (after < end) {
    const page = await askFor(from, after, Math.min(PAGE, end - after))
    if (page[0]?.id !== after + 1) throw unavailable(`it has no event ${after + 1}`)
    yield* page
    after = page.at(-1)!.id
  }
}

async function askFor({ apiUrl, token }: PullFrom, after: number, limit: number): Promise<PaymentEvent[]> {
  try {
    const base = String(apiUrl).replace(/\/+$/, '')
    const response = await fetch(`${base}/events?after=${after}&limit=${limit}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    const { data } = (await response.json()) as { data?: PaymentEvent[] }
    if (!Array.isArray(data)) throw new Error('it answered something else')
    return data
  } catch (error) {
    throw unavailable((error as Error).message, error)
  }
}

const unavailable = (why: string, cause?: unknown) =>
  new DeliveryError('events_unavailable', `GET /events did not give the missing events: ${why}.`, { cause })
