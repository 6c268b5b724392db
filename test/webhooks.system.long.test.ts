/**
 * What a receiver sees of the whole system while its processes are killed. The seeded version of this is `npm
 * run chaos`.
 */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openDatabase, sql } from '../src/db/sql.ts'
import { until } from './platform.ts'
import { startReceiver } from './receiver.ts'
import { newDataFolder, type System, startSystem } from './system.ts'

/** On a machine that does much else, whose worker or database is started again meanwhile. */
const AT_MOST_MS = 150_000

let system: System
before(async () => {
  system = await startSystem(newDataFolder())
})
after(async () => {
  await system.stop()
  rmSync(system.dataFolder, { recursive: true, force: true })
})

async function call(method: string, path: string, body?: unknown): Promise<any> {
  const response = await fetch(system.demo.api_url + path, {
    method,
    headers: { authorization: `Bearer ${system.demo.api_token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return response.json()
}
const newest = async (): Promise<number> => (await call('GET', '/events?after=999999999')).newest_event_id

test('kill -9 of the worker in mid-delivery, of the database, and a day without the receiver: every id arrives, in order, signed', async () => {
  const receiver = await startReceiver(system.demo.api_url)
  const inbox = receiver.inbox('/')
  const before = await newest()
  const { identifier } = await call('POST', '/webhooks', {
    callback_url: receiver.url('/'),
    max_batch_size: 3,
    max_wait_seconds: 0,
  })
  let producing = true
  const produce = async () => {
    while (producing) {
      await call('PUT', '/contact', { email: 'ada@example.com', name: 'Ada' }).catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const producer = produce()
  const highest = () =>
    Math.max(before, ...inbox.received.flatMap((one) => one.body.events.map(({ id }) => id)))
  const passes = (what: string, mark: number) => until(what, async () => highest() >= mark + 10, AT_MOST_MS)
  try {
    await passes('the first events', before)

    const hanging = Promise.withResolvers<{ status: number }>()
    inbox.reply = () => hanging.promise
    await until('a delivery under way', async () => inbox.atOnce === 1)
    const worker = system.pidOf('jetpay worker')!
    process.kill(worker, 'SIGKILL')
    inbox.reply = () => ({ status: 204 })
    const killedAt = performance.now()
    const mark = highest()
    await until(
      'another worker',
      async () => ![undefined, worker].includes(system.pidOf('jetpay worker')),
      AT_MOST_MS,
    )
    await passes('what the dead worker left', mark)
    assert.ok(performance.now() - killedAt < AT_MOST_MS)
    hanging.resolve({ status: 500 })

    process.kill(system.pidOf('postgres')!, 'SIGKILL')
    await passes('events after the database restart', highest())

    await receiver.close()
    const db = openDatabase(system.databaseUrl, 1, () => undefined)
    const of = sql`company_id = ${system.demo.company_id} and webhook_id = ${identifier}`
    await until(
      'the webhook to fail',
      () => db.first(sql`select from webhooks where ${of} and state = 'backing_off' and failures >= 2`),
      AT_MOST_MS,
    )
    await db.run(sql`
      update webhooks set failing_since = failing_since - interval '1 day', next_attempt_at = jetpay_now() where ${of}`)
    await db.close()
    const back = await startReceiver(system.demo.api_url, receiver.port, receiver.inboxes)
    await call('POST', `/webhooks/${identifier}/resume`)
    await passes('events after the day', highest())
    producing = false
    await producer
    await until('the last event', async () => highest() === (await newest()), AT_MOST_MS)
    await back.close()
  } finally {
    producing = false
  }
  assert.deepEqual(inbox.refused, [], 'none unsigned, none stale')
  let last = before
  for (const { body } of inbox.received)
    for (const { id } of body.events) {
      assert.ok(id <= last + 1, `event ${id} came when ${last} was the last`)
      last = Math.max(last, id)
    }
})
