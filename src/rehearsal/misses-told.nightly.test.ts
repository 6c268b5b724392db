/**
 * Every way that we know to miss what happened, each in a shop that is right otherwise: it is told, and no
 * other.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { rehearsed, toldIn, type Way } from '../../test/rehearsed.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

/** In which of all scenarios it is seen; the others pass. */
const ways: Way[] = [
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

for (const way of ways) test(`a shop that ${way[0]} is told ${way[1]}`, () => toldIn(platform, way))

test('a shop that reads one event of a delivery is told misses_payment, in late deliveries at least', async () => {
  const { mistakes } = await rehearsed(platform, { firstOnly: true })
  const [payment, ...others] = mistakes
  assert.equal(payment!.code, 'misses_payment')
  const seen = payment!.seen.join('\n')
  assert.match(seen, /^late-delivery: /m)
  // Where a delivery begins with `paid` and goes on with what took it back, it reads `paid`.
  for (const { code, seen } of others) assert.equal(code, 'misses_money_taken_back', seen.join('\n'))
})
