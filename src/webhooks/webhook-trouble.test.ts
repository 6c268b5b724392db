import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
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
import { setAlertEmail } from '../companies/company.ts'
import { sql } from '../db/sql.ts'
import { startJobs } from '../process/poll.ts'
import { alertWebhooks } from './alert-webhooks.ts'

let platform: Platform
let receiver: Receiver
let jobs: { stop(): Promise<void> }
before(async () => {
  platform = await startPlatform({ operatorEmail: 'operator@example.com' })
  receiver = await startReceiver(platform.url)
  jobs = startJobs(platform.context, [alertWebhooks(10)])
})
after(async () => {
  await jobs.stop()
  await platform.close()
  await receiver.close()
})

const companyId = () => platform.demo.company_id
/** Stands in for time: failing began that much earlier, and the next attempt is due. */
const timePasses = (identifier: string, by = '0 seconds') =>
  platform.db.run(sql`
    update webhooks set next_attempt_at = jetpay_now(), failing_since = failing_since - ${by}::interval,
      last_failed_at = last_failed_at - ${by}::interval
    where company_id = ${companyId()} and webhook_id = ${identifier} and state = 'backing_off'`)
const alertsOf = async (identifier: string) => {
  const lists = await Promise.all(
    ['webhooks.failing', 'webhooks.failed'].map(async (type) => {
      const { body } = await platform.call('GET', `/events?after=0&limit=100&type=${type}`)
      return body.data
    }),
  )
  return lists.flat().filter((event) => event.data.webhookId === identifier)
}
const stagesOf = async (identifier: string) =>
  (await alertsOf(identifier)).map(({ data }: { data: { stage: string } }) => data.stage)
const mailsAbout = (identifier: string) =>
  platform.db.many<{ to_address: string; subject: string; text: string }>(sql`
    select to_address, subject, text from mails
    where company_id = ${companyId()} and text like ${`%${identifier}%`} order by mail_id`)
const remove = (identifier: string) => platform.call('DELETE', `/webhooks/${identifier}`)

test('an event that a receiver cannot take ends up alone, behind all that come before it; skipped, the rest follows', async () => {
  const webhook = await createWebhook(platform, receiver, '/poison', { max_batch_size: 10 })
  await platform.good('PATCH', `/webhooks/${webhook.identifier}`, { max_wait_seconds: 3600 })
  const before = await newestEventId(platform)
  const poison = before + 7
  webhook.inbox.reply = ({ body }) => ({ status: body.events.some(({ id }) => id === poison) ? 422 : 204 })
  await makeEvents(platform, 10)
  await platform.good('PATCH', `/webhooks/${webhook.identifier}`, { max_wait_seconds: 0 })
  await until('the events before it', async () => {
    await timePasses(webhook.identifier)
    const last = webhook.inbox.received.at(-1)
    return last?.status === 422 && last.body.events.length === 1
  })
  assert.deepEqual(confirmedIds(webhook.inbox), consecutive(before + 1, poison - 1))
  assert.ok(webhook.inbox.received.every(({ body }) => body.events.length > 0))

  await until('its record', async () => {
    const { body } = await platform.call('GET', `/webhooks/${webhook.identifier}/deliveries?limit=1`)
    return body.data[0].first_event_id === poison && body.data[0].last_event_id === poison
  })
  await platform.good('PATCH', `/webhooks/${webhook.identifier}`, { replay_from_event_id: poison + 1 })
  await until('the rest', async () => confirmedIds(webhook.inbox).at(-1) === (await newestEventId(platform)))
  const confirmed = confirmedIds(webhook.inbox)
  const all = consecutive(before + 1, confirmed.at(-1)!)
  assert.deepEqual(
    confirmed,
    all.filter((id) => id !== poison),
  )
  await remove(webhook.identifier)
})

test('batches that were made smaller grow to their size again', async () => {
  const webhook = await createWebhook(platform, receiver, '/grows', { max_batch_size: 8 })
  await platform.good('PATCH', `/webhooks/${webhook.identifier}`, { max_wait_seconds: 3600 })
  let refusals = 3
  webhook.inbox.reply = () => ({ status: refusals-- > 0 ? 500 : 204 })
  const [first] = await makeEvents(platform, 30)
  await platform.good('PATCH', `/webhooks/${webhook.identifier}`, { max_wait_seconds: 0 })
  await untilAllConfirmed(platform, webhook.inbox, first!, () => timePasses(webhook.identifier))
  const sizes = webhook.inbox.received.map(({ body }) => body.events.length)
  assert.deepEqual(sizes.slice(0, 8), [8, 4, 2, 1, 2, 4, 8, 8])
  await remove(webhook.identifier)
})

