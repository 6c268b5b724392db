/** Clients that charge a card at a rate, each request once: what fails is counted, never sent again. */
import { setTimeout as delay } from 'node:timers/promises'
import { until } from '../platform.ts'
import type { Cluster } from './cluster.ts'

/** More than are ever under way at the rates that a machine gives. */
const AT_ONCE_MAX = 400
export const AMOUNT_CENTS = 100

export async function saveCard({ demo, url }: Cluster) {
  const headers = { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' }
  const call = async (method: string, at: string, body?: unknown): Promise<any> => {
    const response = await fetch(at, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const contact = await call('PUT', `${url}/contact`, { email: 'ada@example.com', name: 'Ada' })
  const cards = `${url}/contact/${contact.identifier}/creditcards`
  const page = await call('POST', `${cards}/url`)
  const card = {
    number: '4242424242424242',
    expiry: '12/39',
    cvc: '123',
    name: 'Ada',
    postal_code: 'H2X 1Y4',
  }
  await call('POST', page.url, card)
  const path = `${cards}/${page.credit_card_id}`
  await until('the card to be active', async () => (await call('GET', path)).state === 'active')
  return { path, headers }
}

/** Begins to charge at so many a second; `stop` waits for those under way. */
export function chargeAt(
  rate: number,
  { path, headers }: Awaited<ReturnType<typeof saveCard>>,
  accountId: string,
) {
  const failures: string[] = []
  const slowestMs: number[] = []
  let charged = 0
  let skipped = 0
  let going = true
  const underWay = new Set<Promise<void>>()

  async function chargeOnce(number: number): Promise<void> {
    const began = performance.now()
    try {
      const response = await fetch(`${path}/charge`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': `rolling-${number}` },
        body: JSON.stringify({
          amount: AMOUNT_CENTS / 100,
          to_bank_account_id: accountId,
          statement: 'Rolling',
          note: String(number),
        }),
      })
      const text = await response.text()
      if (response.status === 200) charged += 1
      else failures.push(`${response.status} ${text}`)
    } catch (error) {
      failures.push(String((error as Error).cause ?? error))
    }
    slowestMs.push(performance.now() - began)
  }

  async function go(): Promise<void> {
    const began = performance.now()
    for (let number = 0; going; ) {
      const due = Math.floor(((performance.now() - began) / 1_000) * rate)
      for (; number < due; number++) {
        if (underWay.size >= AT_ONCE_MAX) {
          skipped += 1
          continue
        }
        const one = chargeOnce(number)
        underWay.add(one)
        void one.then(() => underWay.delete(one))
      }
      await delay(5)
    }
    await Promise.all(underWay)
  }
  const gone = go()
  return {
    charged: () => charged,
    failures,
    async stop() {
      going = false
      await gone
      const sorted = slowestMs.toSorted((one, other) => one - other)
      const at = (part: number) => Math.round(sorted[Math.floor(sorted.length * part)] ?? 0)
      return { charged, failures, skipped, p50: at(0.5), p99: at(0.99), max: at(0.99999) }
    },
  }
}

const ASK_EVERY_MS = 200

/**
 * Asks an address again and again, as a browser would one that opens a card page; `stop` tells what it was
 * told but 200.
 */
export function askAgainAndAgain(url: string) {
  const failures: string[] = []
  let [asked, going] = [0, true]
  async function go(): Promise<void> {
    for (; going; asked++) {
      const told = await fetch(url, { headers: { connection: 'close' } }).then(
        ({ status }) => String(status),
        (error) => String((error as Error).cause ?? error),
      )
      if (told !== '200') failures.push(`${url}: ${told}`)
      await delay(ASK_EVERY_MS)
    }
  }
  const gone = go()
  return {
    async stop() {
      going = false
      await gone
      return { asked, failures }
    },
  }
}
