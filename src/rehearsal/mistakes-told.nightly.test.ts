/**
 * Every way that we know to act when nothing was paid or twice, each in a shop that is right otherwise: it is
 * told, and no other. What a shop misses: misses-told.nightly.test.ts.
 */
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { toldIn, type Way } from '../../test/rehearsed.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 1_500, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

/** In which of all scenarios it is seen; the others pass. */
const ways: Way[] = [
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
]

for (const way of ways) test(`a shop that ${way[0]} is told ${way[1]}`, () => toldIn(platform, way))
