import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { frameMessages, frameReader } from './framing.ts'

const messages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 12 })

test('messages come out whole and in order however TCP cuts the stream', () => {
  fc.assert(
    fc.property(messages, fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1 }), (sent, cuts) => {
      const stream = frameMessages(sent.map((message) => Buffer.from(message)))
      const received: Buffer[] = []
      const read = frameReader((message) => received.push(Buffer.from(message)))
      for (let at = 0, i = 0; at < stream.length; i++) {
        const end = at + cuts[i % cuts.length]!
        read(stream.subarray(at, end))
        at = end
      }
      assert.deepEqual(
        received.map((message) => [...message]),
        sent.map((message) => [...message]),
      )
    }),
  )
})

test('a length is two bytes, big-endian, and does not count itself', () => {
  assert.equal(frameMessages([Buffer.alloc(258, 1)]).toString('hex', 0, 3), '010201')
})

test('a length of zero or beyond 4 KiB ends the stream, and what came before it is not lost', () => {
  const received: string[] = []
  const read = () => frameReader((message) => received.push(message.toString('hex')))
  assert.throws(() => read()(Buffer.from('0001aa0000', 'hex')), /frame: bad_length/)
  assert.throws(() => read()(Buffer.from('0001bb1001', 'hex')), /frame: too_long/)
  assert.deepEqual(received, ['aa', 'bb'])
})
