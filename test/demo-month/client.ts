/** The demo's API as a busy backend uses it: many requests at once, each repeatable under its own key. */
import { setTimeout as delay } from 'node:timers/promises'
import { exactAnswer } from '../month/exact-answer.ts'

export type Demo = { api_url: string; api_token: string; simulator_url: string; bank_account_id: string }
export type Answer = { status: number; body: any; text: string }
export type Client = ReturnType<typeof openClient>

/** Longer than a charge that nobody answers and whose reversal is waited for. */
const ANSWER_MS = 90_000
/** A demo that refuses everything for so long is not there. */
const TRIES = 60
/** Statuses that say "again": too many, busy, the first request with the key still runs. */
const again = ({ status, body }: Answer) =>
  status === 429 ||
  (status === 503 && body.code === 'service_unavailable') ||
  (status === 409 && body.code === 'idempotency_in_progress')

/** `tokens` share the load, since each has a rate limit of its own. */
export function openClient(demo: Demo, tokens: readonly string[]) {
  let turn = 0
  const counts = new Map<string, number>()

  /** `key`: repeated after a kill, the request is answered as it was, and nothing happens twice. */
  async function call(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    const url = path.startsWith('http') ? path : demo.api_url + path
    for (let tries = 1; ; tries++) {
      const token = tokens[turn++ % tokens.length]!
      const answer = await fetch(url, {
        method,
        headers: {
          ...(url.startsWith(demo.api_url)
            ? { authorization: `Bearer ${token}` }
            : { 'sec-fetch-site': 'same-origin' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          'user-agent': 'maple-backend/7.2',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      }).then(
        async (response) => {
          const text = await response.text()
          return { status: response.status, text, body: text.startsWith('{') ? exactAnswer(text) : {} }
        },
        (error: Error): Answer => ({
          status: 503,
          text: error.message,
          body: { code: 'service_unavailable' },
        }),
      )
      if (!again(answer)) return answer
      if (tries >= TRIES) throw new Error(`${method} ${path} was refused ${TRIES} times: ${answer.text}`)
      await delay(Math.min(1_000, 100 * tries))
    }
  }

  return {
    ...demo,
    call,
    /** A request that must go well. */
    async good(method: string, path: string, body?: unknown, key?: string): Promise<any> {
      const answer = await call(method, path, body, key)
      if (answer.status < 300) return answer.body
      throw new Error(`${method} ${path} was answered ${answer.status} ${answer.text}`)
    },
    /** Counts what became of something, for the report. */
    count: (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    counts,
  }
}

/** Runs `work` for each item, so many at once. The first failure ends it. */
export async function together<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<unknown>) {
  let next = 0
  const one = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, one))
}
