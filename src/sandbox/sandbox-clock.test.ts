import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createWebhook, startReceiver } from '../../test/receiver.ts'
import { startApi } from '../api.ts'
import { type Db, sql } from '../db/sql.ts'
import { freePort } from '../ground/free-port.ts'
import { openContext } from '../process/context.ts'
import { verify } from '../verify/verify.ts'
import { advanceClock, parseStep, readClock } from './sandbox-clock.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const advance = (step: string) => platform.call('POST', '/sandbox/clock', { advance: step })
const timeIn = async (db: Db) => (await db.one<{ now: Date }>(sql`select jetpay_now() as now`)).now
/** How far a time is ahead of the machine's, to the minute: what a test takes by itself does not count. */
const ahead = (time: Date | string) =>
  Math.round((new Date(time).getTime() - Date.now()) / 60_000) * 60_000 + 0

const everythingHolds = () =>
  until('every invariant to hold', async () => {
    const { ok } = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: platform.simulatorUrl })
    return ok
  })

test('databases, processes, card network and bank all have the new time, also in plans of before', async () => {
  const { db, vaultDb, context } = platform
  const card = await platform.saveCard()
  const start = Number((await readClock(db)).ahead_ms)
  for (const one of [db, vaultDb]) assert.equal(ahead(await timeIn(one)), start)
  const { status, body } = await advance('2h30m')
  assert.equal(status, 200)
  const expected = start + 2.5 * HOUR_MS
  assert.equal(body.ahead_seconds * 1000, expected)
  for (const one of [db, vaultDb]) assert.equal(ahead(await timeIn(one)), expected)
  assert.equal(ahead(context.clock.now()), expected)
  assert.equal(ahead((await platform.call('GET', '/sandbox/clock')).body.now), expected)
  const { body: charge } = await platform.charge(card)
  const { body: debit } = await platform.call('GET', `/transaction/${charge.debit_id}`)
  assert.equal(ahead(debit.created_at), expected)
  const { entries } = await platform.books('?limit=1000')
  assert.equal(ahead(entries.at(-1).created_at), expected)
})

test('a card page of before has expired, and its card with it', async () => {
  const contactId = await platform.createContact()
  const { body } = await platform.call('POST', `/contact/${contactId}/creditcards/url`)
  await advance('16m')
  assert.notEqual((await platform.submitCard(body.url, '4242424242424242')).body.outcome, 'succeeded')
  const path = `/contact/${contactId}/creditcards/${body.credit_card_id}`
  await until('the card to expire', async () =>
    /expired|failed/.test((await platform.call('GET', path)).body.state),
  )
})

test('days later a charge is cleared and deposited, and every invariant holds', async () => {
  const card = await platform.saveCard()
  const { body: charge } = await platform.charge(card)
  await advance('1d')
  const stateOf = async () => (await platform.call('GET', `/transaction/${charge.debit_id}`)).body.state
  await until('the charge to be cleared', async () => (await stateOf()) === 'completed')
  await until('a payout', async () => (await platform.call('GET', '/payout')).body.data.length > 0)
  await advance('5d')
  await until('the deposit', async () =>
    (await platform.call('GET', '/payout')).body.data.some((payout: any) => payout.state === 'completed'),
  )
  await everythingHolds()
})

test('a charge that is on its way while the clock moves is paid or reversed, as the network has it', async () => {
  const card = await platform.saveCard()
  await platform.setFaults({ answer_delay_ms: 1_500 })
  const [{ body: charge }] = await Promise.all([platform.charge(card), advance('2d')])
  await platform.setFaults({ answer_delay_ms: 0 })
  const debit = await until('its outcome', async () => {
    const { body } = await platform.call('GET', `/transaction/${charge.debit_id}`)
    return body.state !== 'requested' && body
  })
  const { entries } = await platform.books('?limit=1000')
  assert.equal(entries.at(-1).state, debit.state === 'failed' ? 'reversed' : 'captured')
  await everythingHolds()
})

