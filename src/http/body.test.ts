import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseJson, withoutExponent } from './body.ts'

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
