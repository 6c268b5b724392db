import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deal } from './batches.ts'

test('files are dealt so that each is in one batch, neighbours are apart, and no batch is long', () => {
  const files = Array.from({ length: 25 }, (_, at) => at)
  const batches = deal(files, 12)
  assert.deepEqual(
    batches.map(({ length }) => length),
    [9, 8, 8],
  )
  assert.deepEqual(batches[0]?.slice(0, 3), [0, 3, 6])
  assert.deepEqual(
    batches.flat().sort((a, b) => a - b),
    files,
  )
  assert.deepEqual(deal([], 12), [])
})
