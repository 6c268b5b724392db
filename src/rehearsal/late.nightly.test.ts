/**
 * Shops that answer first and handle afterwards: what they get wrong is seen, the right one is not accused.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import type { Plant } from '../../test/rehearsal-shop.ts'
import { isTold, rehearsed } from '../../test/rehearsed.ts'
import { forgeries } from './deliveries.ts'

/** Far more than a machine under load is late by, and more than the shops take. */
const limits = { beliefMs: 12_000, stillMs: 12_000 }
const laterMs = 1_000

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

const outcomeOf = (scenarios: { name: string; outcome: string }[], scenario: string) =>
  scenarios.find(({ name }) => name === scenario)?.outcome

for (const only of [['forged'], ['paid', 'forged']])
  test(`a shop that handles forgeries later is told each of them in ${only.join(' and ')}`, async () => {
    const plant: Plant = { unchecked: 'everything', laterMs }
    const { seen, scenarios } = await isTold(platform, 'believes_forged', plant, only, limits)
    assert.equal(outcomeOf(scenarios, 'forged'), 'mistaken')
    for (const what of Object.values(forgeries))
      assert.ok(
        seen.some((one) => one.startsWith(`forged: a delivery ${what}`)),
        seen.join('\n'),
      )
  })

test('a shop that handles what comes again later, and again, is told so', async () => {
  // Later than the look back takes by itself.
  const plant: Plant = { repeats: 'acts', laterMs: 3 * laterMs }
  const { seen, scenarios } = await isTold(platform, 'acts_twice', plant, ['late-retries'], limits)
  assert.match(seen.join('\n'), /^late-retries: old events after newer ones: goods went out \d times/m)
  assert.equal(outcomeOf(scenarios, 'late-retries'), 'mistaken')
})

test('a shop that remembers an event after it has handled it is told so by a new one that comes twice at once', async () => {
  const { seen, scenarios } = await isTold(platform, 'acts_twice', { racy: true }, ['duplicates'])
  assert.match(seen.join('\n'), /^duplicates: .*goods went out 2 times/m)
  assert.equal(outcomeOf(scenarios, 'duplicates'), 'mistaken')
})

test('a right shop that answers first is told nothing, nor one that verifies late that it believes forgeries', async () => {
  const rehearsal = await rehearsed(
    platform,
    { laterMs },
    ['paid', 'duplicates', 'dispute', 'forged'],
    limits,
  )
  assert.deepEqual(rehearsal.mistakes, [])
  assert.ok(rehearsal.passed, JSON.stringify(rehearsal.scenarios, null, 1))
})

test('who ships late with the order ships unpaid, and is not told that a forgery was believed', async () => {
  const plant: Plant = { orderShippedAfterMs: 5_000, unchecked: 'everything', deafTo: ['paid'] }
  const { seen } = await isTold(platform, 'ships_unpaid', plant, ['forged'], limits)
  assert.match(seen.join('\n'), /^forged: an order that was not paid: /m)
})

test('a scenario whose late effects may still come is not called passed before they could', async () => {
  const told: string[] = []
  const { scenarios } = await rehearsed(platform, { unchecked: 'everything', laterMs }, ['forged'], limits, {
    onScenario: ({ name, outcome }) => told.push(`${name} ${outcome}`),
  })
  assert.equal(outcomeOf(scenarios, 'forged'), 'mistaken')
  assert.deepEqual(told, ['forged mistaken'])
})
