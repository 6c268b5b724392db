import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOf } from './changes.ts'

test('a change has what is other than it was, also lists and labels, and nothing where nothing is', () => {
  const before = { name: 'Maple', phone: '1' as string | null, tags: ['a'], metadata: { order: '1' } }
  assert.deepEqual(changesOf(before, { ...before, phone: null, tags: ['a', 'b'] }), {
    phone: null,
    tags: ['a', 'b'],
  })
  assert.deepEqual(changesOf(before, { ...before, metadata: { order: '2' } }), { metadata: { order: '2' } })
  assert.equal(changesOf(before, { ...before, tags: ['a'] }), undefined)
})
