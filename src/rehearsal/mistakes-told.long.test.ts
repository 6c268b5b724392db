/**
 * Every way that we know to make a mistake, each in a shop that is right otherwise: it is told, and no other.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import type { Plant } from '../../test/rehearsal-shop.ts'
import { isTold, rehearsed } from '../../test/rehearsed.ts'
import { forgeries } from './deliveries.ts'
import type { MistakeCode } from './mistakes.ts'
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

/** In which of all scenarios it is seen; the others pass. */
const ways: [what: string, MistakeCode, Plant, string[]][] = [
  [
    'ships again on every repeat',
    'acts_twice',
    { repeats: 'acts' },
    ['deposit-return', 'dispute', 'duplicates', 'key-rotation', 'late-retries', 'late-return'],
  ],
  [
    'writes the state of an old event again',
    'acts_twice',
    { repeats: 'guarded' },
    ['deposit-return', 'dispute', 'late-return'],
  ],
  ['believes the card page', 'believes_page', { shipsAt: 'page' }, ['card-page']],
  [
    'ships with the order',
    'ships_unpaid',
    { shipsAt: 'order' },
    ['card-page', 'declined', 'forged', 'refused-by-bank', 'unknown-outcome'],
  ],
  ['ships when an outcome is unknown', 'ships_unpaid', { shipsAt: 'unknown' }, ['unknown-outcome']],
  ['ships when a payer has agreed', 'ships_unpaid', { shipsAt: 'initiated' }, ['refused-by-bank']],
  ['gives an order up whose charge is slow', 'misses_payment', { givesUpMs: 400 }, ['slow-charge']],
  ['charges again when a charge is slow', 'charges_twice', { impatientMs: 400 }, ['slow-charge']],
  ['misses disputes', 'misses_money_taken_back', { deafTo: ['disputed'] }, ['dispute']],
  ['misses returns after a deposit', 'misses_money_taken_back', { deafTo: ['returned'] }, ['deposit-return']],
  [
    'misses returns before a deposit',
    'misses_money_taken_back',
    { deafTo: ['failed'] },
    ['late-delivery', 'late-return'],
  ],
]

for (const [what, code, plant, seenIn] of ways)
  test(`a shop that ${what} is told ${code}`, async () => {
    const { seen, scenarios } = await isTold(platform, code, plant)
    const where = (found: string[]) => [...new Set(found)].sort()
    const told = where(seen.map((one) => one.split(':')[0]!))
    const mistaken = scenarios.filter(({ outcome }) => outcome !== 'passed').map(({ name }) => name)
    assert.deepEqual(where(mistaken), told, JSON.stringify(scenarios, null, 1))
    // By a clock of its own it finds any charge slow where the machine is.
    const byClock = plant.impatientMs !== undefined || plant.givesUpMs !== undefined
    const expected = byClock ? told.filter((name) => seenIn.includes(name)) : told
    assert.deepEqual(expected, seenIn, seen.join('\n'))
  })

test('a shop that reads one event of a delivery is told misses_payment, in late deliveries at least', async () => {
  const { mistakes } = await rehearsed(platform, { firstOnly: true })
  const [payment, ...others] = mistakes
  assert.equal(payment!.code, 'misses_payment')
  const seen = payment!.seen.join('\n')
  assert.match(seen, /^late-delivery: /m)
  // Where a delivery begins with `paid` and goes on with what took it back, it reads `paid`.
  for (const { code, seen } of others) assert.equal(code, 'misses_money_taken_back', seen.join('\n'))
})

const unchecked: [NonNullable<Plant['unchecked']>, (keyof typeof forgeries)[]][] = [
  [
    'everything',
    ['expired', 'no_algorithm', 'other_audience', 'other_body', 'stolen_kid', 'unsigned', 'wrong_key'],
  ],
  ['signature', ['no_algorithm', 'stolen_kid', 'wrong_key']],
  ['algorithm', ['no_algorithm']],
  ['payload_hash', ['other_body']],
  ['exp', ['expired']],
  ['aud', ['other_audience']],
]

for (const [check, believed] of unchecked)
  test(`a shop that does not look at ${check} of a delivery is told believes_forged, with each forgery`, async () => {
    const { seen } = await isTold(platform, 'believes_forged', { unchecked: check }, ['paid', 'forged'])
    const kinds = Object.entries(forgeries)
    assert.deepEqual(
      kinds
        .filter(([, words]) => seen.some((one) => one.includes(words)))
        .map(([kind]) => kind)
        .sort(),
      believed,
      seen.join('\n'),
    )
  })

test('without the door refusals are told, and a believed forgery is noted as what cannot be seen', async () => {
  const only = ['paid', 'late-retries', 'key-rotation', 'forged']
  const told = async (plant: Plant) => {
    const { mistakes, notes, door, scenarios } = await rehearsed(platform, { ...plant, noDoor: true }, only)
    assert.equal(door, false)
    return { codes: mistakes.map(({ code }) => code), notes, scenarios }
  }
  assert.deepEqual((await told({})).codes, [])
  assert.deepEqual((await told({ repeats: 'refuses' })).codes, ['refuses_repeats'])
  assert.deepEqual((await told({ pinnedKeys: true })).codes, ['refuses_new_key'])
  const deaf = await told({ answers: 403 })
  assert.deepEqual(deaf.codes, ['refuses_genuine'])
  assert.deepEqual(
    deaf.scenarios.map(({ outcome }) => outcome),
    ['mistaken', 'not_reached', 'not_reached', 'not_reached'],
  )
  const believing = await told({ unchecked: 'everything', repeats: 'acts', shipsAt: 'order' })
  assert.deepEqual(believing.codes, [])
  assert.equal(believing.scenarios.find(({ name }) => name === 'forged')!.outcome, 'not_reached')
  assert.equal(believing.notes.filter((note) => note.includes('cannot be seen without the door')).length, 7)
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
