import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLine } from './line.ts'

test('who has stood in line too long is told so, and leaves the line to the others', async () => {
  const line = openLine({ running: 1, waiting: 1, waitMs: 1 })
  const leave = await line.enter()
  assert.equal(await line.enter(), undefined)
  const next = line.enter()
  assert.equal(await line.enter(), undefined, 'the line was full')
  leave!()
  // Twice is once: what it gave back is somebody else's now.
  leave!()
  ;(await next)!()
  assert.ok(line.isEmpty())
})
