/** The shop's own door for rehearsals (docs/rehearsal.md): optional, and never open in production. */
import { z } from 'zod'
import { boundedText } from '../ground/bounded-text.ts'
import { OperatorError } from '../ground/errors.ts'
import type { Limits } from './limits.ts'
import { NotReached } from './outcome.ts'

/** What the shop believes of an order, and how often goods went out for it. */
const belief = z.object({
  order: z.string(),
  state: z.enum(['waiting', 'paid', 'failed', 'taken_back']),
  shipped: z.int().min(0),
})
export type Belief = z.infer<typeof belief>
const beliefs = z.object({ orders: z.array(belief) })
const stepAnswer = z.object({ url: z.url().optional() })

export type Step =
  | { step: 'order'; order: string; contact_id: string; amount: string; pay_with: 'card_page' }
  | {
      step: 'order'
      order: string
      contact_id: string
      amount: string
      pay_with: 'credit_card'
      credit_card_id: string
    }
  | {
      step: 'order'
      order: string
      contact_id: string
      amount: string
      pay_with: 'bank_account'
      bank_account_id: string
    }
  | { step: 'page_message'; order: string; message: Record<string, unknown> }

/** `https://shop.example.com/webhook?x=1` has its door at `https://shop.example.com/webhook/rehearsal`. */
export const doorUrl = (endpoint: string) => {
  const url = new URL(endpoint)
  return `${url.origin}${url.pathname.replace(/\/$/, '')}/rehearsal`
}

/** Tens of thousands of orders: more than any test environment has, and little to read every so often. */
const ANSWER_MAX = 5_000_000
/** What only asks is asked so often: an answer may be lost on its way. */
const ASK_TRIES = 3

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Opens the door, or answers undefined where the shop has none. What it gives asks until its signal is
 * aborted. A door that fails leaves what is asked unknown, and is no mistake: it throws NotReached.
 */
export async function openDoor(endpoint: string, { askMs, stepMs }: Limits) {
  const url = doorUrl(endpoint)
  /** The answer, which has come whole within that time. */
  async function ask(method: 'GET' | 'POST', timeoutMs: number, signal?: AbortSignal, body?: Step) {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      const text = await boundedText(response, ANSWER_MAX)
      if (text !== undefined) return { status: response.status, ok: response.ok, json: jsonOf(text) }
      throw new OperatorError(`${method} ${url} answers more than ${ANSWER_MAX / 1e6} MB: that is no door`)
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof OperatorError) throw error
      const why = timeout.aborted ? `within ${timeoutMs / 1000} s` : `(${(error as Error).message})`
      throw new NotReached(`${method} ${url} was not answered ${why}`)
    }
  }

  async function askAgain(signal?: AbortSignal) {
    for (let tries = 1; ; tries += 1)
      try {
        return await ask('GET', askMs, signal)
      } catch (error) {
        if (tries === ASK_TRIES || !(error instanceof NotReached)) throw error
      }
  }

  async function orders(signal?: AbortSignal): Promise<Belief[] | undefined> {
    const { ok, json } = await askAgain(signal)
    // A server that has no such door answers this or that; one that has it, a list of orders.
    if (!ok || typeof json !== 'object' || json === null || !('orders' in json)) return undefined
    const read = beliefs.safeParse(json)
    if (read.success) return read.data.orders
    throw new OperatorError(
      `GET ${url} does not answer as docs/rehearsal.md says: ${z.prettifyError(read.error)}`,
    )
  }

  if ((await orders().catch(unanswered)) === undefined) return undefined
  async function all(signal: AbortSignal): Promise<Belief[]> {
    const known = await orders(signal)
    if (known) return known
    throw new NotReached(`GET ${url} does not answer the orders any more`)
  }

  return (signal: AbortSignal) => ({
    /** What the shop believes of every order. */
    all: () => all(signal),
    /** The same of one order; undefined where it does not know it. */
    beliefOf: async (order: string): Promise<Belief | undefined> =>
      (await all(signal)).find((one) => one.order === order),
    /** Undefined where the shop does not know such a step (404, 501). */
    async take(step: Step): Promise<{ url?: string | undefined } | undefined> {
      const { status, ok, json } = await ask('POST', stepMs, signal, step)
      if (status === 404 || status === 501) return undefined
      if (!ok) throw new NotReached(`POST ${url} answered ${status} to the step \`${step.step}\``)
      const read = stepAnswer.safeParse(json ?? {})
      return read.success ? read.data : {}
    },
  })
}

export type Door = ReturnType<NonNullable<Awaited<ReturnType<typeof openDoor>>>>

function unanswered(error: Error): never {
  if (error instanceof NotReached) throw new OperatorError(`${error.message}. Does your shop run?`)
  throw error
}
