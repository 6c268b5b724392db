import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  DeliveryError,
  type DeliveryErrorCode,
  type KeySet,
  remoteKeys,
  verifyDelivery,
} from '../../sdk/webhooks/webhooks.ts'
import { ask, askUntilAnswered, type World } from './world.ts'

/** How the receiver treats what comes: as it should, or as receivers do on a bad day. */
export type Manner = 'well' | 'error' | 'slow' | 'hang' | 'drop'

type Event = { id: number; type: string; data: Record<string, unknown> }

/** A webhook's receiver: what it has confirmed, checked on arrival. */
export type Inbox = {
  webhookId: string
  /** Events up to here were there before the webhook. */
  first: number
  /** The highest event that was taken in. */
  highest: number
  events: Map<number, { type: string; transactionId: unknown; hash: string }>
  manner: Manner
  hanging: Set<ServerResponse>
}

const SLOW_MS = 1_500

/** Starts a receiver with `count` webhooks of the demo company. It reports to `world.violations`. */
export async function startVerifyingReceiver(world: World, count: number) {
  const keys = remoteKeys(world.system.demo.webhook_jwks_url, { refetchPauseMs: 500 })
  const inboxes: Inbox[] = []
  const server = createServer(async (request, response) => {
    const inbox = inboxes[Number(request.url!.slice(1))]
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      if (!inbox?.webhookId) response.writeHead(503).end()
      else await receive(world, keys, inbox, request.headers.authorization, Buffer.concat(chunks), response)
    } catch {
      // The sender hung up or died in mid-delivery: it delivers again.
      response.destroy()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (let index = 0; index < count; index++) {
    const inbox: Inbox = {
      webhookId: '',
      first: 0,
      highest: 0,
      events: new Map(),
      manner: 'well',
      hanging: new Set(),
    }
    inboxes.push(inbox)
    const fields = { callback_url: `http://127.0.0.1:${port}/${index}`, max_wait_seconds: 0 }
    const made = await askUntilAnswered(world, 'POST', '/webhooks/', {
      ...fields,
      max_batch_size: index === 0 ? 10 : 100,
    })
    if (made?.status !== 201) throw new Error(`no webhook: ${made?.text}`)
    inbox.first = inbox.highest = made.body.last_sent_event_id
    inbox.webhookId = made.body.identifier
  }
  return {
    inboxes,
    /** Changes how an inbox behaves, and lets go of what it kept hanging. */
    behave(inbox: Inbox, manner: Manner): void {
      inbox.manner = manner
      for (const response of inbox.hanging) response.destroy()
      inbox.hanging.clear()
    },
    /** An operator whose receiver is well again does not wait for the retry schedule, which reaches hours. */
    async resume(): Promise<void> {
      for (const { webhookId } of inboxes) await ask(world, 'POST', `/webhooks/${webhookId}/resume`)
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export type VerifyingReceiver = Awaited<ReturnType<typeof startVerifyingReceiver>>

/**
 * Says nothing of the sender: the keys may be out of reach while the api is down, and a run sets a worker's
 * clock wrongly.
 */
const ofARightSender = new Set<DeliveryErrorCode>(['keys_unavailable', 'issued_in_future', 'expired'])

async function receive(
  world: World,
  keys: KeySet,
  inbox: Inbox,
  authorization: string | undefined,
  raw: Buffer,
  response: ServerResponse,
): Promise<void> {
  try {
    const jwksUrl = world.system.demo.webhook_jwks_url
    await verifyDelivery(
      { headers: { authorization }, rawBody: raw },
      // A delivery that comes again is what this looks at.
      { jwksUrl, keys, audience: inbox.webhookId, replayGuard: false },
    )
  } catch (error) {
    if (!(error instanceof DeliveryError && ofARightSender.has(error.code)))
      world.violations.push(`a delivery was not genuine: ${(error as Error).message}`)
    response.writeHead(503).end()
    return
  }
  const { manner } = inbox
  if (manner === 'hang') {
    inbox.hanging.add(response)
    return
  }
  // Not answered well, but taken in for half of them: what was taken in may come again, and must be the same.
  if (manner === 'error') return void response.writeHead(500).end()
  takeIn(world, inbox, JSON.parse(raw.toString()).events)
  if (manner === 'drop') return void response.destroy()
  if (manner === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
  response.writeHead(204).end()
}

function takeIn(world: World, inbox: Inbox, events: Event[]): void {
  const wrong = (what: string) => world.violations.push(`webhook ${inbox.webhookId}: ${what}`)
  if (events.length === 0) wrong('an empty delivery')
  events.forEach((event, at) => {
    const { id, type, data } = event
    if (at > 0 && id !== events[at - 1]!.id + 1) wrong(`event ${id} follows ${events[at - 1]!.id}`)
    if (id > inbox.highest + 1) wrong(`event ${id} came when ${inbox.highest} was the last`)
    const hash = createHash('sha256').update(JSON.stringify(event)).digest('base64')
    const known = inbox.events.get(id)
    if (known && known.hash !== hash) wrong(`event ${id} came twice and differs`)
    inbox.events.set(id, { type, transactionId: data.transactionId, hash })
    inbox.highest = Math.max(inbox.highest, id)
  })
}
