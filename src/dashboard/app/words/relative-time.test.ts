import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesAfter, relativeTime } from './relative-time.ts'

const now = Date.parse('2026-11-30T12:00:00Z')

test('what has happened is told by its distance, and never as the future', () => {
  assert.equal(relativeTime(now - 180_000, now, 'en-CA', false), '3 minutes ago')
  assert.equal(relativeTime(now + 5_000, now, 'en-CA', false), 'now')
  assert.equal(relativeTime(now + 5_000, now, 'fr-CA', false), 'maintenant')
  assert.equal(relativeTime(now + 86_400_000, now, 'en-CA', false), undefined)
  assert.equal(relativeTime(now + 5_000, now, 'en-CA', true), 'in 5 seconds')
  assert.equal(relativeTime(now - 8 * 86_400_000, now, 'en-CA', false), undefined)
})

test('what is older is looked at less often', () => {
  const [second, minute, hour] = [1_000, 60_000, 3_600_000].map((ago) => changesAfter(now - ago, now))
  assert.ok(second! < minute! && minute! < hour!)
})
