import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indentJson } from './indent-json.ts'

test('JSON on lines is what JSON.stringify makes of it, but for numbers, which stay as they are written', () => {
  const values = [
    {},
    [],
    { a: [], b: {}, c: [1, 'two', null, true, [{ d: 'x,y:{}[]' }]], e: '"quoted" \\ and\nmore' },
    ['é', '', ' ', -0.5e-3],
    'text',
    7,
  ]
  for (const value of values) {
    assert.equal(indentJson(JSON.stringify(value)), JSON.stringify(value, null, 2))
    assert.equal(indentJson(JSON.stringify(value, null, 4)), JSON.stringify(value, null, 2))
  }
  assert.equal(
    indentJson('{"amount":12.00,"id":12345678901234567890}'),
    '{\n  "amount": 12.00,\n  "id": 12345678901234567890\n}',
  )
})
