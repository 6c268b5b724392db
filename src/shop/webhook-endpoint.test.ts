import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import fastify, { type FastifyInstance } from 'fastify'
import { type CryptoKey, createRemoteJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { PaymentEvent } from '../../sdk/webhooks/webhooks.ts'
import { type Inbox, serveWebhook } from './webhook-endpoint.ts'

const webhookIdentifier = '01920000-0000-7000-8000-000000000001'

const hashOf = (body: string) => createHash('sha256').update(body).digest('base64url')
const eventsOf = (...ids: number[]): PaymentEvent[] =>
  ids.map((id) => ({
    id,
    createdAt: '2026-01-01T00:00:00.000000Z',
    type: 'contacts.deleted',
    data: { contactId: 'x' },
  }))
const bodyOf = (...ids: number[]) => JSON.stringify({ webhookId: 1, events: eventsOf(...ids) })
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

describe("the shop's webhook endpoint", () => {
  const platform = createServer()
  let keys: { privateKey: CryptoKey; publicKey: CryptoKey }
  let strangerKeys: { privateKey: CryptoKey; publicKey: CryptoKey }
  let jwksUrl: URL
  let jwksStatus = 200
  let shop: FastifyInstance
  let shopUrl: string
  let inbox: Inbox | undefined
  let handled: number[]

  before(async () => {
    keys = await generateKeyPair('RS256')
    strangerKeys = await generateKeyPair('RS256')
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }
    platform.on('request', (_request, response) => {
      response.writeHead(jwksStatus, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ keys: [jwk] }))
    })
    await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve))
    jwksUrl = new URL(`http://127.0.0.1:${(platform.address() as AddressInfo).port}/.well-known/jwks.json`)
  })
  after(async () => {
    await shop.close()
    platform.close()
  })
  beforeEach(async () => {
    await shop?.close()
    jwksStatus = 200
    inbox = { webhookIdentifier, lastEventId: 0 }
    handled = []
    shop = fastify()
    await serveWebhook(shop, {
      jwksUrl: jwksUrl.href,
      keys: createRemoteJWKSet(jwksUrl),
      inbox: () => inbox,
      handle: (events) => handled.push(...events.map(({ id }) => id)),
    })
    shopUrl = await shop.listen({ port: 0, host: '127.0.0.1' })
  })

  const sign = (body: string, claims: Record<string, unknown> = {}, key = keys.privateKey, kid = 'key-1') =>
    new SignJWT({
      iss: 'jetpay',
      sub: 'webhook',
      aud: webhookIdentifier,
      jti: randomUUID(),
      iat: inSeconds(0),
      exp: inSeconds(90),
      payload_hash: hashOf(body),
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(key)

  async function deliver(body: string, token?: string): Promise<number> {
    const response = await fetch(`${shopUrl}/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body,
    })
    await response.arrayBuffer()
    return response.status
  }

  async function assertRefused(body: string, token?: string): Promise<void> {
    assert.equal(await deliver(body, token), 401)
    assert.deepEqual(handled, [])
  }

  it('takes in a rightly signed delivery, its events in order', async () => {
    const body = bodyOf(1, 2, 5)
    assert.equal(await deliver(body, await sign(body)), 204)
    assert.deepEqual(handled, [1, 2, 5])
  })

  it('takes in a body that is signed as it was written, whatever its spacing and escapes', async () => {
    const body = JSON.stringify({ webhookId: 1, events: eventsOf(1) }, null, '\t').replace(
      'paid',
      'p\\u0061id',
    )
    assert.equal(await deliver(body, await sign(body)), 204)
    assert.deepEqual(handled, [1])
  })

  it('handles each event once, however often it is delivered', async () => {
    const body = bodyOf(1, 2)
    const token = await sign(body)
    assert.equal(await deliver(body, token), 204)
    assert.equal(await deliver(body, token), 204)
    const overlapping = bodyOf(2, 3)
    assert.equal(await deliver(overlapping, await sign(overlapping)), 204)
    assert.deepEqual(handled, [1, 2, 3])
  })

  it('handles each event once when the same delivery arrives several times at the same moment', async () => {
    const body = bodyOf(1, 2)
    const token = await sign(body)
    const statuses = await Promise.all(Array.from({ length: 5 }, () => deliver(body, token)))
    assert.deepEqual(statuses, [204, 204, 204, 204, 204])
    assert.deepEqual(handled, [1, 2])
  })

  it('ignores events that it had confirmed before it was restarted', async () => {
    inbox = { webhookIdentifier, lastEventId: 7 }
    const body = bodyOf(6, 7, 8)
    assert.equal(await deliver(body, await sign(body)), 204)
    assert.deepEqual(handled, [8])
  })

  it('refuses a delivery without a signature', () => assertRefused(bodyOf(1)))

  it('refuses a delivery whose token is none', () => assertRefused(bodyOf(1), 'not.a.token'))

  it('refuses a delivery signed with a key that the platform has not published', async () => {
    const body = bodyOf(1)
    await assertRefused(body, await sign(body, {}, strangerKeys.privateKey))
    await assertRefused(body, await sign(body, {}, strangerKeys.privateKey, 'key-2'))
  })

  it("refuses a token signed with the platform's public key as a shared secret", async () => {
    const body = bodyOf(1)
    const claims = { iss: 'jetpay', sub: 'webhook', aud: webhookIdentifier, payload_hash: hashOf(body) }
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)))
    const forged = new SignJWT({ ...claims, jti: randomUUID(), iat: inSeconds(0), exp: inSeconds(90) })
    await assertRefused(body, await forged.setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(secret))
  })

  it('refuses an unsigned token', async () => {
    const body = bodyOf(1)
    const [, claims] = (await sign(body)).split('.')
    const header = Buffer.from('{"alg":"none"}').toString('base64url')
    await assertRefused(body, `${header}.${claims}.`)
  })

  it('refuses a delivery to another webhook', async () => {
    const body = bodyOf(1)
    await assertRefused(body, await sign(body, { aud: randomUUID() }))
  })

  it('refuses a token for another purpose or from another issuer', async () => {
    const body = bodyOf(1)
    await assertRefused(body, await sign(body, { sub: 'session' }))
    await assertRefused(body, await sign(body, { iss: 'somebody' }))
  })

  it('refuses a body that is not the one that was signed', async () => {
    const token = await sign(bodyOf(1))
    await assertRefused(bodyOf(2), token)
    await assertRefused(`${bodyOf(1)} `, token)
    await assertRefused('', token)
  })

  it('refuses a token that has expired', async () => {
    const body = bodyOf(1)
    await assertRefused(body, await sign(body, { iat: inSeconds(-150), exp: inSeconds(-60) }))
  })

  it('refuses a token that never expires or binds no body', async () => {
    const body = bodyOf(1)
    await assertRefused(body, await sign(body, { exp: undefined }))
    await assertRefused(body, await sign(body, { payload_hash: undefined }))
  })

  it('asks for another delivery while it cannot fetch the keys, and takes that in', async () => {
    const body = bodyOf(1)
    jwksStatus = 500
    assert.equal(await deliver(body, await sign(body)), 503)
    assert.deepEqual(handled, [])
    jwksStatus = 200
    assert.equal(await deliver(body, await sign(body)), 204)
    assert.deepEqual(handled, [1])
  })

  it('asks for another delivery while it does not know which webhook is its own', async () => {
    const body = bodyOf(1)
    inbox = undefined
    assert.equal(await deliver(body, await sign(body)), 503)
    assert.deepEqual(handled, [])
  })
})
