import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fastify, { type FastifyInstance } from 'fastify'
import type { PaymentEvent } from '../../sdk/webhooks/webhooks.ts'
import { type EventStream, openEventStream } from './event-stream.ts'

const eventsFrom = (first: number, count: number): PaymentEvent[] =>
  Array.from({ length: count }, (_, at) => ({
    id: first + at,
    createdAt: '2026-01-01T00:00:00.000000Z',
    type: 'contacts.deleted',
    data: { contactId: 'x' },
  }))

describe("the shop's event stream", () => {
  let server: FastifyInstance
  let url: string
  let stream: EventStream

  before(async () => {
    server = fastify({ forceCloseConnections: true })
    stream = openEventStream()
    server.get('/', (request, reply) => stream.connect(request, reply))
    url = await server.listen({ port: 0, host: '127.0.0.1' })
    stream.publish(eventsFrom(1, 250))
  })
  after(async () => {
    stream.close()
    await server.close()
  })

  /** The ids that a browser gets until the one it waits for. */
  async function idsUntil(last: number, headers: Record<string, string> = {}, onConnect = () => {}) {
    const response = await fetch(url, { headers })
    onConnect()
    const ids: number[] = []
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      for (const frame of frames) {
        const id = /^id: (\d+)$/m.exec(frame)?.[1]
        if (id) ids.push(Number(id))
      }
      if (ids.at(-1) === last) return ids
    }
    return ids
  }

  it('gives a new browser the last 200 events and no more', async () => {
    const ids = await idsUntil(250)
    assert.equal(ids.length, 200)
    assert.equal(ids[0], 51)
  })

  it('gives a browser that comes again only what it missed', async () => {
    assert.deepEqual(await idsUntil(250, { 'last-event-id': '247' }), [248, 249, 250])
  })

  it('passes on what comes while a browser listens', async () => {
    const ids = await idsUntil(252, { 'last-event-id': '250' }, () => stream.publish(eventsFrom(251, 2)))
    assert.deepEqual(ids, [251, 252])
  })

  it('refuses the browser after the fiftieth, and takes one again when another has gone', async () => {
    const stops: AbortController[] = []
    const connect = async () => {
      const stop = new AbortController()
      const { status } = await fetch(url, { signal: stop.signal })
      if (status === 200) stops.push(stop)
      else stop.abort()
      return status
    }
    let status = 200
    while (status === 200 && stops.length < 60) status = await connect()
    assert.equal(status, 503)
    assert.ok(stops.length <= 50)
    stops.pop()?.abort()
    for (status = 503; status === 503; ) status = await connect()
    assert.equal(status, 200)
    for (const stop of stops) stop.abort()
  })
})
