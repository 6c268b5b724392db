/** A right shop is told nothing, whatever its network and the machine do. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { rehearsed } from '../../test/rehearsed.ts'
import { scenarioNames } from './scenarios.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

test('a right shop is told nothing, and everything is played', async () => {
  const rehearsal = await rehearsed(platform, {})
  assert.deepEqual(rehearsal.mistakes, [])
  assert.ok(
    rehearsal.passed && rehearsal.scenarios.every(({ outcome }) => outcome === 'passed'),
    JSON.stringify(rehearsal.scenarios, null, 1),
  )
})

test('a right shop is never accused of what its network does: answers that are lost on their way', async () => {
  const scenarios = ['paid', 'duplicates', 'late-retries', 'dispute', 'key-rotation', 'forged']
  for (const cutEvery of [2, 3]) {
    const rehearsal = await rehearsed(platform, { cutEvery }, scenarios)
    assert.deepEqual(rehearsal.mistakes, [], `every ${cutEvery}`)
    // A machine that is busy may lose one whole; then that is what is said, and no more than that.
    const lost = rehearsal.scenarios.filter(({ outcome }) => outcome !== 'passed')
    assert.ok(lost.length <= 2, JSON.stringify(lost))
    for (const scenario of lost) assert.match(JSON.stringify(scenario), /not_reached.*answers did not come/)
  }
  // None of its answers comes: nothing is known of it, from the first delivery on or from a later one.
  await assert.rejects(
    rehearsed(platform, { cutEvery: 1, noDoor: true }, scenarios),
    /Nothing could be played/,
  )
  for (const silentAfter of [6, 9]) {
    const { mistakes, passed, complete } = await rehearsed(platform, { silentAfter }, scenarios)
    assert.deepEqual([mistakes, passed, complete], [[], false, false])
  }
})

test('a step that is not answered ends its scenario, which is said, and is no mistake', async () => {
  const { mistakes, scenarios, passed } = await rehearsed(
    platform,
    { stepMs: 60_000, slowBy: 'bank_account' },
    ['paid', 'refused-by-bank'],
    { stepMs: 5_000 },
  )
  assert.deepEqual(mistakes, [])
  assert.equal(passed, false)
  assert.deepEqual(
    scenarios.map(({ outcome }) => outcome),
    ['passed', 'not_reached'],
  )
  assert.match(scenarios[1]!.reason!, /^POST .*\/rehearsal was not answered within 5 s$/)
})

test('a rehearsal whose time is over says what it did not reach, and puts the webhook back', async () => {
  const rehearsal = await rehearsed(platform, {}, undefined, { playMs: 3_000 })
  assert.deepEqual(rehearsal.mistakes, [])
  assert.ok(!rehearsal.passed && !rehearsal.complete)
  assert.equal(rehearsal.scenarios.length, scenarioNames.length)
  const reached = rehearsal.scenarios.filter(({ outcome }) => outcome === 'passed')
  assert.ok(reached.length > 0 && reached.length < scenarioNames.length)
  for (const { outcome, reason } of rehearsal.scenarios)
    if (outcome !== 'passed') assert.match(reason!, /^the rehearsal’s 3 s were over/)
  await until('the network to be quick', async () => {
    const { body } = await platform.call('GET', '/sandbox/faults')
    return body.answer_delay_ms === 0
  })
})
