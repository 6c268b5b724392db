import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { bankAccountFields, checkAccount } from '../bank-accounts/bank-account.ts'
import { checkBankFields, readBankFields } from './page/bank-fields.ts'
import { readStrokes } from './page/signature.ts'

test('the form takes an account if and only if the API does', () => {
  const api = z.object(bankAccountFields).superRefine(checkAccount)
  const common = { holder_name: 'Ada', account_number: '1234567', account_type: 'chequing' }
  const good = {
    canadian: { ...common, transit_number: '00011', institution_number: '001' },
    american: { ...common, routing_number: '021000021' },
  }
  const variants = {
    holder_name: ['', ' ', 'x'.repeat(100), 'x'.repeat(101)],
    transit_number: ['', '1234', '12345', '123456', 'abcde'],
    institution_number: ['', '12', '123', '1234', 'abc'],
    routing_number: ['', '021000021', '021000022', '011401533', '02100002', '0210000210', 'abcdefghi'],
    account_number: ['', '123456', '1234567', '123456789012', '1234567890123', '12345x7'],
    account_type: ['', 'chequing', 'savings', 'other'],
  }
  for (const country of ['canadian', 'american'] as const)
    for (const field of Object.keys(good[country]) as (keyof typeof variants)[])
      for (const value of variants[field]) {
        const sent = { ...good[country], [field]: value }
        const errors = checkBankFields(readBankFields(sent), country)
        assert.equal(errors.length === 0, api.safeParse(sent).success, `${field}: ${JSON.stringify(value)}`)
        assert.ok(errors.every((error) => error.field === field))
      }
})

test('spaces and dashes, as they stand on a cheque, are taken out of numbers', () => {
  assert.equal(readBankFields({ account_number: ' 12 34-567 ' }).account_number, '1234567')
  assert.deepEqual(checkBankFields(readBankFields(null), 'canadian').length, 5)
})

test('only strokes inside of the box, in bounds and with some ink are a signature', () => {
  assert.ok(readStrokes([[0, 0, 600, 200]]))
  for (const sent of [
    null,
    'x',
    [],
    [[]],
    [[1, 2, 3]],
    [[0, 0, 601, 0]],
    [[0, 0, 0, 201]],
    [[-1, 0, 100, 0]],
    [[0.5, 0, 100, 0]],
    [['0', 0, 100, 0]],
    [[0, 0, 20, 0]],
    Array.from({ length: 101 }, () => [0, 0, 100, 0]),
    [Array.from({ length: 6_002 }, (_, at) => (at % 2 ? 0 : at % 600))],
  ])
    assert.equal(readStrokes(sent), null, JSON.stringify(sent)?.slice(0, 60))
})
