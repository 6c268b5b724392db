/** The shop's own door for rehearsals (docs/rehearsal.md): optional, and never open in production. */
import { z } from 'zod'
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

const readJson = async (response: Response): Promise<unknown> => {
  try {
    return JSON.parse(await response.text())
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
  async function ask(method: 'GET' | 'POST', timeoutMs: number, signal?: AbortSignal, body?: Step) {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      return await fetch(url, {
        method,
        redirect: 'manual',
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
    } catch (error) {
      signal?.throwIfAborted()
      const why = timeout.aborted ? `within ${timeoutMs / 1000} s` : `(${(error as Error).message})`
      throw new NotReached(`${method} ${url} was not answered ${why}`)
    }
  }

  async function orders(signal?: AbortSignal): Promise<Belief[] | undefined> {
    const response = await ask('GET', askMs, signal)
    const json = await readJson(response)
    // A server that has no such door answers this or that; one that has it, a list of orders.
    if (!response.ok || typeof json !== 'object' || json === null || !('orders' in json)) return undefined
    const read = beliefs.safeParse(json)
    if (read.success) return read.data.orders
    throw new OperatorError(
      `GET ${url} does not answer as docs/rehearsal.md says: ${z.prettifyError(read.error)}`,
    )
  }

  if ((await orders().catch(unanswered)) === undefined) return undefined
  return (signal: AbortSignal) => ({
    /** What the shop believes of an order; undefined where it does not know it. */
    async beliefOf(order: string): Promise<Belief | undefined> {
      const all = await orders(signal)
      if (!all) throw new NotReached(`GET ${url} does not answer the orders any more`)
      return all.find((one) => one.order === order)
    },
    /** Undefined where the shop does not know such a step (404, 501). */
    async take(step: Step): Promise<{ url?: string | undefined } | undefined> {
      const response = await ask('POST', stepMs, signal, step)
      if (response.status === 404 || response.status === 501) return void (await response.body?.cancel())
      if (!response.ok)
        throw new NotReached(`POST ${url} answered ${response.status} to the step \`${step.step}\``)
      const read = stepAnswer.safeParse((await readJson(response)) ?? {})
      return read.success ? read.data : {}
    },
  })
}

export type Door = ReturnType<NonNullable<Awaited<ReturnType<typeof openDoor>>>>

function unanswered(error: Error): never {
  if (error instanceof NotReached) throw new OperatorError(`${error.message}. Does your shop run?`)
  throw error
}
