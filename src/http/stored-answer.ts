import { Problem, problemBody } from '../ground/errors.ts'

/** An answer as it is sent: kept under the idempotency key, so that a replay is the same to the byte. */
export type StoredAnswer = { status: number; text: string }

/** What an outcome is to a client: a body, or a Problem. `status` is 200 where it is left out. */
export type ClientAnswer = { status?: number; body: unknown } | Problem

/**
 * The form in which it is sent, and kept for whoever repeats the request. `requestId`: of the request that it
 * answers.
 */
export const storedForm = (told: ClientAnswer, requestId: string): StoredAnswer =>
  told instanceof Problem
    ? { status: told.status, text: JSON.stringify(problemBody(told, requestId)) }
    : { status: told.status ?? 200, text: JSON.stringify(told.body) }

/** A handler's answer: the body, or the Problem thrown. */
export function answerWith(told: ClientAnswer): { status?: number; body: unknown } {
  if (told instanceof Problem) throw told
  return told
}
