import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import {
  createWebhook,
  makeEvents,
  newestEventId,
  type Receiver,
  startReceiver,
  untilAllConfirmed,
} from '../../test/receiver.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let receiver: Receiver
before(async () => {
  platform = await startPlatform()
  receiver = await startReceiver(platform.url)
})
after(async () => {
  await platform.close()
  await receiver.close()
})

const leaseOf = (identifier: string) =>
  platform.db.one<{ lease_id: string | null; leased_until: Date }>(sql`
    select lease_id, leased_until from webhooks
    where company_id = ${platform.demo.company_id} and webhook_id = ${identifier}`)

test('a delivery that its receiver takes long over keeps its lease, and no other worker joins in', async () => {
  const webhook = await createWebhook(platform, receiver, '/long')
  let first: Awaited<ReturnType<typeof leaseOf>> | undefined
  webhook.inbox.reply = async () => {
    const begun = await leaseOf(webhook.identifier)
    first ??= begun
    await until(
      'the lease to be renewed',
      async () => (await leaseOf(webhook.identifier)).leased_until > begun.leased_until,
    )
    return { status: 204 }
  }
  const [id] = await makeEvents(platform, 1)
  await untilAllConfirmed(platform, webhook.inbox, id!)
  assert.equal(webhook.inbox.received.length, 1)
  assert.ok(
    first!.leased_until.getTime() - Date.now() < 10_000,
    'a dead worker is waited for ten seconds at most',
  )
  await platform.good('DELETE', `/webhooks/${webhook.identifier}`)
})

test('a delivery whose lease another worker has by now hangs up and records nothing', async () => {
  const webhook = await createWebhook(platform, receiver, '/stolen')
  const never = Promise.withResolvers<never>()
  webhook.inbox.reply = () => never.promise
  const before = await newestEventId(platform)
  await makeEvents(platform, 1)
  await until('the delivery', async () => webhook.inbox.atOnce === 1)
  await platform.db.run(sql`
    update webhooks set lease_id = ${newId()}, leased_until = jetpay_now() + interval '1 hour'
    where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier}`)
  await until('it to hang up', async () => webhook.inbox.hungUp === 1)
  const { body } = await platform.call('GET', `/webhooks/${webhook.identifier}/deliveries`)
  assert.deepEqual(body.data, [])

  webhook.inbox.reply = () => ({ status: 204 })
  await platform.db.run(sql`
    update webhooks set lease_id = null, leased_until = jetpay_now()
    where company_id = ${platform.demo.company_id} and webhook_id = ${webhook.identifier}`)
  await untilAllConfirmed(platform, webhook.inbox, before + 1)
  await platform.good('DELETE', `/webhooks/${webhook.identifier}`)
})
