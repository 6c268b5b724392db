import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRetryAfter, retryDelaySeconds } from './retry-schedule.ts'

const latest = () => 1
const soonest = () => 0

test('attempts are at most 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h and then 4 h apart', () => {
  const failures = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100]
  assert.deepEqual(
    failures.map((count) => retryDelaySeconds(count, null, latest)),
    [5, 30, 120, 600, 1800, 3600, 7200, 14400, 14400, 14400],
  )
  assert.equal(retryDelaySeconds(8, null, soonest), 0, 'full jitter')
})

test('Retry-After is never undercut, and counts up to four hours', () => {
  assert.equal(retryDelaySeconds(1, 60, latest), 60)
  assert.equal(retryDelaySeconds(4, 60, latest), 600)
  assert.equal(retryDelaySeconds(1, 10 ** 9, soonest), 4 * 3600)
})

test('Retry-After is read as seconds or as a date, and nonsense is ignored', () => {
  const now = new Date('2026-01-31T12:00:00Z')
  assert.equal(readRetryAfter('120', now), 120)
  assert.equal(readRetryAfter('Sat, 31 Jan 2026 12:01:00 GMT', now), 60)
  assert.equal(readRetryAfter('Sat, 31 Jan 2026 11:00:00 GMT', now), 0)
  for (const header of [undefined, '', 'soon', '-5 apples']) assert.equal(readRetryAfter(header, now), null)
})
