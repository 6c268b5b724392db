import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addOutcome, type Count, faded, isKnown, noCount, uncovered } from './counts.ts'
import type { Subjects } from './subjects.ts'

const now = new Date('2026-11-21T12:00:00Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
const none = (subject: string) => noCount(subject, now)
const company = none('company')
const visitor = (): Record<keyof Subjects, Count> => ({
  company,
  visitor: none('visitor'),
  address: none('address'),
  prefix: none('prefix'),
  card: none('card'),
  bin: none('bin'),
})

test('a count halves in six hours, and an approval is forgotten with it', () => {
  const count = { ...none('address'), tried: 8, declined: 4, approved: 1, approved_since: now }
  const half = faded(count, later(6))
  assert.deepEqual([half.tried, half.declined, half.approved, half.approved_since], [4, 2, 0.5, now])
  assert.equal(faded(count, later(36)).approved_since, null)
})

test('a crowd counts as one visitor to its company, and its declines as explained', () => {
  const counts = visitor()
  for (let n = 1; n <= 500; n++) addOutcome(counts, n % 10 === 0 ? 'declined' : 'approved')
  assert.equal(Math.round(company.approved), 1)
  assert.equal(company.declined, 0)
  assert.ok(uncovered('address', counts.address) < 0)
  // Others owe what they owe.
  for (let n = 0; n < 5; n++) addOutcome(visitor(), 'declined')
  assert.equal(company.declined, 5)
})

test('declines that come before approvals are explained by those that follow', () => {
  const counts = visitor()
  const before = company.declined
  addOutcome(counts, 'declined')
  assert.equal(company.declined, before + 1)
  addOutcome(counts, 'approved')
  addOutcome(counts, 'approved')
  assert.equal(company.declined, before)
})

test('known is who was there an hour ago, a crowd, or a payer with a card; and nobody whose decline is unexplained', () => {
  const { visitor: one } = visitor()
  assert.equal(isKnown(one, false, now), false)
  assert.equal(isKnown(one, true, now), true)
  assert.equal(isKnown({ ...one, approved: 1, approved_since: later(-2) }, false, now), true)
  assert.equal(isKnown({ ...one, approved: 1, approved_since: later(-0.5) }, false, now), false)
  assert.equal(isKnown({ ...one, approved: 10, approved_since: now }, false, now), true)
  assert.equal(isKnown({ ...one, declined: 1 }, true, now), false)
})
