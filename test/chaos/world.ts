import { setTimeout as delay } from 'node:timers/promises'
import type { System } from '../system.ts'

/** What all parts of a run share. */
export type World = {
  system: System
  seed: number
  /** The process of the worker that runs beside the supervisor's; undefined without one. */
  secondWorker(): number | undefined
  /** True while load is to be made and faults are injected. */
  running(): boolean
  /** Until when whoever waits for an answer goes on asking. */
  deadline(): number
  /** What was seen and must not be, as it is found. */
  violations: string[]
  /** Where each request is written down, with its times and its answer. */
  heard?(request: Heard): void
}

export type Card = { contactId: string; cardId: string }
export type Answer = { status: number; text: string; body: any }
export type Heard = {
  method: string
  path: string
  key: string | undefined
  startedAt: number
  endedAt: number
  answer: Answer | null
}

/** Longer than the api waits for a first request's answer (20 s), so that a client hears it. */
const ANSWER_MS = 25_000

/** One request of a platform's backend; null where no answer came, whatever the reason. */
export async function ask(
  world: World,
  method: string,
  path: string,
  body?: unknown,
  key?: string,
): Promise<Answer | null> {
  const startedAt = performance.now()
  const answer = await send(world, method, path, body, key)
  world.heard?.({ method, path, key, startedAt, endedAt: performance.now(), answer })
  return answer
}

async function send(
  { system: { demo } }: World,
  method: string,
  path: string,
  body?: unknown,
  key?: string,
): Promise<Answer | null> {
  try {
    const response = await fetch(demo.api_url + path, {
      method,
      headers: {
        authorization: `Bearer ${demo.api_token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const text = await response.text()
    return { status: response.status, text, body: JSON.parse(text) }
  } catch {
    return null
  }
}

/** The card was declined too often: nothing was made, and the same key would be told the same. */
export const cardRests = ({ status, body }: Answer): boolean =>
  status === 409 && body.code === 'retry_not_allowed'

/** What a client tries again with the same key: no answer, too many, in progress, and our own trouble. */
export const mayRetry = (answer: Answer | null) =>
  answer === null ||
  answer.status === 429 ||
  (answer.status === 409 && answer.body.code === 'idempotency_in_progress') ||
  (answer.status >= 500 && answer.body.code !== 'network_timeout')

const RETRY_MS = 150

/**
 * Asks again, with the same key, until there is an answer that stands. Null when the run's end came first.
 */
export async function askUntilAnswered(
  world: World,
  method: string,
  path: string,
  body?: unknown,
  key?: string,
): Promise<Answer | null> {
  while (performance.now() < world.deadline()) {
    const answer = await ask(world, method, path, body, key)
    if (!mayRetry(answer)) return answer
    await delay(RETRY_MS)
  }
  return null
}