test('a delivery is signed with the time that its receiver has', async (t) => {
  const receiver = await startReceiver(platform.url)
  t.after(() => receiver.close())
  const { inbox, identifier } = await createWebhook(platform, receiver, '/moved')
  await advance('1d')
  await platform.createContact()
  const { headers } = await until('a delivery', async () => inbox.received[0])
  assert.ok(Math.abs(Number(headers['webhook-timestamp']) * 1000 - Date.now()) < HOUR_MS)
  await platform.good('DELETE', `/webhooks/${identifier}`)
})

test('it never goes back: not by a message that comes late, not by a restart of the network', async () => {
  const { ahead_ms } = await readClock(platform.db)
  for (const db of [platform.db, platform.vaultDb]) {
    await db.one(sql`select move_clock(${ahead_ms - 1n})`)
    assert.equal(ahead(await timeIn(db)), Math.round(Number(ahead_ms) / 60_000) * 60_000)
  }
  await platform.stopNetwork()
  await platform.restartNetwork()
  const tellLate = () =>
    fetch(`${platform.simulatorUrl}/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ahead_ms: 1 }),
    })
  // A connection from before the restart may be tried first.
  const late = await until('the network', () => tellLate().catch(() => null))
  assert.equal(((await late.json()) as any).ahead_ms, Number(ahead_ms))
  await assert.rejects(platform.db.run(sql`update clock set target_ms = 0`), /check constraint/)
})

test('a process that nobody told follows by itself', async () => {
  const other = await openContext('cli', platform.config)
  await advance('90m')
  const expected = ahead((await platform.call('GET', '/sandbox/clock')).body.now)
  await until('it to follow', async () => ahead(other.clock.now()) === expected)
  await other.close()
})

test('two at once are both made', async () => {
  const before = (await readClock(platform.db)).ahead_ms
  const both = await Promise.all([advanceClock(platform.db, HOUR_MS), advanceClock(platform.db, HOUR_MS)])
  assert.ok(both.every(Boolean))
  assert.equal((await readClock(platform.db)).ahead_ms, before + BigInt(2 * HOUR_MS))
})

test('a network that is down holds the clock: nothing has another day than the rest', async () => {
  await platform.stopNetwork()
  const before = await readClock(platform.db)
  const moving = advanceClock(platform.db, DAY_MS)
  await until('it to be asked for', async () => (await readClock(platform.db)).target_ms > before.target_ms)
  assert.equal((await readClock(platform.db)).ahead_ms, before.ahead_ms)
  await platform.restartNetwork()
  assert.equal(((await moving) || before).ahead_ms, before.ahead_ms + BigInt(DAY_MS))
})

test('steps are read exactly', () => {
  assert.equal(parseStep('3d'), 3 * DAY_MS)
  assert.equal(parseStep('1d12h30m5s'), 1.5 * DAY_MS + 30 * 60_000 + 5_000)
  for (const bad of ['', '0d', '-1d', '3', '3w', '1.5d', '12h1d', '367d', ' 1d'])
    assert.equal(parseStep(bad), null, bad)
})

test('a step that cannot be made is refused with what to do', async () => {
  for (const step of ['-1d', '367d', 'tomorrow']) {
    const { status, body } = await advance(step)
    assert.equal(status, 422)
    assert.match(body.errors[0].message, /must be a time such as 3d/)
  }
})

test('live there is no such endpoint, and a database whose clock was moved is refused', async () => {
  const host = '127.0.0.1'
  const live = { ...platform.config, environment: 'live' as const, apiPort: await freePort(host) }
  const context = await openContext('api', live)
  await assert.rejects(startApi(context), /moved in the demo/)
  await context.close()

  const other = await startPlatform()
  const unmoved = { ...other.config, environment: 'live' as const, apiPort: await freePort(host) }
  const liveContext = await openContext('api', unmoved)
  const api = await startApi(liveContext)
  const answer = await fetch(`http://${host}:${unmoved.apiPort}/sandbox/clock`, {
    headers: { authorization: `Bearer ${other.demo.api_token}` },
  })
  assert.equal(answer.status, 404)
  await api.close()
  await liveContext.close()
  await other.close()
})
