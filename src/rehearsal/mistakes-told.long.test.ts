/**
 * Each mistake planted in a shop, and told to it alone. The ways to make each: mistakes-told.nightly.test.ts.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import type { Plant } from '../../test/rehearsal-shop.ts'
import { isTold, rehearsed } from '../../test/rehearsed.ts'
import { type MistakeCode, mistakes } from './mistakes.ts'
import { reportText } from './report.ts'

/** So slow a network that an impatient shop charges again before it has answered. */
const IMPATIENT_MS = 300

const planted: Record<MistakeCode, [Plant, scenario: string]> = {
  believes_forged: [{ unchecked: 'everything' }, 'forged'],
  acts_twice: [{ repeats: 'acts' }, 'late-retries'],
  believes_page: [{ shipsAt: 'page' }, 'card-page'],
  ships_unpaid: [{ shipsAt: 'order' }, 'declined'],
  misses_payment: [{ deafTo: ['paid'] }, 'paid'],
  charges_twice: [{ impatientMs: IMPATIENT_MS }, 'slow-charge'],
  no_idempotency_key: [{ withoutKey: true }, 'paid'],
  misses_money_taken_back: [{ deafTo: ['disputed'] }, 'dispute'],
  refuses_genuine: [{ answers: 500 }, 'paid'],
  refuses_repeats: [{ repeats: 'refuses' }, 'late-retries'],
  refuses_new_key: [{ pinnedKeys: true }, 'key-rotation'],
}

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

for (const [code, [plant, scenario]] of Object.entries(planted))
  test(`a shop that makes the mistake ${code} is told it, and nothing else`, async () => {
    const { seen } = await isTold(platform, code, plant, [scenario])
    assert.ok(seen[0]!.replace('in the end, ', '').startsWith(`${scenario}: `), seen[0])
  })

test('a shop that makes a key for each try is told so whatever its timeout is, since the button is pressed twice', async () => {
  const { seen } = await isTold(platform, 'charges_twice', { keyOfPress: true }, ['pressed-twice'])
  assert.match(seen[0]!, /^pressed-twice: the button was pressed twice: 2 debits were paid/)
  const right = await rehearsed(platform, {}, ['pressed-twice'])
  assert.ok(right.passed, JSON.stringify(right))
})

test('a right shop is told nothing where these were found', async () => {
  const scenarios = [...new Set(Object.values(planted).map(([, scenario]) => scenario))]
  const rehearsal = await rehearsed(platform, {}, scenarios)
  assert.deepEqual(rehearsal.mistakes, [])
  assert.ok(rehearsal.passed && rehearsal.complete, JSON.stringify(rehearsal.scenarios, null, 1))
  assert.equal(rehearsal.scenarios.length, scenarios.length)
  assert.equal(Object.keys(planted).length, Object.keys(mistakes).length)
})

test('a door that answers without an end is no door, and is not read to it', async () => {
  await assert.rejects(rehearsed(platform, { endless: true }, ['paid']), /answers more than 5 MB/)
})

test('what was seen several times is reported once, with how often', async () => {
  const { mistakes, ...rest } = await rehearsed(platform, { answers: 403 }, ['paid'])
  const [mistake] = mistakes as [(typeof mistakes)[0]]
  const seen = ['late-retries: a', 'late-retries: b', 'late-retries: a']
  const text = reportText({ ...rest, mistakes: [{ ...mistake, seen }] })
  assert.match(text, /Seen +late-retries: a \(2 times\)\n +late-retries: b\n/)
})
