import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ANSWER_BYTES_MAX, BadFrame, encodeFrames, type Frame, frameReader } from './vault-frames.ts'

function readAll(chunks: Buffer[], bytesMax = ANSWER_BYTES_MAX): Frame[] {
  const frames: Frame[] = []
  const read = frameReader(bytesMax, (what, id, text) => frames.push({ what, id, text }))
  for (const chunk of chunks) {
    read(chunk)
    // Whoever reads may use the chunk again.
    chunk.fill(0xff)
  }
  return frames
}

const frames: Frame[] = [
  { what: 2, id: 1, text: '{"statement":"Order 1001"}' },
  { what: 64, id: 0, text: '' },
  { what: 66, id: 4_294_967_295, text: '{"statement":"Café 中 🚲 \ufffd"}' },
]

test('frames that are split at any byte, or come one byte at a time, are read as they were written', () => {
  const { length } = encodeFrames(frames)
  for (let at = 0; at <= length; at++) {
    const bytes = encodeFrames(frames)
    assert.deepEqual(readAll([bytes.subarray(0, at), bytes.subarray(at)]), frames, `split at ${at}`)
  }
  const single = [...encodeFrames(frames)].map((byte) => Buffer.from([byte]))
  assert.deepEqual(readAll(single), frames)
})

test('whatever frames are written, in whatever pieces they come, they are read as they were written', () => {
  const frame = fc.record(
    {
      what: fc.integer({ min: 0, max: 255 }),
      id: fc.integer({ min: 0, max: 4_294_967_295 }),
      text: fc.string({ unit: 'grapheme', maxLength: 300 }),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 20 }),
      fc.array(fc.nat(), { maxLength: 30 }),
      (written, cuts) => {
        const bytes = encodeFrames(written)
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)
        const chunks = [...places, bytes.length].map((to, i) => bytes.subarray(places[i - 1] ?? 0, to))
        assert.deepEqual(readAll(chunks), written)
      },
    ),
  )
})

test('a frame as long as one may be is read, and of one that is longer nothing, however little of it came', () => {
  const longest = { what: 1, id: 7, text: 'x'.repeat(1_000) }
  assert.deepEqual(readAll([encodeFrames([longest])], 1_000), [longest])
  const longer = encodeFrames([longest, { ...longest, text: 'x'.repeat(1_001) }])
  const read: number[] = []
  const reader = frameReader(1_000, (_what, id) => read.push(id))
  assert.throws(() => reader(longer.subarray(0, 1_000 + 9 + 4)), BadFrame)
  assert.deepEqual(read, [7], 'what was whole before it is read')
})

test('what is no frame is refused: a length that none has, other protocols, a text that is not UTF-8', () => {
  const bad = encodeFrames([{ what: 1, id: 1, text: 'xx' }])
  bad.set([0xc3, 0x28], bad.length - 2)
  for (const bytes of [Buffer.alloc(4), Buffer.from('POST /charges HTTP/1.1\r\n'), bad])
    assert.throws(() => readAll([bytes]), BadFrame)
})
