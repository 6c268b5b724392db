/**
 * A receiver of webhooks as a client would write it: a real HTTP server that verifies every delivery with
 * jose.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { sql } from '../src/db/sql.ts'
import { type Platform, until } from './platform.ts'

export type ReceivedEvent = { id: number; createdAt: string; type: string; data: Record<string, unknown> }
export type Received = {
  headers: IncomingHttpHeaders
  text: string
  body: { webhookId: number; events: ReceivedEvent[] }
  claims: JWTPayload
  protectedHeader: Record<string, unknown>
  /** What it was answered: only a 2xx counts as delivered. */
  status: number | 'dropped'
}
type Reply = { status: number; headers?: Record<string, string> } | 'drop'
type Inbox = {
  received: Received[]
  refused: unknown[]
  atOnce: number
  atOnceMost: number
  /** Deliveries whose sender did not wait for the answer. */
  hungUp: number
  reply: Replier
}
type Replier = (received: Omit<Received, 'status'>) => Reply | Promise<Reply>

const ok: Replier = () => ({ status: 204 })

/** Starts a receiver. Each path of it is an inbox of its own; `port` lets one come back where it was. */
export async function startReceiver(platformUrl: string, port = 0, inboxes = new Map<string, Inbox>()) {
  const keys = createRemoteJWKSet(new URL(`${platformUrl}/.well-known/jwks.json`))
  const server = createServer(async (request, response) => {
    const inbox = inboxes.get(request.url!)!
    inbox.atOnceMost = Math.max(inbox.atOnceMost, ++inbox.atOnce)
    response.once('close', () => {
      if (!response.writableEnded) inbox.hungUp += 1
    })
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    try {
      const delivery = await verify(keys, request.headers, Buffer.concat(chunks))
      const reply = await inbox.reply(delivery)
      const received: Received = { ...delivery, status: reply === 'drop' ? 'dropped' : reply.status }
      inbox.received.push(received)
      inbox.atOnce -= 1
      if (reply === 'drop') return void request.socket.destroy()
      response.writeHead(reply.status, reply.headers).end('{"thanks":true}')
    } catch (error) {
      inbox.refused.push(error)
      inbox.atOnce -= 1
      response.writeHead(401).end()
    }
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket))
  // One that a failed test did not close keeps no test file running.
  server.unref()
  const at = (server.address() as AddressInfo).port

  return {
    port: at,
    inboxes,
    /** The inbox at `path`, which answers 204 until told otherwise. */
    inbox(path: string) {
      let inbox = inboxes.get(path)
      if (!inbox) {
        inbox = { received: [], refused: [], atOnce: 0, atOnceMost: 0, hungUp: 0, reply: ok }
        inboxes.set(path, inbox)
      }
      return inbox
    },
    url: (path: string) => `http://127.0.0.1:${at}${path}`,
    /** All that was sent to it: lines, headers and bodies. */
    bytesRead: () => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/**
 * What a client must check: signature, issuer, subject, times, and that the token is about these very bytes.
 */
async function verify(keys: JWTVerifyGetKey, headers: IncomingHttpHeaders, raw: Buffer) {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')![1]!
  const { payload: claims, protectedHeader } = await jwtVerify(token, keys, {
    algorithms: ['RS256'],
    issuer: 'jetpay',
    subject: 'webhook',
    requiredClaims: ['jti', 'iat', 'exp', 'aud', 'payload_hash'],
  })
  assert.equal(claims.payload_hash, createHash('sha256').update(raw).digest('base64url'))
  const text = raw.toString()
  return { headers, text, body: JSON.parse(text) as Received['body'], claims, protectedHeader }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** The ids of all events that the inbox has confirmed, in the order they came. */
export const confirmedIds = (inbox: Inbox) =>
  inbox.received
    .filter(({ status }) => typeof status === 'number' && status >= 200 && status < 300)
    .flatMap(({ body }) => body.events.map((event) => event.id))

/** Every id from the first to the last. */
export const consecutive = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at)

/**
 * Waits until the inbox has confirmed the company's newest event, alerts about webhooks included, and asserts
 * that it has confirmed each from `first` on, once and in order.
 */
export async function untilAllConfirmed(
  platform: Platform,
  inbox: Inbox,
  first: number,
  meanwhile?: () => Promise<unknown>,
) {
  await until('all events', async () => {
    await meanwhile?.()
    return confirmedIds(inbox).at(-1) === (await newestEventId(platform))
  })
  const ids = confirmedIds(inbox)
  assert.deepEqual(ids, consecutive(first, ids.at(-1)!))
}

/** A webhook of the demo company whose deliveries go to an inbox of the receiver. */
export async function createWebhook(
  platform: Platform,
  receiver: Receiver,
  path: string,
  fields: Record<string, unknown> = {},
) {
  const inbox = receiver.inbox(path)
  const callback_url = receiver.url(path)
  const { status, text, body } = await platform.call('POST', '/webhooks/', {
    callback_url,
    max_wait_seconds: 0,
    ...fields,
  })
  assert.equal(status, 201, text)
  return { inbox, ...body } as {
    inbox: Inbox
    id: number
    identifier: string
    signing_secret: string
    state: string
    last_sent_event_id: number
  }
}

/** Makes that many events, one after the other, and waits until the last has its id. Returns the ids. */
export async function makeEvents(platform: Platform, count: number): Promise<number[]> {
  const before = await newestEventId(platform)
  for (let made = 0; made < count; made++) await platform.createContact(`Contact ${made}`)
  await until('the events', async () => (await newestEventId(platform)) >= before + count)
  return Array.from({ length: count }, (_, index) => before + index + 1)
}

/**
 * The company's newest event, once all that has been announced so far has its id: alerts come beside what a
 * test makes.
 */
export async function newestEventId(platform: Platform): Promise<number> {
  await until('an empty outbox', async () => {
    const waiting = await platform.db.many(sql`
      select from outbox where company_id = ${platform.demo.company_id} limit 1`)
    return waiting.length === 0
  })
  const head = await platform.call('GET', '/events?after=999999999')
  return head.body.newest_event_id
}

type Shown = { state: string; last_sent_event_id: number }

/** Waits until the webhook, as the API shows it, is as `check` says. */
export const untilWebhook = (
  platform: Platform,
  identifier: string,
  what: string,
  check: (webhook: Shown) => boolean,
) =>
  until(what, async () => {
    const { body } = await platform.call('GET', `/webhooks/${identifier}`)
    return check(body) ? (body as Shown) : undefined
  })

/** The delivery of one new event to this webhook, as it came in. */
export async function deliveryOfNewEvent(
  platform: Platform,
  { inbox }: Awaited<ReturnType<typeof createWebhook>>,
) {
  const [id] = await makeEvents(platform, 1)
  const { headers, text } = await until('the delivery', async () =>
    inbox.received.find(({ body }) => body.events.at(-1)!.id === id),
  )
  return { id: id!, headers, rawBody: text }
}
