/** A webhook that hears some types of events only: it gets each of those, in order, and no other. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import {
  confirmedIds,
  createWebhook,
  newestEventId,
  type Receiver,
  startReceiver,
  untilWebhook,
} from '../../test/receiver.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { lookForEvents } from './look-for-events.ts'

let platform: Platform
let receiver: Receiver
before(async () => {
  platform = await startPlatform()
  receiver = await startReceiver(platform.url)
})
after(async () => {
  await platform?.close()
  await receiver?.close()
})

const heard = ['contacts.deleted']
/** A contact that is made (not heard), and one that is deleted (heard). Returns the id of the event heard. */
async function makeBoth(): Promise<number> {
  const contact = await platform.createContact()
  await platform.good('DELETE', `/contact/${contact}`)
  return newestEventId(platform)
}
const show = (identifier: string) => platform.call('GET', `/webhooks/${identifier}`)
const standsAt = (identifier: string, id: number) =>
  untilWebhook(platform, identifier, `the cursor at ${id}`, (shown) => shown.last_sent_event_id === id)

test('it gets every event that it hears once and in order, and its cursor moves over the others', async () => {
  const webhook = await createWebhook(platform, receiver, '/heard', { event_types: heard })
  assert.deepEqual((webhook as any).event_types, heard)
  const ids: number[] = []
  for (let made = 0; made < 12; made++) ids.push(await makeBoth())
  await platform.createContact()
  await standsAt(webhook.identifier, await newestEventId(platform))
  assert.deepEqual(confirmedIds(webhook.inbox), ids)
  const types = webhook.inbox.received.flatMap(({ body }) => body.events.map(({ type }) => type))
  assert.deepEqual([...new Set(types)], heard)
  assert.equal((await show(webhook.identifier)).body.state, 'active')
})

test('a batch is of events that it hears: full at max_batch_size of them, not of all', async () => {
  const webhook = await createWebhook(platform, receiver, '/full', {
    event_types: heard,
    max_batch_size: 3,
    max_wait_seconds: 3600,
  })
  const ids = [await makeBoth(), await makeBoth()]
  // The cursor stands before the first that it hears; five of all kinds are more than a batch.
  await platform.createContact()
  await standsAt(webhook.identifier, ids[0]! - 1)
  assert.deepEqual(confirmedIds(webhook.inbox), [])
  ids.push(await makeBoth())
  await until('the batch', async () => confirmedIds(webhook.inbox).length === 3)
  assert.deepEqual(
    webhook.inbox.received.map(({ body }) => body.events.map(({ id }) => id)),
    [ids],
  )
})

test('its deliveries show what was sent, also where ids do not follow each other', async () => {
  const webhook = await createWebhook(platform, receiver, '/excerpt', {
    event_types: heard,
    max_batch_size: 2,
    max_wait_seconds: 3600,
  })
  await makeBoth()
  await makeBoth()
  await until('the delivery', async () => webhook.inbox.received.length === 1)
  const { body } = await until('its record', async () => {
    const answer = await platform.call('GET', `/webhooks/${webhook.identifier}/deliveries`)
    return answer.body.data.length > 0 ? answer : undefined
  })
  assert.equal(body.data[0].request_excerpt, webhook.inbox.received[0]!.text.slice(0, 500))
})

test('a failing one keeps what it hears and gets it later; what it then hears no more is passed over', async () => {
  const webhook = await createWebhook(platform, receiver, '/failing', { event_types: heard })
  webhook.inbox.reply = () => ({ status: 500 })
  const first = await makeBoth()
  const failing = (await untilWebhook(
    platform,
    webhook.identifier,
    'failing',
    ({ state }) => state === 'backing_off',
  )) as any
  assert.equal(failing.last_sent_event_id < first, true)
  webhook.inbox.reply = () => ({ status: 204 })
  await platform.good('POST', `/webhooks/${webhook.identifier}/resume`)
  await until('the event', async () => confirmedIds(webhook.inbox).includes(first))

  webhook.inbox.reply = () => ({ status: 500 })
  await makeBoth()
  await untilWebhook(platform, webhook.identifier, 'failing', ({ state }) => state === 'backing_off')
  await platform.good('PATCH', `/webhooks/${webhook.identifier}`, { event_types: ['schedules.created'] })
  await untilWebhook(platform, webhook.identifier, 'nothing to fail', ({ state }) => state === 'active')
  await standsAt(webhook.identifier, await newestEventId(platform))
})

