import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkJson } from '../ground/json-text.ts'
import { parseJson, readJson, withoutExponent } from './body.ts'

test('an amount is the text that was sent, however deep, so that no float can change it', () => {
  assert.deepEqual(parseJson('{"amount": 100.50, "lines": [{"amount": 0.1, "count": 2}]}'), {
    amount: '100.50',
    lines: [{ amount: '0.1', count: 2 }],
  })
  assert.deepEqual(parseJson('{"amount": 90071992547409.93}'), { amount: '90071992547409.93' })
  assert.deepEqual(parseJson('{"amount": "1e2"}'), { amount: '1e2' })
})

test('a number with an exponent is the same number without it', () => {
  const cases: Record<string, string> = {
    '1e2': '100',
    '1.0E7': '10000000',
    '1.005e+2': '100.5',
    '10050e-2': '100.5',
    '5e-2': '0.05',
    '0e0': '0',
    '-1e2': '-100',
    '1.23456e2': '123.456',
    '100.50': '100.50',
    // Too far from any amount to be worth writing out: they are refused as they are.
    '1e21': '1e21',
    '1e-999999999': '1e-999999999',
  }
  for (const [source, plain] of Object.entries(cases)) assert.equal(withoutExponent(source), plain, source)
})

test('however an amount of cents is written with an exponent, it reads as those cents', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 9_999_999_999n), fc.integer({ min: -8, max: 8 }), (cents, shift) => {
      const digits = cents.toString().padStart(12, '0')
      const mantissa =
        shift >= 0 ? `${cents}${'0'.repeat(shift)}` : `${digits.slice(0, shift)}.${digits.slice(shift)}`
      const source = `${mantissa.replace(/^0+(?=\d)/, '')}e${-2 - shift}`
      const [units, parts = ''] = withoutExponent(source).split('.')
      assert.equal(BigInt(units + parts.padEnd(2, '0')), cents, source)
    }),
  )
})

test('a body that is plain is read as any other is, and is refused as any other is', () => {
  const names = fc.constantFrom('amount', 'statement', 'note', 'constructor', '__proto__', 'x1', 'A', '')
  const blank = fc.constantFrom('', ' ', '\n', '\t\r ', '\u00a0')
  const value = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 5 }).map((text) => JSON.stringify(text)),
    fc.constantFrom(
      '12.34',
      '-0',
      '1e3',
      '01',
      '.5',
      '1.',
      'true',
      'false',
      'null',
      'nul',
      '[]',
      '{}',
      '{"a":1}',
      '',
      '"\t"',
    ),
  )
  const pair = fc
    .tuple(blank, names, blank, value, blank)
    .map(([a, name, b, said, c]) => `${a}"${name}"${b}:${b}${said}${c}`)
  const body = fc
    .tuple(blank, fc.array(pair, { maxLength: 4 }), fc.constantFrom('', '', '', ',', '}', 'x'), blank)
    .map(([before, pairs, end, after]) => `${before}{${pairs.join()}${end}}${after}`)
  const told = (read: () => unknown) => {
    try {
      return { value: read() }
    } catch (error) {
      return { refused: (error as Error).message }
    }
  }
  fc.assert(
    fc.property(body, (text) => {
      const slowly = told(() => {
        checkJson(text)
        return parseJson(text)
      })
      assert.deepEqual(
        told(() => readJson(text)),
        slowly,
        text,
      )
    }),
    { numRuns: 3_000 },
  )
})
