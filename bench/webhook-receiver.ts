import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What arrived at one path: every id checked against the one before. */
export type Inbox = {
  expected: number
  events: number
  deliveries: number
  hangs: boolean
  onEvent?: (event: Event) => void
}
export type Event = { id: number; createdAt: string; data: Record<string, unknown> }

/**
 * A receiver as the platform asks for one, in this process: it verifies each token (RS256, times, hash of the
 * body) and takes every event's id for the one after the last. `wrong` says what was not as promised.
 */
export async function startBenchReceiver(jwksUrl: string) {
  const keys = new Map<string, KeyObject>()
  const inboxes = new Map<string, Inbox>()
  const wrong: string[] = []

  async function keyOf(kid: string): Promise<KeyObject> {
    if (!keys.has(kid)) {
      const { keys: served } = (await (await fetch(jwksUrl)).json()) as {
        keys: (JsonWebKey & { kid: string })[]
      }
      for (const jwk of served) keys.set(jwk.kid, createPublicKey({ key: jwk, format: 'jwk' }))
    }
    return keys.get(kid)!
  }

  async function receive(inbox: Inbox, request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const raw = Buffer.concat(chunks)
    const [header, claims, signature] = request.headers.authorization!.slice('Bearer '.length).split('.') as [
      string,
      string,
      string,
    ]
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    const key = await keyOf(read(header).kid)
    const { payload_hash, exp } = read(claims)
    if (!verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url')))
      wrong.push('a token was not signed by the platform')
    if (payload_hash !== createHash('sha256').update(raw).digest('base64url'))
      wrong.push('a body was not the one signed')
    if (exp * 1000 < Date.now()) wrong.push('a token was stale')
    for (const event of JSON.parse(raw.toString()).events as Event[]) {
      if (event.id !== inbox.expected) wrong.push(`event ${event.id} came where ${inbox.expected} was due`)
      inbox.expected = event.id + 1
      inbox.events += 1
      inbox.onEvent?.(event)
    }
    inbox.deliveries += 1
  }

  const server = createServer(async (request, response) => {
    const inbox = inboxes.get(request.url!)
    if (inbox?.hangs) return
    if (inbox) await receive(inbox, request)
    response.writeHead(inbox ? 204 : 404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    wrong,
    /** A new path and its inbox; `expected` is the first event that may come. */
    open(path: string, expected: number): { url: string; inbox: Inbox } {
      const inbox: Inbox = { expected, events: 0, deliveries: 0, hangs: false }
      inboxes.set(path, inbox)
      return { url: `http://127.0.0.1:${port}${path}`, inbox }
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export type BenchReceiver = Awaited<ReturnType<typeof startBenchReceiver>>
