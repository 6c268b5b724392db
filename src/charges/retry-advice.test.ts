/**
 * A declined card is charged again when the schemes' rules allow it: the platform keeps to them by itself. As
 * each of these tests ends, the network's judge has found nothing (`platform.ts`).
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Platform } from '../../test/platform.ts'
import { type ScheduleStage, startScheduleStage } from '../../test/schedule-stage.ts'
import { stopsCard } from '../ground/retry-advice.ts'
import { declineOf, listedCodes } from '../vault/iso8583/response-codes.ts'

let stage: ScheduleStage
let platform: Platform
before(async () => {
  stage = await startScheduleStage()
  platform = stage.platform
})
after(() => stage.close())

const asked = async () => (await platform.books('?limit=1000')).entries.length
const advance = (by: string) => platform.good('POST', '/sandbox/clock', { advance: by })
const restOf = async ({ path }: { path: string }) => (await platform.call('GET', path)).body.rests

test('every code of Visa’s category 1, and each advice never to try again, stops the card', () => {
  for (const code of ['04', '07', '12', '15', '41', '43', '46', '57', 'R0', 'R1', 'R3'])
    assert.ok(stopsCard(declineOf(code)), code)
  for (const code of listedCodes)
    for (const advice of ['03', '21']) assert.ok(stopsCard(declineOf(code, advice)), `${code} ${advice}`)
  for (const code of ['03', '05', '51', '54', '58', '61', '91', '94', '96'])
    assert.ok(!stopsCard(declineOf(code)), code)
})

for (const [number, reason, code, advice] of [
  ['4000000000200438', 'stolen_card', '43', undefined],
  ['5555550000000309', 'do_not_honour', '05', '03'],
  ['5555550000002107', 'do_not_honour', '05', '21'],
] as const)
  test(`a card that is never to be tried again (${code} ${advice ?? ''}) is refused here, and the network is not asked`, async () => {
    const card = await platform.saveCard(number)
    const declined = await platform.charge(card)
    assert.deepEqual(
      [declined.status, declined.body.fail_reason, declined.body.retry, declined.body.advice_code],
      [402, reason, 'never', advice],
    )
    const before = await asked()
    const refused = await platform.charge(card)
    const { fail_reason, network_code, retry, retry_after } = refused.body
    assert.deepEqual([refused.status, refused.body.code], [409, 'retry_not_allowed'], refused.text)
    assert.deepEqual([fail_reason, network_code, retry, retry_after], [reason, code, 'never', null])
    assert.equal(await asked(), before)
    assert.deepEqual(await restOf(card), { until: null, fail_reason: reason, network_code: code })
  })

test('where the network names a time, the card is charged again after it, and not before', async () => {
  const card = await platform.saveCard('5555550000002404')
  const declined = await platform.charge(card)
  assert.deepEqual([declined.body.retry, declined.body.retry_after_hours], ['later', 1])
  const refused = await platform.charge(card)
  assert.deepEqual([refused.status, refused.body.retry], [409, 'later'], refused.text)
  const until = (await restOf(card)).until
  assert.equal(refused.body.retry_after, until)
  await advance('59m')
  assert.equal((await platform.charge(card)).status, 409)
  await advance('2m')
  assert.equal((await platform.charge(card)).status, 402)
})

test('after fifteen declines within thirty days the card rests, until the first of them is thirty days old', async () => {
  const card = await platform.saveCard('4000000000009995')
  for (let tries = 0; tries < 15; tries++) assert.equal((await platform.charge(card)).status, 402)
  const refused = await platform.charge(card)
  assert.deepEqual([refused.status, refused.body.fail_reason], [409, 'insufficient_funds'], refused.text)
  await advance('29d')
  assert.equal((await platform.charge(card)).status, 409)
  await advance('2d')
  assert.equal((await platform.charge(card)).status, 402)
})

test('after ten declines within a day a Mastercard rests, until the first of them is a day old', async () => {
  const card = await platform.saveCard('5555550000002404')
  for (let tries = 0; tries < 10; tries++) {
    assert.equal((await platform.charge(card)).status, 402)
    // As its advice says.
    await advance('61m')
  }
  const before = await asked()
  const refused = await platform.charge(card)
  assert.deepEqual([refused.status, refused.body.code], [409, 'retry_not_allowed'], refused.text)
  assert.equal(await asked(), before)
  const { now } = await platform.good('GET', '/sandbox/clock')
  const hours = (Date.parse(refused.body.retry_after) - Date.parse(now)) / 3_600_000
  assert.ok(hours > 13 && hours < 14, `${hours}`)
  await advance('13h')
  assert.equal((await platform.charge(card)).status, 409)
  await advance('1h')
  assert.equal((await platform.charge(card)).status, 402)
})

test('a schedule whose card is never to be tried again fails without asking the network', async () => {
  const card = await platform.saveCard('4000000000200412')
  const schedule = await stage.scheduled(card, { count: 2 })
  const reasons: string[] = []
  for (const count of [1, 2]) {
    await stage.advance(1)
    reasons.push((await stage.settled(schedule.identifier, count)).at(-1).fail_reason)
  }
  assert.deepEqual(reasons, ['lost_card', 'retry_not_allowed'])
})
