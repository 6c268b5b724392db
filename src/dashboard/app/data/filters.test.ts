import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choice, choices, day, parseSearch, text, unknownOf } from './filters.ts'

const filters = { kind: choice(['debit']), state: choices(['paid', 'failed']), since: day, name: text }

test('what an address says and no filter knows is told, by name or by value; what fits is not', () => {
  const unknown = (said: string) => unknownOf(filters, parseSearch(said))
  assert.deepEqual(unknown('?kind=debit&state=paid,failed&since=2026-11-29&name=Ada, Grace'), [])
  assert.deepEqual(unknown('?amount_min=100&kind=charge&state=paid,payed&since=today&name='), [
    'amount_min=100',
    'kind=charge',
    'state=payed',
    'since=today',
  ])
  assert.deepEqual(unknown('?since=2026-13-45'), ['since=2026-13-45'])
  assert.deepEqual(unknown('?since=2026-02-30'), ['since=2026-02-30'])
})