test('a receiver that cannot be reached keeps whole batches: it has refused no event', async () => {
  const away = await startReceiver(platform.url)
  const webhook = await createWebhook(platform, away, '/away', { max_batch_size: 8 })
  await away.close()
  await makeEvents(platform, 8)
  await untilWebhook(platform, webhook.identifier, 'backing off', ({ state }) => state === 'backing_off')
  const { batch_limit } = await platform.db.one<{ batch_limit: number | null }>(sql`
    select batch_limit from webhooks where company_id = ${companyId()} and webhook_id = ${webhook.identifier}`)
  assert.equal(batch_limit, null)
  await remove(webhook.identifier)
})

test('a webhook that fails is told of at its first failure, after an hour, before it stops and when it has, each once, by event and mail', async () => {
  // The alert of the test before has its id: a webhook that stood at it would be told of by mail only.
  await until('no event to wait for its id', async () => {
    const { waiting } = await platform.db.one<{ waiting: bigint }>(
      sql`select count(*) as waiting from outbox`,
    )
    return waiting === 0n
  })
  const webhook = await createWebhook(platform, receiver, '/told', { max_batch_size: 100 })
  const witness = await createWebhook(platform, receiver, '/witness')
  webhook.inbox.reply = () => ({ status: 503 })
  const [first] = await makeEvents(platform, 1)
  const failures = async (count: number) =>
    until(`${count} failures`, async () => {
      await timePasses(webhook.identifier)
      return webhook.inbox.received.length >= count
    })
  await failures(3)
  await until('the first alert', async () => (await stagesOf(webhook.identifier)).length > 0)
  assert.deepEqual(await stagesOf(webhook.identifier), ['first_failure'])
  for (const [passes, stages] of [
    ['1 hour', ['first_failure', 'lasting']],
    ['63 hours', ['first_failure', 'lasting', 'ending']],
    ['12 hours', ['first_failure', 'lasting', 'ending', 'failed']],
  ] as const) {
    await timePasses(webhook.identifier, passes)
    await until(stages.at(-1)!, async () => (await stagesOf(webhook.identifier)).length === stages.length)
    assert.deepEqual(await stagesOf(webhook.identifier), stages)
  }
  const { type, data } = (await alertsOf(webhook.identifier)).at(-1)
  assert.equal(type, 'webhooks.failed')
  const { failingSince: _, failures: count, lastEventId, ...rest } = data
  assert.ok(count >= 4 && lastEventId >= first!)
  assert.deepEqual(rest, {
    webhookId: webhook.identifier,
    state: 'failed',
    stage: 'failed',
    nextAttemptAt: null,
    firstEventId: first,
    eventType: 'contacts.created',
    status: 503,
    errorClass: 'server_error',
    reason: 'answered 503',
  })
  const mails = await mailsAbout(webhook.identifier)
  assert.deepEqual(
    mails.map(({ to_address, subject }) => [to_address, subject.replace(/^Webhook 127\.0\.0\.1:\d+/, '')]),
    [
      ['operator@example.com', '/told of Maple Cycles could not be delivered to'],
      ['operator@example.com', '/told of Maple Cycles has failed for an hour'],
      ['operator@example.com', '/told of Maple Cycles will stop soon'],
      ['operator@example.com', '/told of Maple Cycles has stopped'],
    ],
  )
  for (const part of [
    'answered 503',
    'contacts.created',
    `event ${first}`,
    `/webhooks/${webhook.identifier}\n`,
  ])
    assert.ok(mails[0]!.text.includes(part), part)
  await until('another webhook to hear of it', async () =>
    witness.inbox.received.some(({ body }) => body.events.some((event) => event.type === 'webhooks.failed')),
  )

  webhook.inbox.reply = () => ({ status: 204 })
  await platform.good('POST', `/webhooks/${webhook.identifier}/resume`)
  await untilAllConfirmed(platform, webhook.inbox, first!)
  await remove(webhook.identifier)
  await remove(witness.identifier)
})

test('mail goes to the address that the company has left', async () => {
  await setAlertEmail(platform.db, companyId(), 'ops@maple.example')
  const webhook = await createWebhook(platform, receiver, '/mail')
  webhook.inbox.reply = () => ({ status: 410 })
  await makeEvents(platform, 1)
  const mails = await until('a mail', async () => {
    const found = await mailsAbout(webhook.identifier)
    return found.length > 0 ? found : undefined
  })
  assert.deepEqual(
    mails.map(({ to_address }) => to_address),
    ['ops@maple.example'],
  )
  await until('the event', async () => (await alertsOf(webhook.identifier)).length === 1)
  await remove(webhook.identifier)
  await assert.rejects(setAlertEmail(platform.db, companyId(), 'nonsense'), /not an e-mail address/)
  await setAlertEmail(platform.db, companyId(), null)
})

