/** Exactly once and in order, on a real PostgreSQL, with events of the real platform. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { makeEvents } from '../../test/receiver.ts'
import {
  DeliveryError,
  type Gaps,
  handleOnce,
  type PaymentEvent,
  postgresStore,
  type TestEvent,
} from './webhooks.ts'

let platform: Platform
let pool: pg.Pool
let streams = 0
let stream: string
before(async () => {
  platform = await startPlatform()
  await makeEvents(platform, 250)
  pool = new pg.Pool({ connectionString: platform.config.databaseUrl!, max: 5 })
  await pool.query('create table jetpay_events (stream text primary key, last_event_id bigint)')
  await pool.query('create table done (place serial, stream text, event_id integer)')
})
after(async () => {
  await pool.end()
  await platform.close()
})
beforeEach(() => {
  stream = `stream ${streams++}`
})

/** The platform's events `first` to `last`, as a delivery holds them. */
async function delivery(first: number, last: number) {
  const { body } = await platform.call('GET', `/events?after=${first - 1}&limit=${last - first + 1}`)
  return { webhookId: 1, events: body.data as PaymentEvent[] }
}

const done = async () => {
  const { rows } = await pool.query('select event_id from done where stream = $1 order by place', [stream])
  return rows.map((row) => row.event_id as number)
}
const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

const receive = async (
  first: number,
  last: number,
  { gaps = 'refuse', failAt = 0 }: { gaps?: Gaps; failAt?: number } = {},
) =>
  handleOnce(await delivery(first, last), {
    store: postgresStore(pool, stream),
    gaps,
    async handle(event, tx) {
      await tx.query('insert into done (stream, event_id) values ($1, $2)', [stream, event.id])
      if (event.id === failAt) throw new Error('our own trouble')
    },
  })

test('what comes again is skipped, also where a repetition holds more than the first try', async () => {
  assert.equal(await receive(7, 9), 3, 'the first delivery may begin anywhere')
  assert.equal(await receive(7, 9), 0)
  assert.equal(await receive(8, 12), 3)
  assert.deepEqual(await done(), from(7, 12))
})

test('events in another order than theirs are put in order: none is skipped, the first time too', async () => {
  const { webhookId, events } = await delivery(4, 6)
  const store = postgresStore(pool, stream)
  const seen: number[] = []
  const handle = async ({ id }: PaymentEvent) => void seen.push(id)
  const mixed = { webhookId, events: [events[1]!, events[0]!, events[2]!] }
  assert.equal(await handleOnce(mixed, { store, handle }), 3)
  assert.deepEqual(seen, [4, 5, 6])
})

test('of deliveries that overlap in time each event is handled once, in order', async () => {
  await Promise.all(from(1, 8).map(() => receive(1, 20)))
  assert.deepEqual(await done(), from(1, 20))
})

test('what the handling throws undoes it, keeps the events before, and the next try goes on there', async () => {
  await assert.rejects(receive(1, 5, { failAt: 3 }), /our own trouble/)
  assert.deepEqual(await done(), [1, 2])
  assert.equal(await receive(1, 5), 3)
  assert.deepEqual(await done(), from(1, 5))
})

test('missing events are named, and nothing after them is handled', async () => {
  await receive(39, 40)
  await assert.rejects(receive(44, 45), (error: unknown) => {
    assert.ok(error instanceof DeliveryError)
    assert.deepEqual([error.code, error.status], ['events_missing', 503])
    assert.match(error.message, /^missing events 41–43: ask GET \/events\?after=40/)
    return true
  })
  await assert.rejects(receive(42, 42), /^DeliveryError: missing event 41: ask GET \/events\?after=40/)
  assert.deepEqual(await done(), [39, 40])
})

test('missing events are asked of the API and handled first, over several pages', async () => {
  const gaps = { apiUrl: platform.url, token: platform.demo.api_token }
  await receive(1, 2)
  assert.equal(await receive(230, 231, { gaps }), 229)
  assert.deepEqual(await done(), from(1, 231))
})

test('an API that does not give the missing events has the delivery come again, and nothing is skipped', async () => {
  await receive(1, 2)
  for (const gaps of [
    { apiUrl: platform.url, token: 'jp_demo_revoked' },
    { apiUrl: 'http://127.0.0.1:1', token: 'x' },
  ])
    await assert.rejects(receive(5, 6, { gaps }), { code: 'events_unavailable', status: 503 })
  assert.deepEqual(await done(), [1, 2])
  const gaps = { apiUrl: 'https://ada:hunter2@pay.example.com', token: 'x' }
  const isTold = ({ message }: Error) => /^gaps\.apiUrl is/.test(message) && !message.includes('hunter2')
  await assert.rejects(receive(5, 6, { gaps }), isTold)
})

test('a receiver that gets some types only may allow gaps', async () => {
  await receive(1, 2)
  assert.equal(await receive(5, 6, { gaps: 'allow' }), 2)
  assert.deepEqual(await done(), [1, 2, 5, 6])
})

test('a test delivery is confirmed and moves nothing', async () => {
  const event: TestEvent = {
    id: 0,
    createdAt: new Date().toISOString(),
    type: 'webhooks.test',
    data: { message: 'Your webhook works.' },
  }
  const store = postgresStore(pool, stream)
  const handle = () => assert.fail('a test event is not handled')
  assert.equal(await handleOnce({ webhookId: 1, events: [event] }, { store, handle }), 0)
  assert.deepEqual(await done(), [])
})