test('it is changed to hear others, or all, from then on; a change of nothing is none', async () => {
  const webhook = await createWebhook(platform, receiver, '/changed', { event_types: heard })
  const path = `/webhooks/${webhook.identifier}`
  await makeBoth()
  await standsAt(webhook.identifier, await newestEventId(platform))
  const { body: before } = await show(webhook.identifier)
  assert.deepEqual(
    (await platform.call('PATCH', path, { event_types: heard })).body.updated_at,
    before.updated_at,
  )
  const { body } = await platform.call('PATCH', path, {
    event_types: ['contacts.updated', 'contacts.created'],
  })
  assert.deepEqual(body.event_types, ['contacts.created', 'contacts.updated'])
  const seen = confirmedIds(webhook.inbox).length
  const deleted = await makeBoth()
  await until('the event', async () => confirmedIds(webhook.inbox).length === seen + 1)
  assert.equal(confirmedIds(webhook.inbox).at(-1), deleted - 1)
  assert.equal((await platform.call('PATCH', path, { event_types: null })).body.event_types, null)
  const last = await makeBoth()
  await until('both', async () => confirmedIds(webhook.inbox).at(-1) === last)
  assert.deepEqual(confirmedIds(webhook.inbox).slice(-2), [last - 1, last])
})

test('a redelivery is of events that it hears; one that it does not hear is refused', async () => {
  const webhook = await createWebhook(platform, receiver, '/again', { event_types: heard })
  const ids = [await makeBoth(), await makeBoth()]
  await until('both', async () => confirmedIds(webhook.inbox).length === 2)
  await standsAt(webhook.identifier, ids[1]!)
  const again = (from: number, through?: number) =>
    platform.call('POST', `/webhooks/${webhook.identifier}/redeliver`, {
      from_event_id: from,
      ...(through && { through_event_id: through }),
    })
  const refused = await again(ids[1]! - 1)
  assert.deepEqual([refused.status, refused.body.errors[0].path], [422, 'from_event_id'])
  assert.equal((await again(ids[0]! - 1, ids[1]!)).status, 200)
  await until('both again', async () => confirmedIds(webhook.inbox).length === 4)
  assert.deepEqual(confirmedIds(webhook.inbox), [...ids, ...ids])
  await until('its end', async () => (await show(webhook.identifier)).body.redelivery === null)
})

test('what no webhook can hear is refused by name, and changing what one hears needs events:read', async () => {
  for (const event_types of [[], ['contacts.created', 'contacts.created'], ['no.such'], 'contacts.created']) {
    const { status, body } = await platform.call('POST', '/webhooks', {
      callback_url: 'https://hears.example/',
      event_types,
    })
    assert.equal(status, 422, JSON.stringify(event_types))
    assert.match(body.errors[0].path, /^event_types/)
  }
  const { body } = await platform.call('POST', '/webhooks', {
    callback_url: 'https://hears.example/',
    event_types: heard,
  })
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['webhooks:write'])
  const refused = await platform.call('PATCH', `/webhooks/${body.identifier}`, { event_types: null }, headers)
  assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'])
})

test('an event that is missing from the log stops it: what it hears could be missing too', async () => {
  const webhook = await createWebhook(platform, receiver, '/missing', { event_types: heard })
  await platform.stopWorker()
  const next = (await newestEventId(platform)) + 1
  await platform.db.run(sql`
    insert into events (company_id, event_id, type, data, created_at)
    values (${platform.demo.company_id}, ${next + 1}, 'contacts.deleted', ${JSON.stringify({ contactId: newId() })}, jetpay_now())`)
  await platform.db.run(sql`
    update event_heads set last_event_id = ${next + 1} where company_id = ${platform.demo.company_id}`)
  const turn = {
    ...(await platform.db.one<any>(sql`
      select * from webhooks where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier}`)),
    redeliver_from: null,
  }
  await assert.rejects(lookForEvents(platform.db, turn), /is not in the log/)
})
