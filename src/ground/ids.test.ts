import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUuid, newId } from './ids.ts'

const MADE = 50_000

test('ids are UUIDv7 of now, each above the one before, also those of one millisecond', (t) => {
  const before = Date.now()
  const ids = Array.from({ length: MADE }, newId)
  const after = Date.now()
  assert.deepEqual(ids, [...new Set(ids)].sort())
  for (const id of ids) {
    assert.ok(isUuid(id), id)
    assert.match(id, /^.{14}7.{4}[89ab]/)
    const made = Number.parseInt(id.slice(0, 13).replace('-', ''), 16)
    assert.ok(made >= before && made <= after, id)
  }
  // What is not time or count is random, in every id.
  assert.ok(new Set(ids.map((id) => id.slice(-10))).size > MADE * 0.99)

  t.mock.method(Date, 'now', () => before - 60_000)
  assert.ok(newId() > ids.at(-1)!, 'a clock that was put back makes no id that is below')
})
