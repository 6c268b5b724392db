/** A webhook's secret that is replaced, against what the platform really sends. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { sql } from '../../src/db/sql.ts'
import { rotateSigningKeys } from '../../src/webhooks/rotate-signing-keys.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { createWebhook, deliveryOfNewEvent, type Receiver, startReceiver } from '../../test/receiver.ts'
import { verifyStandardWebhook } from './webhooks.ts'

let platform: Platform
let receiver: Receiver
let webhook: Awaited<ReturnType<typeof createWebhook>>
before(async () => {
  platform = await startPlatform()
  receiver = await startReceiver(platform.url)
  webhook = await createWebhook(platform, receiver, '/rotated')
})
after(async () => {
  await platform.close()
  await receiver.close()
})

const newDelivery = () => deliveryOfNewEvent(platform, webhook)
const refuses = (work: Promise<unknown>) => assert.rejects(work, { code: 'bad_signature', status: 401 })

test('while a secret follows another each delivery opens with either, and with the new one alone after', async () => {
  const { signing_secret: former } = webhook
  const rotated = await platform.good('POST', `/webhooks/${webhook.identifier}/secret`, {
    overlap_seconds: 3_600,
  })
  const { signing_secret: secret } = rotated
  assert.notEqual(secret, former)
  assert.ok(Date.parse(rotated.former_secret_until) > Date.now())
  const verified = async (delivery: Awaited<ReturnType<typeof newDelivery>>, by: string | string[]) =>
    (await verifyStandardWebhook(delivery, { secret: by })).events.at(-1)!.id
  const both = await newDelivery()
  assert.equal(String(both.headers['webhook-signature']).split(' ').length, 2)
  for (const by of [secret, former, [former, secret]]) assert.equal(await verified(both, by), both.id)
  for (const by of [secret, former])
    assert.ok(new StandardWebhook(by).verify(both.rawBody, both.headers as Record<string, string>))

  await platform.db.run(
    sql`update webhooks set former_secret_until = jetpay_now() where webhook_id = ${webhook.identifier}`,
  )
  const alone = await newDelivery()
  assert.equal(await verified(alone, [former, secret]), alone.id)
  await refuses(verified(alone, former))
  await rotateSigningKeys().run(platform.context)
  const [kept] = await platform.db.many(
    sql`select former_secret_sealed from webhooks where webhook_id = ${webhook.identifier}`,
  )
  assert.deepEqual(kept, { former_secret_sealed: null })

  await platform.good('POST', `/webhooks/${webhook.identifier}/secret`, { overlap_seconds: 0 })
  await refuses(verified(await newDelivery(), secret))
})

test('a creation that is asked for again answers the secret of now, and none that was followed', async () => {
  const key = { 'idempotency-key': 'a webhook whose secret follows' }
  const asked = { callback_url: `${receiver.url('/again')}` }
  const create = () => platform.good('POST', '/webhooks', asked, key)
  const made = await create()
  assert.equal((await create()).signing_secret, made.signing_secret)
  const rotated = await platform.good('POST', `/webhooks/${made.identifier}/secret`, {})
  assert.equal((await create()).signing_secret, rotated.signing_secret)
})
