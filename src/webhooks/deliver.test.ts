import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { confirmedIds, createWebhook, makeEvents, type Receiver, startReceiver } from './receiver-harness.ts'

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
