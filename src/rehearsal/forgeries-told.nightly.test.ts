/** What a shop believes that it should have checked is told, and what cannot be seen is not. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import type { Plant } from '../../test/rehearsal-shop.ts'
import { isTold, rehearsed } from '../../test/rehearsed.ts'
import { forgeries } from './deliveries.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

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
