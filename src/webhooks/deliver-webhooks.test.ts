import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import {
  confirmedIds,
  consecutive,
  createWebhook,
  makeEvents,
  newestEventId,
  type Receiver,
  startReceiver,
  untilAllConfirmed,
  untilWebhook,
} from '../../test/receiver.ts'
import { sql } from '../db/sql.ts'
import { sequenceEvents } from '../events/sequence-events.ts'
import { newId } from '../ground/ids.ts'
import { startJobs } from '../process/poll.ts'
import { startWorker } from '../worker/worker.ts'
import { webhookDelivery } from './deliver-webhooks.ts'

let platform: Platform
let receiver: Receiver
let worker: { close(): Promise<void> }
before(async () => {
  platform = await startPlatform()
  // Started here instead, so that tests can stop it and start it again.
  await platform.stopWorker()
  worker = startWorker(platform.context)
  receiver = await startReceiver(platform.url)
})
after(async () => {
  await worker.close()
  await platform.close()
  await receiver.close()
})

test('events arrive in order, each signed for this webhook over exactly its bytes', async () => {
  const webhook = await createWebhook(platform, receiver, '/signed', {
    callback_api_key: "the shop's",
  })
  assert.equal(webhook.state, 'active')
  const ids = await makeEvents(platform, 5)
  await until('all events', async () => confirmedIds(webhook.inbox).length >= 5)
  assert.deepEqual(confirmedIds(webhook.inbox), ids)
  const { headers, text, body, claims, protectedHeader } = webhook.inbox.received[0]!
  assert.deepEqual(Object.keys(body), ['webhookId', 'events'])
  assert.equal(body.webhookId, webhook.id)
  assert.deepEqual(Object.keys(body.events[0]!), ['id', 'createdAt', 'type', 'data'])
  assert.match(body.events[0]!.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  assert.equal(headers['x-api-key'], "the shop's")

  assert.deepEqual(Object.keys(protectedHeader).sort(), ['alg', 'kid', 'typ'])
  assert.deepEqual(Object.keys(claims).sort(), ['aud', 'exp', 'iat', 'iss', 'jti', 'payload_hash', 'sub'])
  assert.equal(claims.aud, webhook.identifier)
  assert.equal(claims.exp! - claims.iat!, 90)
  assert.match(claims.jti!, /^[0-9a-f]{8}-[0-9a-f]{4}-4/)

  const secret = Buffer.from(webhook.signing_secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
  const expected = `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`
  assert.equal(headers['webhook-signature'], expected)
  assert.equal(Number(headers['webhook-timestamp']), claims.iat)
})

/** Stands in for the time that passes until the next attempt. */
const timePasses = (identifier: string) =>
  platform.db.run(sql`
    update webhooks set next_attempt_at = jetpay_now()
    where company_id = ${platform.demo.company_id} and webhook_id = ${identifier} and state = 'backing_off'`)

test('a receiver that is down, fails, hangs up or redirects gets every event in the end, in order and without a gap', async () => {
  const webhook = await createWebhook(platform, receiver, '/troubled', { max_batch_size: 3 })
  const trouble = [
    { status: 500 },
    'drop',
    { status: 302, headers: { location: '/elsewhere' } },
    { status: 404 },
  ] as const
  let answered = 0
  webhook.inbox.reply = () => trouble[answered++] ?? { status: 200 }
  const ids = await makeEvents(platform, 7)
  await untilAllConfirmed(platform, webhook.inbox, ids[0]!, () => timePasses(webhook.identifier))
  assert.deepEqual(webhook.inbox.refused, [])
  assert.equal(webhook.inbox.atOnceMost, 1)
  const shown = await untilWebhook(platform, webhook.identifier, 'rest', ({ state }) => state === 'active')
  assert.equal(shown.last_sent_event_id, confirmedIds(webhook.inbox).at(-1))

  const { body } = await platform.call('GET', `/webhooks/${webhook.identifier}/deliveries`)
  const attempts = body.data
    .toReversed()
    .map((one: Record<string, unknown>) => [one.status, one.error_class, one.error])
  assert.deepEqual(attempts.slice(0, 5), [
    [500, 'server_error', 'answered 500'],
    [null, 'closed', 'connection closed without an answer'],
    [302, 'redirected', 'answered 302; redirects are not followed'],
    [404, 'client_error', 'answered 404'],
    [200, null, null],
  ])
  const oldest = body.data.at(-1)
  assert.ok(
    oldest.request_excerpt.startsWith(`{"webhookId":${webhook.id},"events":[{"id":${ids[0]},"createdAt":`),
  )
  assert.equal(oldest.response_excerpt, '{"thanks":true}')
})

test('an outage of the receiver and a restart of the worker lose nothing', async () => {
  const down = await startReceiver(platform.url)
  const webhook = await createWebhook(platform, down, '/outage')
  const first = await makeEvents(platform, 2)
  await until('the first events', async () => confirmedIds(webhook.inbox).length === 2)
  await down.close()
  await makeEvents(platform, 3)
  await untilWebhook(platform, webhook.identifier, 'backing off', ({ state }) => state === 'backing_off')
  await worker.close()
  for (let made = 0; made < 3; made++) await platform.createContact()
  const back = await startReceiver(platform.url, down.port, down.inboxes)
  worker = startWorker(platform.context)
  await timePasses(webhook.identifier)
  await untilAllConfirmed(platform, webhook.inbox, first[0]!)
  const { body } = await platform.call('GET', `/webhooks/${webhook.identifier}/deliveries`)
  assert.ok(body.data.some((one: { error: string }) => one.error === 'connection refused'))
  await platform.good('DELETE', `/webhooks/${webhook.identifier}`)
  await back.close()
})

test('410 stops a webhook; resume goes on after the last confirmed event and loses nothing', async () => {
  const webhook = await createWebhook(platform, receiver, '/gone')
  const before = await makeEvents(platform, 1)
  await until('the first event', async () => confirmedIds(webhook.inbox).length >= 1)
  webhook.inbox.reply = () => ({ status: 410 })
  await makeEvents(platform, 4)
  await untilWebhook(platform, webhook.identifier, 'failed', ({ state }) => state === 'failed')
  webhook.inbox.reply = () => ({ status: 200 })
  const { body } = await platform.call('POST', `/webhooks/${webhook.identifier}/resume`)
  assert.equal(body.last_sent_event_id, before[0])
  assert.notEqual(body.state, 'failed')
  await untilAllConfirmed(platform, webhook.inbox, before[0]!)
})

test('a webhook that has failed for 76 hours stops after one last attempt', async () => {
  const webhook = await createWebhook(platform, receiver, '/76-hours')
  webhook.inbox.reply = () => ({ status: 503, headers: { 'retry-after': '999999999' } })
  await makeEvents(platform, 1)
  await untilWebhook(platform, webhook.identifier, 'backing off', ({ state }) => state === 'backing_off')
  const { retry_after } = await platform.db.one<{ retry_after: number }>(sql`
    select extract(epoch from next_attempt_at - failing_since)::float8 as retry_after from webhooks
    where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier}`)
  await platform.db.run(sql`
    update webhooks set failing_since = failing_since - interval '75 hours', next_attempt_at = jetpay_now()
    where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier}`)
  assert.ok(Math.abs(retry_after - 4 * 3600) < 60, 'Retry-After counts up to the longest step')
  const shown = await until('the second failure', () =>
    platform.db.first<{ last_at: number }>(sql`
      select extract(epoch from next_attempt_at - failing_since)::float8 as last_at from webhooks
      where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier} and failures = 2`),
  )
  assert.equal(shown.last_at, 76 * 3600, 'the last attempt is at the end of the schedule')
  await platform.db.run(sql`
    update webhooks set failing_since = failing_since - interval '1 hour', next_attempt_at = jetpay_now()
    where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier}`)
  await untilWebhook(platform, webhook.identifier, 'failed', ({ state }) => state === 'failed')
  assert.equal(webhook.inbox.received.length, 3)
})

test('a batch is sent when it is full, or when its oldest event has waited long enough, and never empty', async () => {
  // What the platform told of the webhooks before has its ids, so that the first event here is the first of a
  // batch.
  await newestEventId(platform)
  const patient = await createWebhook(platform, receiver, '/patient', {
    max_batch_size: 4,
    max_wait_seconds: 3600,
  })
  const prompt = await createWebhook(platform, receiver, '/prompt')
  const ids = await makeEvents(platform, 6)
  await until('the full batch', async () => patient.inbox.received.length === 1)
  await until('the prompt one', async () => confirmedIds(prompt.inbox).length === 6)
  assert.deepEqual(confirmedIds(patient.inbox), ids.slice(0, 4))
  await untilWebhook(platform, patient.identifier, 'events waiting', ({ state }) => state === 'scheduled')

  // Two events wait for the patient one. One that waited for an hour before it got its id is due where it is
  // the oldest.
  const other = await createWebhook(platform, receiver, '/patient-too', { max_wait_seconds: 3600 })
  await platform.db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    select company_id, type, data, created_at - interval '1 hour' from events
    where company_id = ${platform.demo.company_id} and event_id = ${ids[5]}`)
  await until('the old one', async () => confirmedIds(other.inbox).length === 1)
  assert.deepEqual(confirmedIds(other.inbox), [ids[5]! + 1])
  assert.deepEqual(confirmedIds(patient.inbox), ids.slice(0, 4))
  await makeEvents(platform, 1)
  await until('the second full batch', async () => patient.inbox.received.length === 2)
  assert.deepEqual(confirmedIds(patient.inbox), consecutive(ids[0]!, ids[5]! + 2))
  for (const { body } of [...patient.inbox.received, ...prompt.inbox.received, ...other.inbox.received])
    assert.ok(body.events.length > 0)
  await platform.good('DELETE', `/webhooks/${other.identifier}`)
  await platform.good('DELETE', `/webhooks/${patient.identifier}`)
})

test('a receiver that never answers fails in time and holds up no other', async (t) => {
  const slow = await createWebhook(platform, receiver, '/slow')
  const quick = await createWebhook(platform, receiver, '/quick')
  const never = Promise.withResolvers<never>()
  slow.inbox.reply = () => never.promise
  await worker.close()
  const impatient = webhookDelivery(platform.context, 5, { timeoutMs: 400 })
  const jobs = startJobs(platform.context, [sequenceEvents(5), impatient.job])
  t.after(async () => {
    await jobs.stop()
    await impatient.stop()
    worker = startWorker(platform.context)
  })
  const ids = await makeEvents(platform, 2)
  // On a busy machine even the quick one may need more than 0.4 s, and is then sent the same again.
  const confirmed = () => [...new Set(confirmedIds(quick.inbox))]
  await until('the quick one', async () => confirmed().length === 2)
  assert.deepEqual(confirmed(), ids)
  const backingOff = await untilWebhook(
    platform,
    slow.identifier,
    'backing off',
    ({ state }) => state === 'backing_off',
  )
  assert.equal(backingOff.last_sent_event_id, ids[0]! - 1)
  const { body } = await platform.call('GET', `/webhooks/${slow.identifier}/deliveries`)
  assert.equal(body.data.at(-1).error, 'no answer within 0.4 s')
  await platform.good('DELETE', `/webhooks/${slow.identifier}`)
})

test('of several workers one delivers at a time, in order, and a dead worker’s lease runs out', async (t) => {
  const rivals = [startWorker(platform.context), startWorker(platform.context)]
  t.after(() => Promise.all(rivals.map((rival) => rival.close())))
  const webhook = await createWebhook(platform, receiver, '/rivals', { max_batch_size: 2 })
  await platform.db.run(sql`
    update webhooks set lease_id = ${newId()}, leased_until = jetpay_now() + interval '1 hour'
    where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier}`)
  const prompt = await createWebhook(platform, receiver, '/witness')
  const ids = await makeEvents(platform, 30)
  await until('the others', async () => confirmedIds(prompt.inbox).length >= 30)
  assert.deepEqual(webhook.inbox.received, [])
  await untilWebhook(platform, webhook.identifier, 'the lease', ({ state }) => state === 'dispatching')
  await platform.db.run(sql`
    update webhooks set leased_until = jetpay_now()
    where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier}`)
  // What the test before has done may be numbered after this webhook was made.
  const heard = () => confirmedIds(webhook.inbox).filter((id) => id >= ids[0]!)
  await until('all events', async () => heard().length >= 30)
  assert.deepEqual(heard(), ids)
  assert.equal(webhook.inbox.atOnceMost, 1)
  assert.equal(prompt.inbox.atOnceMost, 1)
})
