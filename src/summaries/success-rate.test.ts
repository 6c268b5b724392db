import assert from 'node:assert/strict'
import { test } from 'node:test'
import { successRate } from './success-rate.ts'

test('the success rate is rounded half up, and is 100 % only where all were paid', () => {
  assert.equal(successRate(55n, 5n), '91.7')
  assert.equal(successRate(1n, 2n), '33.3')
  assert.equal(successRate(1n, 1_999n), '0.1', 'half of a tenth is one')
  assert.equal(successRate(1n, 2_000n), '0.0')
  assert.equal(successRate(99_999n, 1n), '99.9')
  assert.equal(successRate(3n, 0n), '100.0')
  assert.equal(successRate(0n, 3n), '0.0')
  assert.equal(successRate(0n, 0n), null)
})
