import { setTimeout as delay } from 'node:timers/promises'
import { OperatorError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import type { DemoFile } from '../supervisor/welcome.ts'

type Body = Record<string, unknown>
type Event = { id: number; type: string; data: Body }

/** A charge waits for the card network and, where that stays silent, for the reversal. */
const ANSWER_TIMEOUT_MS = 60_000
/**
 * What follows an answer (a card's verdict, clearing) takes the worker moments; a machine that is busy gets
 * more.
 */
const EVENT_TIMEOUT_MS = 60_000

/** The demo as its clients have it: the REST API, the hosted card page and the simulator's own controls. */
export function openDemo(demo: DemoFile) {
  async function ask(method: string, url: string, body?: unknown): Promise<{ status: number; body: Body }> {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${demo.api_token}`,
        'idempotency-key': newId(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    }).catch((error: Error) => {
      throw new OperatorError(
        `The demo at ${new URL(url).origin} does not answer (${error.message}); \`npm start\`.`,
      )
    })
    return { status: response.status, body: (await response.json().catch(() => ({}))) as Body }
  }

  /** A request that must go well. */
  async function call(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await ask(method, `${demo.api_url}${path}`, body)
    if (answer.status < 300) return answer.body
    throw new OperatorError(`${method} ${path} answered ${answer.status}: ${answer.body.detail}`)
  }

  const createContact = async () =>
    (await call('PUT', '/contact', { email: 'trigger@example.com', name: 'Tess Trigger' }))
      .identifier as string

  /** Submits a test card on a hosted card page, as the page's own script does. Returns the card's path. */
  async function enterCard(number: string): Promise<string> {
    const contactId = await createContact()
    const page = await call('POST', `/contact/${contactId}/creditcards/url`)
    const card = { number, expiry: '12/39', cvc: '123', name: 'Tess Trigger', postal_code: 'H2X 1Y4' }
    const response = await fetch(page.url as string, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(card),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    // 402: the card was refused, which is what some are for.
    if (!response.ok && response.status !== 402)
      throw new OperatorError(`The card page answered ${response.status}.`)
    return `/contact/${contactId}/creditcards/${page.credit_card_id}`
  }

  async function saveCard(number: string): Promise<string> {
    const path = await enterCard(number)
    for (
      const deadline = performance.now() + EVENT_TIMEOUT_MS;
      performance.now() < deadline;
      await delay(100)
    )
      if ((await call('GET', path)).state === 'active') return path
    throw new OperatorError('The card did not become active; does the worker run?')
  }

  return {
    call,
    createContact,
    enterCard,
    saveCard,
    /** Charges a newly saved card. The outcome is what the test card is for, so a decline is fine. */
    async charge(number: string): Promise<Body> {
      const path = await saveCard(number)
      const charge = { amount: '10.50', to_bank_account_id: demo.bank_account_id, statement: 'Triggered' }
      const answer = await ask('POST', `${demo.api_url}${path}/charge`, charge)
      if (answer.body.debit_id === undefined)
        throw new OperatorError(`The charge answered ${answer.status}: ${answer.body.detail}`)
      return answer.body
    },
    /** Has the card network clear what it has captured. */
    async clear(): Promise<void> {
      const { status } = await ask('POST', `${demo.simulator_url}/clearing`, {})
      if (status >= 300) throw new OperatorError(`The card network's POST /clearing answered ${status}.`)
    },
    newestEventId: async () => (await call('GET', '/events?limit=1')).newest_event_id as number,
    /** Waits for an event of this type after that one, in which these fields are so. */
    async eventAfter(after: number, type: string, fields: Body): Promise<Event> {
      for (const deadline = performance.now() + EVENT_TIMEOUT_MS; performance.now() < deadline; ) {
        const page = await call('GET', `/events?after=${after}&type=${type}&wait=5`)
        const found = (page.data as Event[]).find(({ data }) =>
          Object.entries(fields).every(([name, value]) => data[name] === value),
        )
        if (found) return found
        after = page.last_event_id as number
      }
      throw new OperatorError(
        `${type} did not come within ${EVENT_TIMEOUT_MS / 1000} s; does the worker run?`,
      )
    },
  }
}

export type DemoClient = ReturnType<typeof openDemo>
