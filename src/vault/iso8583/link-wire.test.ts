import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { linkEvents, NEVER_MS } from '../../../test/network.ts'
import { systemClock } from '../../ground/clock.ts'
import { decodeMessage, encodeMessage, type Message } from './codec.ts'
import { frameMessages, frameReader } from './framing.ts'
import { type LinkAnswer, openLink } from './link.ts'
import type { LinkEvent } from './link-events.ts'

const request: Message = { mti: '0200', fields: { 7: '0102030405', 11: '000001', 37: '000000000001' } }
const echo: Message = { mti: '0800', fields: { 7: '0102030405', 11: '000009', 70: '301' } }
const asItIs = (answer: LinkAnswer) => answer
const bytesOf = (...messages: Message[]): Buffer =>
  frameMessages(messages.map((message) => encodeMessage(message, 'ascii')))

/** The far end of a link byte by byte, for what no network does of its own will: it signs every link on. */
async function openPeer(t: TestContext, onMessage: (message: Message, socket: Socket) => void) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    const read = frameReader((bytes) => {
      const message = decodeMessage(bytes, 'ascii')
      if (message.fields[70] === '301' || !message.fields[70] || message.mti !== '0800') {
        onMessage(message, socket)
        return
      }
      socket.write(bytesOf({ mti: '0810', fields: { ...message.fields, 39: '00' } }))
    })
    socket.on('data', read)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as { port: number }).port, socket: () => sockets.at(-1)! }
}

function linkTo(t: TestContext, port: number, onEvent?: (event: LinkEvent) => void) {
  const link = openLink({
    host: '127.0.0.1',
    port,
    dialect: 'ascii',
    clock: systemClock,
    timeoutMs: NEVER_MS,
    managementTimeoutMs: 500,
    ...(onEvent && { onEvent }),
  })
  t.after(() => link.close())
  return link
}

test('a request whose bytes had not left when the link dropped is not sent', async (t) => {
  const received: Message[] = []
  const peer = await openPeer(t, (message) => received.push(message))
  const events = linkEvents()
  let outcome: Promise<LinkAnswer> | undefined
  const link = linkTo(t, peer.port, (event) => {
    events.onEvent(event)
    if (event.type === 'unmatched_answer') outcome = link.request(request, asItIs)
  })
  await link.ready()
  // One write: an answer that nobody asked for, on which the request is made, and a frame that ends the
  // connection.
  const unasked = { mti: '0210', fields: { ...request.fields, 39: '00' } }
  peer.socket().write(Buffer.concat([bytesOf(unasked), Buffer.from('0000', 'hex')]))
  await events.happened('down')
  assert.deepEqual(await outcome, { outcome: 'unsent', reason: 'link_down' })
  await events.happened('up', 2)
  assert.deepEqual(received, [])
})

test('an echo test by the network is answered', async (t) => {
  const answered = Promise.withResolvers<Message>()
  const peer = await openPeer(t, (message) => answered.resolve(message))
  await linkTo(t, peer.port).ready()
  peer.socket().write(bytesOf(echo))
  assert.deepEqual(await answered.promise, { mti: '0810', fields: { ...echo.fields, 39: '00' } })
})

test('requests of one turn leave in their order and each gets its answer', async (t) => {
  const stans: string[] = []
  const peer = await openPeer(t, (message, socket) => {
    stans.push(message.fields[11]!)
    const fields = { ...message.fields, 39: '00' }
    if (stans.length === 3)
      for (const stan of stans) {
        socket.write(bytesOf({ mti: '0210', fields: { ...fields, 11: stan } }))
      }
  })
  const link = linkTo(t, peer.port)
  await link.ready()
  const answers = await Promise.all(
    ['000003', '000001', '000002'].map((stan) =>
      link.request({ mti: '0200', fields: { ...request.fields, 11: stan } }, asItIs),
    ),
  )
  assert.deepEqual(stans, ['000003', '000001', '000002'])
  assert.deepEqual(
    answers.map((answer) => answer.outcome === 'answered' && answer.message.fields[11]),
    stans,
  )
})

test('a message that the dialect cannot express is refused before anything is sent', async (t) => {
  const received: Message[] = []
  const peer = await openPeer(t, (message) => received.push(message))
  const link = linkTo(t, peer.port)
  await link.ready()
  const bad = { mti: '0200', fields: { ...request.fields, 2: 'not a number' } }
  assert.throws(() => link.request(bad, asItIs), /^Iso8583Error: field 2: bad_character$/)
  assert.equal(link.counters().inFlight, 0)
  assert.deepEqual(received, [])
})
