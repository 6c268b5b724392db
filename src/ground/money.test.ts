import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AMOUNT_MAX, AMOUNT_MIN, formatAmount, parseAmount } from './money.ts'

test('every amount reads back exactly as it was printed', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: AMOUNT_MIN, max: AMOUNT_MAX }), (minor) => {
      assert.equal(parseAmount(formatAmount(minor)), minor)
    }),
  )
})

test('an amount is printed with two decimals', () => {
  assert.equal(formatAmount(10050n), '100.50')
  assert.equal(formatAmount(5n), '0.05')
  assert.equal(formatAmount(-5n), '-0.05')
})

test('an amount that is not 0.01 to 99,999,999.99 with at most two decimals is refused, never rounded', () => {
  for (const text of [
    '0',
    '0.00',
    '-1',
    '+1',
    '1.',
    '.5',
    '1.005',
    '100000000',
    '1e2',
    '',
    ' 1',
    '1,00',
    'NaN',
    '٣',
  ]) {
    assert.equal(parseAmount(text), null, text)
  }
})
