/** Passes verified events on to the browsers that have the page open, as server-sent events. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PaymentEvent } from '../../sdk/webhooks/webhooks.ts'

/** What the page says of our webhook: registered or, until then, what stands in the way. */
export type WebhookStatus = { registered: boolean; problem?: string }

/** Events kept for a browser that connects late or again; the platform itself keeps them all. */
const HISTORY_MAX = 200
const CLIENTS_MAX = 50
/** A browser that leaves this much unread is cut off; it connects again and gets what it missed. */
const UNREAD_BYTES_MAX = 1024 * 1024
/** Proxies close what is silent; a comment line keeps the stream open. */
const HEARTBEAT_MS = 20_000

const eventFrame = (event: PaymentEvent) => `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`
const statusFrame = (status: WebhookStatus) => `event: webhook\ndata: ${JSON.stringify(status)}\n\n`

export type EventStream = ReturnType<typeof openEventStream>

/** A bounded history and a bounded number of listeners. */
export function openEventStream() {
  const history: PaymentEvent[] = []
  const clients = new Set<FastifyReply['raw']>()
  let status: WebhookStatus = { registered: false }

  const send = (text: string) => {
    for (const client of clients) {
      client.write(text)
      if (client.writableLength > UNREAD_BYTES_MAX) client.destroy()
    }
  }
  const heartbeat = setInterval(send, HEARTBEAT_MS, ':\n\n')
  heartbeat.unref()

  return {
    publish(events: PaymentEvent[]): void {
      history.push(...events)
      history.splice(0, history.length - HISTORY_MAX)
      if (events.length > 0) send(events.map(eventFrame).join(''))
    },
    setStatus(now: WebhookStatus): void {
      status = now
      send(statusFrame(status))
    },
    /**
     * Answers a browser's EventSource, which names the last event it has (`Last-Event-ID`) when it connects
     * again.
     */
    connect(request: FastifyRequest, reply: FastifyReply): FastifyReply {
      if (clients.size >= CLIENTS_MAX) return reply.code(503).send()
      const seen = Number(request.headers['last-event-id']) || 0
      reply.hijack()
      const client = reply.raw
      client.on('close', () => clients.delete(client)).on('error', () => client.destroy())
      client.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      const missed = history.filter((event) => event.id > seen)
      client.write(`retry: 1000\n\n${statusFrame(status)}${missed.map(eventFrame).join('')}`)
      clients.add(client)
      return reply
    },
    close(): void {
      clearInterval(heartbeat)
      for (const client of clients) client.end()
    },
  }
}