test('alerts do not feed on alerts: webhooks that all fail make one event each, and one that stands at an alert makes none', async () => {
  const before = await newestEventId(platform)
  const webhooks = await Promise.all(
    ['/loop-1', '/loop-2', '/loop-3'].map((path) =>
      createWebhook(platform, receiver, path, { max_batch_size: 1 }),
    ),
  )
  for (const { inbox } of webhooks) inbox.reply = () => ({ status: 500 })
  await makeEvents(platform, 1)
  await until('many attempts', async () => {
    for (const { identifier } of webhooks) await timePasses(identifier)
    return webhooks.every(({ inbox }) => inbox.received.length >= 6)
  })
  assert.equal(await newestEventId(platform), before + 1 + webhooks.length)

  // One takes the first event, and then fails at the alerts.
  const [flapping] = webhooks
  flapping!.inbox.reply = ({ body }) => ({
    status: body.events.some(({ id }) => id === before + 1) ? 204 : 500,
  })
  await until('the first event', async () => {
    await timePasses(flapping!.identifier)
    return confirmedIds(flapping!.inbox).includes(before + 1)
  })
  const soFar = flapping!.inbox.received.length
  await until('attempts at an alert', async () => {
    await timePasses(flapping!.identifier, '2 hours')
    return flapping!.inbox.received.length >= soFar + 4
  })
  await until('its mail', async () => (await mailsAbout(flapping!.identifier)).length >= 2)
  assert.equal(await newestEventId(platform), before + 1 + webhooks.length, 'mail alone tells of it')
  for (const { identifier } of webhooks) await remove(identifier)
})

test('one event or a range is delivered again on demand, marked, beside what is new, and the cursor stays', async () => {
  const webhook = await createWebhook(platform, receiver, '/again', { max_batch_size: 2 })
  const ids = await makeEvents(platform, 5)
  await untilAllConfirmed(platform, webhook.inbox, ids[0]!)
  const at = `/webhooks/${webhook.identifier}`
  const redeliver = (from_event_id: number, through_event_id?: number) =>
    platform.call('POST', `${at}/redeliver`, { from_event_id, through_event_id })
  const again = () =>
    webhook.inbox.received
      .filter(({ headers }) => headers['x-jetpay-redelivery'] === 'true')
      .flatMap(({ body }) => body.events.map(({ id }) => id))

  const { status, body } = await redeliver(ids[1]!, ids[3]!)
  assert.equal(status, 200)
  assert.equal(body.last_sent_event_id, ids[4])
  const more = await makeEvents(platform, 4)
  await until('the redelivery', async () => again().length >= 3)
  assert.deepEqual(again(), ids.slice(1, 4))
  const normal = () =>
    webhook.inbox.received
      .filter(({ headers }) => !headers['x-jetpay-redelivery'])
      .flatMap(({ body }) => body.events)
  await until('what is new', async () => normal().length === ids.length + more.length)
  assert.deepEqual(
    normal().map(({ id }) => id),
    [...ids, ...more],
  )
  await until('its end', async () => (await platform.call('GET', at)).body.redelivery === null)
  await redeliver(ids[0]!)
  await until('the single one', async () => again().length >= 4)
  assert.deepEqual(again(), [...ids.slice(1, 4), ids[0]])
  assert.equal((await platform.call('GET', at)).body.last_sent_event_id, more.at(-1))

  for (const [from, through, path] of [
    [ids[2]!, ids[1]!, 'through_event_id'],
    [more.at(-1)! + 1, undefined, 'from_event_id'],
    [0, undefined, 'from_event_id'],
  ] as const) {
    const refused = await redeliver(from, through)
    assert.deepEqual([refused.status, refused.body.errors[0].path], [422, path])
  }
  const { headers } = await anotherCompany(platform)
  const foreign = await platform.call('POST', `${at}/redeliver`, { from_event_id: 1 }, headers)
  assert.equal(foreign.status, 404)

  webhook.inbox.reply = ({ headers }) => ({ status: headers['x-jetpay-redelivery'] ? 500 : 204 })
  await until(
    'the one before to be over',
    async () => (await platform.call('GET', at)).body.redelivery === null,
  )
  assert.equal((await redeliver(ids[0]!, ids[4]!)).status, 200)
  await until('its end', async () => (await platform.call('GET', at)).body.redelivery === null)
  const shown = (await platform.call('GET', at)).body
  assert.deepEqual(
    [shown.state, shown.failing_since],
    ['active', null],
    'a failed redelivery is no trouble of the webhook',
  )
  const deliveries = (await platform.call('GET', `${at}/deliveries?limit=1`)).body.data
  assert.deepEqual([deliveries[0].kind, deliveries[0].error], ['redelivery', 'answered 500'])
})
