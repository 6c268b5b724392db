import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { decodeMessage, encodeMessage, type Message } from './codec.ts'
import { frameReader } from './framing.ts'
import { openOutbox } from './outbox.ts'

const number = '4242424242424242'
const messageNumbered = (stan: number, text = ''): Message => ({
  mti: '0200',
  fields: { 2: number, 11: String(stan).padStart(6, '0'), ...(text && { 46: text, 47: text, 48: text }) },
})

/** Where bytes are written to, and the call that says that they have left. */
function openFarEnd() {
  const writes: { bytes: Buffer; left: () => void }[] = []
  const write = (bytes: Buffer, left: () => void) => {
    writes.push({ bytes, left })
    return true
  }
  return { writes, socket: { write } as unknown as Socket }
}

function read(writes: readonly { bytes: Buffer }[]): Message[] {
  const messages: Message[] = []
  const reader = frameReader((bytes) => messages.push(decodeMessage(bytes, 'ascii')))
  for (const { bytes } of writes) reader(Buffer.from(bytes))
  return messages
}

test('messages of a turn leave in their order, in one write, as they would by themselves', () => {
  const { writes, socket } = openFarEnd()
  const outbox = openOutbox('ascii')
  const messages = [1, 2, 3].map((stan) => messageNumbered(stan))
  for (const message of messages) outbox.put(message)
  outbox.leave(socket)
  assert.equal(writes.length, 1)
  assert.deepEqual(read(writes), messages)
  const alone = encodeMessage(messages[0]!, 'ascii')
  assert.deepEqual(writes[0]!.bytes.subarray(2, 2 + alone.length), alone)
})

test('more than fits one buffer leaves whole and in order, in several', () => {
  const { writes, socket } = openFarEnd()
  const outbox = openOutbox('ascii')
  const messages = Array.from({ length: 60 }, (_, stan) => messageNumbered(stan, 'x'.repeat(999)))
  for (const message of messages) outbox.put(message)
  outbox.leave(socket)
  assert.ok(writes.length > 1)
  assert.deepEqual(read(writes), messages)
})

test('what has left is wiped, also where it never will, and no buffer is used again before', () => {
  const { writes, socket } = openFarEnd()
  const outbox = openOutbox('ascii')
  outbox.put(messageNumbered(1))
  outbox.leave(socket)
  outbox.put(messageNumbered(2))
  outbox.leave(socket)
  assert.ok(writes.every(({ bytes }) => bytes.includes(number)))
  assert.notEqual(writes[0]!.bytes.buffer, writes[1]!.bytes.buffer)
  for (const { bytes, left } of writes) {
    left()
    assert.ok(bytes.every((byte) => byte === 0))
  }
  outbox.put(messageNumbered(3))
  outbox.leave(socket)
  assert.ok(writes.slice(0, 2).some(({ bytes }) => bytes.buffer === writes[2]!.bytes.buffer))
  outbox.put(messageNumbered(4))
  outbox.forget()
  outbox.leave(socket)
  assert.equal(writes.length, 3)
})

test('a message that cannot be said leaves nothing of itself, and those beside it go', () => {
  const { writes, socket } = openFarEnd()
  const outbox = openOutbox('ascii')
  outbox.put(messageNumbered(1))
  assert.throws(() => outbox.put({ mti: '0200', fields: { 2: number, 11: 'x' } }), /field 11: bad_length/)
  outbox.leave(socket)
  const { bytes } = writes[0]!
  assert.equal(Buffer.from(bytes.buffer).subarray(bytes.length).includes(number), false)
  assert.deepEqual(read(writes), [messageNumbered(1)])
})
