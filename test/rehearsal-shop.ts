/** A shop as a stranger would write it, with one mistake planted at a time, for rehearsals. */
import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { Platform } from './platform.ts'

/** What it does otherwise than a right shop. */
export type Plant = {
  /** What it does not look at in a delivery. */
  unchecked?: 'everything' | 'signature' | 'algorithm' | 'payload_hash' | 'exp' | 'aud'
  /**
   * What it does about events that it has had: `guarded` does not ship again, but writes the state again.
   */
  repeats?: 'acts' | 'guarded' | 'refuses'
  /**
   * When it ships beside `paid`: for any order, where the charge was not declined, or once a payer agreed.
   */
  shipsAt?: 'order' | 'unknown' | 'initiated' | 'page'
  /** Events that it does nothing about, without `transactions.debits.`. */
  deafTo?: string[]
  /** It answers a delivery before it handles it, so long before. */
  laterMs?: number
  /** It answers first, and handles deliveries one after the other, each in so long. */
  queueMs?: number
  /** It looks whether it has had an event, handles it a moment later, and remembers it then. */
  racy?: true
  /** It ships with the order, so long after it. */
  orderShippedAfterMs?: number
  /** It reads one event of a delivery. */
  firstOnly?: true
  /** After this long it charges once more, under another key. */
  impatientMs?: number
  /** What ends its wait for a charge is the end of the order. */
  givesUpMs?: number
  withoutKey?: true
  /** Each press of the button is a charge of its own. */
  keyOfPress?: true
  /** How it answers every delivery. */
  answers?: number
  /**
   * Of deliveries, and of what it is asked, every so many-th answer is lost on its way: 1 is every one.
   */
  cutEvery?: number
  /** No delivery after this many is answered. */
  silentAfter?: number
  /** It answers what is asked of it without an end. */
  endless?: true
  /** It has read the keys once, and never again. */
  pinnedKeys?: true
  /** It says nothing of what it believes. */
  noDoor?: true
  /** How long it takes to take an order, of those that are paid so. */
  stepMs?: number
  slowBy?: string
}

/** Longer than two requests that are sent at once are apart. */
const RACE_MS = 200

function* forever() {
  for (;;) yield Buffer.alloc(64_000, ' ')
}

type Order = { order: string; state: string; shipped: number }
type Event = { id: number; type: string; data: Record<string, unknown> }
type Key = JsonWebKey & { kid: string }

