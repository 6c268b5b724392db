import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountSought } from './decimal.ts'

test('an amount is known with a point or a comma, and the last four digits behind it', () => {
  assert.deepEqual(amountSought('57.25'), { amount: '57.25', last4: undefined })
  assert.deepEqual(amountSought('57,25 0005'), { amount: '57.25', last4: '0005' })
  assert.equal(amountSought('001577'), undefined, 'a code is no amount')
  assert.equal(amountSought('0.50')?.amount, '0.50')
  assert.deepEqual(amountSought('9995'), { amount: '9995', last4: undefined })
  for (const typed of ['$1,199.22', '1,199.22', '1 199,22 $', 'US$1,199.22', '1199,22 CA$'])
    assert.deepEqual(amountSought(typed), { amount: '1199.22', last4: undefined }, typed)
  assert.deepEqual(amountSought('1\u202f199,22\u00a0$ 0005'), { amount: '1199.22', last4: '0005' })
  for (const typed of ['', '57.255', '1.2.3', '57.25 05', 'Order 12', '-5'])
    assert.equal(amountSought(typed), undefined, typed)
})
