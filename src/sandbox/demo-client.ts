import { setTimeout as delay } from 'node:timers/promises'
import { OperatorError } from '../ground/errors.ts'
import { newId, newSecret } from '../ground/ids.ts'

type Body = Record<string, unknown>
type Event = { id: number; type: string; data: Body }

/** A charge waits for the card network and, where that stays silent, for the reversal. */
const ANSWER_TIMEOUT_MS = 60_000
/**
 * What follows an answer (a card's verdict, clearing) takes the worker moments; a machine that is busy gets
 * more.
 */
const EVENT_TIMEOUT_MS = 60_000

/** A machine that is busy is so for seconds: what it refuses then is tried so often, a second apart. */
const BUSY_TRIES = 6
const BUSY_MS = 1_000

/** Where the demo is, and as whom it is asked. */
export type DemoAccess = {
  api_url: string
  api_token: string
  bank_account_id: string
  simulator_url: string
}

/**
 * The demo as its clients have it: the REST API, the hosted card page and the simulator's own controls. Asked
 * until the signal is aborted, where there is one.
 */
export function openDemo(demo: DemoAccess, until?: AbortSignal) {
  const patience = () => {
    const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
    return until ? AbortSignal.any([until, timeout]) : timeout
  }

  const wait = (ms: number) => delay(ms, undefined, { ...(until && { signal: until }) })

  /** A machine that is too busy says 503, and then the same request is sent again. */
  async function send(url: string, request: RequestInit): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      const response = await fetch(url, { ...request, signal: patience() })
      if (response.status !== 503 || tries === BUSY_TRIES) return response
      await response.body?.cancel()
      await wait(BUSY_MS)
    }
  }

  async function ask(method: string, url: string, body?: unknown): Promise<{ status: number; body: Body }> {
    const response = await send(url, {
      method,
      headers: {
        authorization: `Bearer ${demo.api_token}`,
        'idempotency-key': newId(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: Error) => {
      until?.throwIfAborted()
      throw new OperatorError(
        `The demo at ${new URL(url).origin} does not answer (${error.message}); \`npm start\`.`,
        'service_unavailable',
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

  /** Submits a test card on a hosted card page, as the page's own script does. */
  async function submitCard(url: string, number: string, expiry = '12/39'): Promise<void> {
    const { ok, status } = await sendCard(url, number, expiry)
    // 402: the card was refused, which is what some are for.
    if (!ok && status !== 402) throw new OperatorError(`The card page answered ${status}.`)
  }

  async function sendCard(url: string, number: string, expiry = '12/39'): Promise<Response> {
    const card = { number, expiry, cvc: '123', name: 'Tess Trigger', postal_code: 'H2X 1Y4' }
    return send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(card),
    })
  }

  /** Enters a test card for a contact, a new one where none is named. Returns the card's path. */
  async function enterCard(number: string, known?: string, expiry?: string): Promise<string> {
    const contactId = known ?? (await createContact())
    const page = await call('POST', `/contact/${contactId}/creditcards/url`)
    await submitCard(page.url as string, number, expiry)
    return `/contact/${contactId}/creditcards/${page.credit_card_id}`
  }

  /** Tries a card on a page of its own: whether it was sent and declined, and not kept from it. */
  async function declined(number: string): Promise<boolean> {
    const page = await call('POST', `/contact/${await createContact()}/creditcards/url`)
    const { status } = await sendCard(page.url as string, number)
    if (status !== 402 && status !== 429) throw new OperatorError(`The card page answered ${status}.`)
    return status === 402
  }

  async function saveCard(number: string, contactId?: string, expiry?: string): Promise<string> {
    const path = await enterCard(number, contactId, expiry)
    for (const deadline = performance.now() + EVENT_TIMEOUT_MS; performance.now() < deadline; await wait(100))
      if ((await call('GET', path)).state === 'active') return path
    throw new OperatorError('The card did not become active; does the worker run?', 'service_unavailable')
  }

  async function tellSimulator(path: string, body: object): Promise<void> {
    const { status } = await ask('POST', `${demo.simulator_url}${path}`, body)
    if (status >= 300) throw new OperatorError(`The simulator's POST ${path} answered ${status}.`)
  }

  return {
    call,
    createContact,
    /** A request that may be refused: its status, and what was answered. */
    ask: (method: string, path: string, body?: unknown) => ask(method, `${demo.api_url}${path}`, body),
    submitCard,
    declined,
    enterCard,
    saveCard,
    /** Charges a newly saved card. The outcome is what the test card is for, so a decline is fine. */
    async charge(number: string, bankAccountId = demo.bank_account_id): Promise<Body> {
      const path = await saveCard(number)
      const charge = { amount: '10.50', to_bank_account_id: bankAccountId, statement: 'Triggered' }
      const answer = await ask('POST', `${demo.api_url}${path}/charge`, charge)
      if (answer.body.debit_id === undefined)
        throw new OperatorError(`The charge answered ${answer.status}: ${answer.body.detail}`)
      return answer.body
    },
    bankAccountId: demo.bank_account_id,
    /** Has the card network clear what it has captured. */
    clear: () => tellSimulator('/clearing', {}),
    /** Has the bank keep late returns for so long; 0 lets them go. */
    holdLateReturns: (seconds: number) => tellSimulator('/bank/late_returns', { hold_seconds: seconds }),
    /** A new person opens the link of an invitation and joins. */
    async join(ticket: string): Promise<void> {
      const response = await fetch(`${demo.api_url}/session/invitation`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        // Nobody is to sign in with it again.
        body: JSON.stringify({ ticket, name: 'Tess Trigger', password: newSecret() }),
        signal: patience(),
      })
      if (!response.ok) throw new OperatorError(`POST /session/invitation answered ${response.status}.`)
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
        'service_unavailable',
      )
    },
  }
}

export type DemoClient = ReturnType<typeof openDemo>
