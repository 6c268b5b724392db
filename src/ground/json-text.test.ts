import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkJson, decodeBody, UnreadableBody } from './json-text.ts'

const refusal = (run: () => unknown): string | undefined => {
  try {
    run()
    return undefined
  } catch (error) {
    assert.ok(error instanceof UnreadableBody)
    return `${error.statusCode} ${error.message}`
  }
}
const json = { 'content-type': 'application/json' }

test('what is JSON for the parser is JSON here, and nothing else is', () => {
  const parses = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  const broken = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '"', '{', '}', ']', ',', ':', '\\', '0', '-', '.', 'e', '\u0000', 'tru'),
    )
    .map(
      ([text, at, cut]) =>
        text.slice(0, at % (text.length + 1)) + cut + text.slice((at + 1) % (text.length + 1)),
    )
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken, fc.string()), (text) => {
      const found = refusal(() => checkJson(text))
      if (found?.includes('twice')) return
      assert.equal(found === undefined, parses(text), `${text}: ${found}`)
    }),
    { numRuns: 2_000 },
  )
})

test('a body that breaks says where, and never what is there', () => {
  const cases: Record<string, string> = {
    '\ufeff{}': 'position 0',
    oops: 'position 0',
    '{"a": tru}': 'position 6',
    '{"number":"4242 oops': 'its end',
    '{"a":1}}': 'position 7',
    '[1,]': 'position 3',
    '{"a":"b\u0001"}': 'position 7',
    '{"a":"\\x"}': 'position 7',
    '{"a" 1}': 'position 5',
    '': 'its end',
    '[01]': 'position 1',
  }
  for (const [text, where] of Object.entries(cases))
    assert.equal(
      refusal(() => checkJson(text)),
      `400 Send a valid JSON object; this one breaks at ${where}.`,
      text,
    )
})

test('a key that is there twice is named with its path, however it is spelled and however deep', () => {
  const cases: Record<string, string> = {
    '{"amount":1,"amount":2}': 'amount',
    '{"a":{"b":[{},{"c":1,"c":1}]}}': 'a.b.1.c',
    '{"\\u0061":1,"a":2}': 'a',
    '{"4242424242424242":1,"4242424242424242":2}': '…',
    '{"__proto__":1,"__proto__":2}': '__proto__',
  }
  for (const [text, path] of Object.entries(cases))
    assert.equal(
      refusal(() => checkJson(text)),
      `400 The key \`${path}\` is there twice; send each key once.`,
    )
  assert.equal(
    refusal(() => checkJson('[{"a":1},{"a":1},{"b":{"a":1}}]')),
    undefined,
  )
})

test('nesting is bounded, whatever the parser could take', () => {
  assert.equal(
    refusal(() => checkJson('['.repeat(32) + ']'.repeat(32))),
    undefined,
  )
  assert.equal(
    refusal(() => checkJson('['.repeat(60_000))),
    '400 Nest at most 32 levels.',
  )
  assert.equal(
    refusal(() => checkJson('{"a":'.repeat(10_000))),
    '400 Nest at most 32 levels.',
  )
})

test('a body is UTF-8 without an encoding around it, or it is not read', () => {
  assert.equal(decodeBody(Buffer.from('{"a":"é \ufffd"}'), json), '{"a":"é \ufffd"}')
  for (const [bytes, at] of [
    [[0x22, 0xe9, 0x22], 1],
    [[0x22, 0xc0, 0x80, 0x22], 1],
    [[0x22, 0xed, 0xa0, 0x80, 0x22], 1],
    [[0xc3, 0xa9, 0xf5], 2],
    [[0xff, 0xfe, 0x7b, 0], 0],
    [[0x22, 0xc3], 1],
  ] as const)
    assert.equal(
      refusal(() => decodeBody(Buffer.from(bytes), json)),
      `400 Send UTF-8; byte ${at} of the body is none.`,
    )
  for (const charset of ['utf-8', 'UTF-8', '"utf-8"', 'utf8'])
    assert.equal(
      decodeBody(Buffer.from('{}'), { 'content-type': `application/json; charset=${charset}` }),
      '{}',
    )
  for (const charset of ['iso-8859-1', 'utf-16', '"us-ascii"', ''])
    assert.match(
      refusal(() =>
        decodeBody(Buffer.from('{}'), { 'content-type': `application/json;charset=${charset}` }),
      )!,
      /^415 .*UTF-8/,
    )
  for (const encoding of ['gzip', 'identity', 'br, gzip'])
    assert.match(
      refusal(() => decodeBody(Buffer.from('{}'), { ...json, 'content-encoding': encoding }))!,
      /^415 /,
    )
})