export async function openPlantedShop(platform: Platform, plant: Plant = {}) {
  const orders = new Map<string, Order>()
  const abandoned = new Set<Order>()
  let last = 0
  let keys: Key[] = []
  let webhook = ''
  let queue: Promise<unknown> = Promise.resolve()
  // What it was going to do later it does not do once it is closed: the platform may be gone by then.
  const closed = new AbortController()
  const wait = (ms: number) =>
    new Promise((done) => {
      const timer = setTimeout(done, ms).unref()
      closed.signal.addEventListener('abort', () => clearTimeout(timer))
    })

  async function readKeys() {
    keys = (await (await fetch(`${platform.url}/.well-known/jwks.json`)).json()).keys
  }

  async function isGenuine(headers: IncomingHttpHeaders, body: Buffer): Promise<boolean> {
    const { unchecked } = plant
    if (unchecked === 'everything') return true
    const parts = (headers.authorization ?? '').replace(/^Bearer /, '').split('.')
    if (parts.length !== 3) return false
    const [head, claims] = parts
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
    if (unchecked !== 'signature' && !(unchecked === 'algorithm' && head.alg === 'none')) {
      if (head.alg !== 'RS256') return false
      if (!keys.some(({ kid }) => kid === head.kid) && !plant.pinnedKeys) await readKeys()
      const key = keys.find(({ kid }) => kid === head.kid)
      const signed = Buffer.from(`${parts[0]}.${parts[1]}`)
      if (
        !key ||
        !verify(
          'sha256',
          signed,
          createPublicKey({ key, format: 'jwk' }),
          Buffer.from(parts[2]!, 'base64url'),
        )
      )
        return false
    }
    const hash = createHash('sha256').update(body).digest('base64url')
    if (unchecked !== 'payload_hash' && claims.payload_hash !== hash) return false
    if (unchecked !== 'aud' && claims.aud !== webhook) return false
    return unchecked === 'exp' || claims.exp * 1_000 > Date.now()
  }

  const ship = (order: Order) => {
    order.state = 'paid'
    order.shipped += 1
  }

  function handle({ type: name, data }: Event): void {
    const order = orders.get(String(data.externalReference))
    const type = name.slice('transactions.debits.'.length)
    if (!order || abandoned.has(order) || plant.deafTo?.includes(type)) return
    if (type === 'initiated' && plant.shipsAt === 'initiated') ship(order)
    if (type === 'paid' && (order.shipped === 0 || plant.repeats === 'acts' || plant.racy)) ship(order)
    if (type === 'paid') order.state = 'paid'
    if (type === 'failed') order.state = order.shipped > 0 ? 'taken_back' : 'failed'
    if (type === 'returned' || type === 'disputed') order.state = 'taken_back'
  }

  async function receive(headers: IncomingHttpHeaders, body: Buffer): Promise<number> {
    if (plant.answers) return plant.answers
    if (!(await isGenuine(headers, body))) return 401
    const { events } = JSON.parse(body.toString()) as { events: Event[] }
    const fresh = () => events.filter(({ id }) => id > last)
    if (fresh().length === 0 && plant.repeats === 'refuses') return 409
    const toRead = () => (plant.repeats ? events : fresh())
    if (plant.queueMs) {
      queue = queue.then(() => wait(plant.queueMs!)).then(() => handleAll(toRead()))
      return 202
    }
    if (plant.laterMs) {
      void wait(plant.laterMs).then(() => handleAll(toRead()))
      return 202
    }
    const read = toRead()
    if (plant.racy) await wait(RACE_MS)
    handleAll(read)
    return 204
  }

  function handleAll(events: Event[]): void {
    for (const event of plant.firstOnly ? events.slice(0, 1) : events) handle(event)
    last = Math.max(last, ...events.map(({ id }) => id))
  }

  const call = (method: string, path: string, body: object, key: string | undefined, ms = 60_000) =>
    fetch(platform.url + path, {
      method,
      headers: {
        authorization: `Bearer ${platform.demo.api_token}`,
        'content-type': 'application/json',
        ...(key && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ms),
    })

  async function charge(order: Order, path: string, body: object): Promise<void> {
    const key = plant.withoutKey ? undefined : plant.keyOfPress ? crypto.randomUUID() : order.order
    const patience = plant.impatientMs ?? plant.givesUpMs
    const answer = await call('POST', path, body, key, patience).catch(() => undefined)
    if (plant.shipsAt === 'unknown' && answer && answer.status !== 402 && order.shipped === 0) ship(order)
    if (answer) return
    if (plant.impatientMs) return void (await call('POST', path, body, `${order.order}-again`))
    order.state = 'failed'
    abandoned.add(order)
  }

  async function step(body: Record<string, any>): Promise<object> {
    const order: Order = orders.get(body.order) ?? { order: body.order, state: 'waiting', shipped: 0 }
    orders.set(body.order, order)
    if (plant.stepMs && plant.slowBy === body.pay_with) await wait(plant.stepMs)
    if (body.step === 'page_message') {
      if (plant.shipsAt === 'page' && body.message.type === 'succeeded') ship(order)
      return {}
    }
    const { contact_id, amount, pay_with } = body
    const money = { amount, statement: 'Planted shop', external_reference: body.order }
    if (plant.shipsAt === 'order' && order.shipped === 0) ship(order)
    if (plant.orderShippedAfterMs)
      void wait(plant.orderShippedAfterMs).then(() => order.shipped === 0 && ship(order))
    if (pay_with === 'credit_card') {
      const path = `/contact/${contact_id}/creditcards/${body.credit_card_id}/charge`
      await charge(order, path, { ...money, to_bank_account_id: platform.demo.bank_account_id })
      return {}
    }
    const to_bank_account = platform.demo.bank_account_id
    const opened = await call('PUT', '/debit', { ...money, contact_id, to_bank_account }, body.order)
    const { identifier } = (await opened.json()) as { identifier: string }
    const pay = { from_bank_account: body.bank_account_id }
    if (pay_with === 'card_page')
      return (
        await call('POST', `/debit/${identifier}/creditcard/url`, {}, undefined)
      ).json() as Promise<object>
    await call('POST', `/debit/${identifier}/pay`, pay, `${body.order}-pay`)
    return {}
  }

  let deliveries = 0
  let questions = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const answer = (status: number, json: unknown = {}) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    const isLost = (count: number) => plant.cutEvery !== undefined && count % plant.cutEvery === 0
    if (request.url === '/webhook') {
      const status = await receive(request.headers, body)
      deliveries += 1
      if (isLost(deliveries) || deliveries > (plant.silentAfter ?? deliveries))
        return request.socket.destroy()
      return answer(status)
    }
    if (request.url !== '/webhook/rehearsal' || plant.noDoor) return answer(404)
    if (plant.endless) return void Readable.from(forever()).pipe(response)
    if (request.method !== 'GET') return answer(200, await step(JSON.parse(body.toString())))
    questions += 1
    return isLost(questions) ? request.socket.destroy() : answer(200, { orders: [...orders.values()] })
  })
  await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`
  const { body } = await platform.call('POST', '/webhooks', { callback_url: endpoint, max_wait_seconds: 60 })
  webhook = body.identifier
  await readKeys()
  return {
    endpoint,
    webhook,
    async close() {
      closed.abort()
      await platform.good('DELETE', `/webhooks/${webhook}`)
      server.closeAllConnections()
      await new Promise((ended) => server.close(ended))
    },
  }
}
