import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMore, sumsOf } from './sum.ts'

test('amounts add up to the cent, each currency by itself, beyond what a float holds', () => {
  const rows = [
    { amount: '90071992547409.91', currency: 'CAD' },
    { amount: '0.10', currency: 'CAD' },
    { amount: '0.20', currency: 'CAD' },
    { amount: '-1.05', currency: 'USD' },
    { amount: '1.00', currency: 'USD' },
  ]
  assert.deepEqual(sumsOf(rows), [
    { currency: 'CAD', amount: '90071992547410.21' },
    { currency: 'USD', amount: '-0.05' },
  ])
})

test('an amount is compared as it is typed, with one decimal or none', () => {
  assert.deepEqual(
    [isMore('12.5', '12.49'), isMore('12.5', '12.50'), isMore('13', '12.99'), isMore('9', '10.00')],
    [true, false, true, false],
  )
})
