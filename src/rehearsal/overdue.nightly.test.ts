/** What a shop does late is late, and no mistake; only what it never does is one. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { isTold, rehearsed } from '../../test/rehearsed.ts'
import { reportText } from './report.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

/** Shorter than the shops' queues are, and far longer than one of their deliveries takes. */
const limits = { beliefMs: 100, beliefAgainMs: 100, stillMs: 15_000 }

test('a right shop whose queue is longer than it is waited for is told nothing, and that it is late', async () => {
  const scenarios = ['paid', 'duplicates', 'late-delivery', 'late-return', 'dispute']
  const announced: string[] = []
  const rehearsal = await rehearsed(platform, { queueMs: 400 }, scenarios, limits, {
    onScenario: ({ name, outcome }) => announced.push(`${name} ${outcome}`),
  })
  assert.deepEqual(rehearsal.mistakes, [])
  assert.ok(rehearsal.passed, JSON.stringify(rehearsal.scenarios, null, 1))
  assert.match(rehearsal.notes.join('\n'), /^your shop is late, and right in the end: \d+ orders? \(/m)
  assert.match(reportText(rehearsal), /^Note: your shop is late, and right in the end/m)
  assert.deepEqual(announced.sort(), scenarios.map((name) => `${name} passed`).sort())
})

test('a late shop that misses disputes is told that, and nothing of what it does late', async () => {
  const plant = { queueMs: 400, deafTo: ['disputed'] }
  const { seen } = await isTold(
    platform,
    'misses_money_taken_back',
    plant,
    ['paid', 'late-delivery', 'dispute'],
    limits,
  )
  assert.equal(seen.length, 1)
  assert.match(seen[0]!, /^dispute: .*the order is still `paid`$/)
})

test('a late shop that goes back to an old state is told so, and not that it has missed the new one', async () => {
  const { seen } = await isTold(
    platform,
    'acts_twice',
    { queueMs: 400, repeats: 'guarded' },
    ['paid', 'dispute'],
    limits,
  )
  assert.match(seen.join('\n'), /^dispute: .*the order went from `taken_back` to `paid`$/m)
})

test('of a shop that is still at it when the time is over nothing is told, and the scenario is not reached', async () => {
  const { mistakes, scenarios, passed } = await rehearsed(
    platform,
    { queueMs: 5_000 },
    ['paid', 'declined'],
    {
      ...limits,
      drainMs: 500,
    },
  )
  assert.deepEqual([mistakes, passed], [[], false])
  assert.deepEqual(
    scenarios.map(({ name, outcome }) => `${name} ${outcome}`),
    ['paid not_reached', 'declined passed'],
  )
  assert.equal(scenarios[0]!.reason, 'your shop was still at it 0.5 s after all was delivered')
})

test('what is found in the end of a scenario that had passed stands by itself, with the orders', async () => {
  const announced: string[] = []
  const rehearsal = await rehearsed(
    platform,
    { repeats: 'acts' },
    ['paid', 'key-rotation'],
    {},
    { onScenario: ({ name, outcome }) => announced.push(`${name} ${outcome}`) },
  )
  assert.deepEqual(announced, ['paid passed', 'key-rotation passed'])
  assert.deepEqual(
    rehearsal.scenarios.map(({ name, outcome }) => `${name} ${outcome}`),
    announced,
  )
  const [{ code, orders }] = rehearsal.found_in_the_end as [(typeof rehearsal.found_in_the_end)[0]]
  assert.equal(code, 'acts_twice')
  assert.match(orders.join(), /^rehearsal-\d+-\w+-key-rotation$/)
  assert.match(
    rehearsal.mistakes[0]!.seen.join('\n'),
    /^in the end, key-rotation: goods went out \d times for one order$/,
  )
  assert.match(
    reportText(rehearsal),
    /^Found in the end, when every order was looked at once more:\n {2}acts_twice: rehearsal-/,
  )
})
