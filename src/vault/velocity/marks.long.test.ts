/**
 * Who tries out stolen cards learns next to nothing, and a crowd of people behind one address is not taken
 * for one who does.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  behindProxy,
  deadCard,
  enter,
  liveCards,
  openPages,
  told,
  tryOut,
} from '../../../test/card-testers.ts'
import { type Platform, startPlatform, until } from '../../../test/platform.ts'
import { sql } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'

let platform: Platform
before(async () => {
  const { cardTesting } = readConfig({})
  // Five hundred browsers share this one machine: the work is little, and all else is as it comes.
  platform = await startPlatform({
    trustedProxies: behindProxy.trustedProxies,
    cardTesting: { ...cardTesting, proofBits: 8 },
  })
})
after(() => platform?.close())

/** Of these cards so many in a hundred are good. */
const stolen = (count: number, goodInHundred: number) =>
  Array.from({ length: count }, (_, n) =>
    (n * 37) % 100 < goodInHundred ? liveCards[n % liveCards.length]! : deadCard(n),
  )
const crowd = async (address: string) => {
  const urls = await openPages(platform, 500)
  // One in ten mistypes, or has a card that is declined.
  const answers = await Promise.all(
    urls.map((url, n) => enter(url, n % 10 === 4 ? deadCard(50_000 + n) : liveCards[n % 8]!, address)),
  )
  return answers
}

test('a crowd of 500 behind one address, all at once and one in ten of them declined, is answered', async () => {
  const answers = await crowd('198.51.100.7')
  assert.deepEqual(
    answers.filter((answer) => !told(answer)).map(({ status, body }) => [status, body]),
    [],
  )
  const locked = await platform.vaultDb.many(sql`select data from card_log where kind = 'locked'`)
  assert.deepEqual(locked, [])
})

test('a thousand stolen cards, tried from fifty addresses at once, learn at most twenty answers; the company hears of it, and the operator', async () => {
  const addresses = Array.from({ length: 50 }, (_, at) => `203.0.${at}.${at + 10}`)
  const answers = await tryOut(platform, stolen(1_000, 5), addresses)
  const learned = answers.filter(told).length
  assert.equal(answers.length, 1_000)
  assert.ok(learned <= 20, `${learned} answers`)
  const event = await until('the event', () =>
    platform.db.first<{ data: any }>(sql`
      select data from events where company_id = ${platform.demo.company_id} and type = 'company.card_testing_suspected'
        and data ->> 'scope' = 'company'`),
  )
  assert.ok(event.data.declined >= 10, JSON.stringify(event.data))
  const alarm = await platform.db.one<{ kind: string }>(sql`
    select kind from alarms where company_id = ${platform.demo.company_id} and kind = 'card_testing'`)
  assert.equal(alarm.kind, 'card_testing')
})

test('meanwhile the crowd that was there before goes on', async () => {
  const [url] = await openPages(platform, 1)
  const { status } = await enter(url!, liveCards[0]!, '198.51.100.7')
  assert.equal(status, 200)
})
