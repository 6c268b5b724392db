/**
 * Every way that we know to make a mistake, each in a shop that is right otherwise: it is told, and no other.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import type { Plant } from '../../test/rehearsal-shop.ts'
import { isTold, rehearsed } from '../../test/rehearsed.ts'
import type { MistakeCode } from './mistakes.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

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
