/** The verifier against what the platform really sends. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { forgedDeliveries } from '../../test/forged-deliveries.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { createWebhook, deliveryOfNewEvent, type Receiver, startReceiver } from '../../test/receiver.ts'
import {
  DeliveryError,
  type DeliveryErrorCode,
  memoryReplayGuard,
  remoteKeys,
  verifyDelivery,
  verifyStandardWebhook,
} from './webhooks.ts'

let platform: Platform
let receiver: Receiver
let webhook: Awaited<ReturnType<typeof createWebhook>>
before(async () => {
  platform = await startPlatform()
  receiver = await startReceiver(platform.url)
  webhook = await createWebhook(platform, receiver, '/sdk')
})
after(async () => {
  await platform.close()
  await receiver.close()
})

const newDelivery = () => deliveryOfNewEvent(platform, webhook)

const options = (more: object = {}) => ({
  jwksUrl: `${platform.url}/.well-known/jwks.json`,
  audience: webhook.identifier,
  ...more,
})

const refuses = (work: Promise<unknown>, code: DeliveryErrorCode, status: number) =>
  assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof DeliveryError, String(error))
    assert.deepEqual([error.code, error.status], [code, status], error.message)
    return true
  })

/** Serves what `answer` says at the moment, and counts how often it was asked. */
async function serveKeys(answer: () => Promise<{ status?: number; text: string }>) {
  const seen = { asked: 0 }
  const server = createServer(async (_request, response) => {
    seen.asked += 1
    const { status = 200, text } = await answer()
    response.writeHead(status).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
  return { seen, url, close: () => server.close() }
}
const platformKeys = async () => ({ text: await (await fetch(options().jwksUrl)).text() })

test('a delivery is verified in one call: as headers and bytes, as text, as a web Request', async () => {
  const { id, headers, rawBody } = await newDelivery()
  const delivery = await verifyDelivery({ headers, rawBody: Buffer.from(rawBody) }, options())
  assert.equal(delivery.webhookId, webhook.id)
  assert.deepEqual(
    delivery.events.map((event) => [event.id, event.type]),
    [[id, 'contacts.created']],
  )
  const another = await newDelivery()
  assert.equal((await verifyDelivery(another, options())).events[0]!.id, another.id)
  const third = await newDelivery()
  const init = { method: 'POST', headers: third.headers as Record<string, string>, body: third.rawBody }
  const request = new Request('http://localhost/', init)
  assert.equal((await verifyDelivery(request, options())).events[0]!.id, third.id)
})

test('a body that was changed, or written again by a JSON parser, is refused', async () => {
  const { headers, rawBody } = await newDelivery()
  await refuses(
    verifyDelivery({ headers, rawBody: rawBody.replace('Contact', 'contact') }, options()),
    'body_changed',
    401,
  )
  await refuses(verifyDelivery({ headers, rawBody: `${rawBody} ` }, options()), 'body_changed', 401)
  await refuses(verifyDelivery({ headers, rawBody: JSON.parse(rawBody) }, options()), 'raw_body_needed', 500)
  const request = new Request('http://localhost/', { method: 'POST', body: rawBody })
  await request.text()
  await refuses(verifyDelivery(request, options()), 'raw_body_needed', 500)
})

test('a body larger than any delivery is not read to its end', async () => {
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) })
  const request = new Request('http://localhost/', {
    method: 'POST',
    body: endless,
    duplex: 'half',
  } as RequestInit)
  await refuses(verifyDelivery(request, options()), 'body_too_large', 413)
})

test('a stale token is refused, and one from the future', async () => {
  const delivery = await newDelivery()
  const inSeconds = (seconds: number) => ({ now: () => new Date(Date.now() + seconds * 1000) })
  await refuses(verifyDelivery(delivery, options(inSeconds(100))), 'expired', 401)
  await refuses(verifyDelivery(delivery, options(inSeconds(-60))), 'issued_in_future', 401)
  await verifyDelivery(delivery, options(inSeconds(80)))
})

test('a delivery to another webhook of the platform proves nothing to this one', async () => {
  const audience = '01920000-0000-7000-8000-000000000001'
  const delivery = await newDelivery()
  await refuses(verifyDelivery(delivery, options({ audience })), 'wrong_audience', 401)
  await verifyDelivery(delivery, options({ audience: [audience, webhook.identifier] }))
  await refuses(verifyDelivery(await newDelivery(), options({ issuer: 'other' })), 'wrong_issuer', 401)
})

test('a delivery that is replayed is refused; one that was refused takes no place in the guard', async () => {
  const delivery = await newDelivery()
  await refuses(verifyDelivery({ ...delivery, rawBody: '{}' }, options()), 'body_changed', 401)
  await verifyDelivery(delivery, options())
  await refuses(verifyDelivery(delivery, options()), 'replayed', 401)
  await verifyDelivery(delivery, options({ replayGuard: false }))
  const guard = memoryReplayGuard(2)
  const soon = new Date(Date.now() + 90_000)
  assert.deepEqual(
    ['a', 'b', 'a', 'c', 'a'].map((id) => guard.firstUse(id, soon)),
    [true, true, false, true, true],
    'bounded: the oldest is forgotten first',
  )
})

test('no token, one that is none, one without a signature and one of a stranger are refused', async () => {
  const { headers, rawBody } = await newDelivery()
  const withToken = (token: string | undefined) => ({
    headers: { ...headers, authorization: token && `Bearer ${token}` },
    rawBody,
  })
  await refuses(verifyDelivery(withToken(undefined), options()), 'missing_signature', 401)
  await refuses(verifyDelivery(withToken('abc'), options()), 'malformed_token', 401)
  const [head, claims, signature] = headers.authorization!.slice('Bearer '.length).split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  await refuses(verifyDelivery(withToken(`${none}.${claims}.`), options()), 'malformed_token', 401)
  // The public key as the secret of an algorithm that has one (RFC 8725, 2.1).
  const { keys } = JSON.parse((await platformKeys()).text)
  const publicKey = (await importJWK(keys[0], 'RS256', { extractable: true })) as CryptoKey
  const withSecret = await new SignJWT(JSON.parse(Buffer.from(claims!, 'base64url').toString()))
    .setProtectedHeader({ alg: 'HS256', kid: keys[0].kid })
    .sign(new TextEncoder().encode(await exportSPKI(publicKey)))
  await refuses(verifyDelivery(withToken(withSecret), options()), 'malformed_token', 401)
  const flipped = signature!.startsWith('A') ? `B${signature!.slice(1)}` : `A${signature!.slice(1)}`
  await refuses(verifyDelivery(withToken(`${head}.${claims}.${flipped}`), options()), 'bad_signature', 401)
  const stranger = await generateKeyPair('RS256')
  const forged = await new SignJWT(JSON.parse(Buffer.from(claims!, 'base64url').toString()))
    .setProtectedHeader({ alg: 'RS256', kid: 'stranger' })
    .sign(stranger.privateKey)
  await refuses(verifyDelivery(withToken(forged), options()), 'unknown_key', 401)
})

test('each delivery of the list that both clients are held to is believed, or refused for its reason', async (t) => {
  const { deliveries, published, audience } = await forgedDeliveries()
  const served = await serveKeys(async () => ({ text: JSON.stringify({ keys: published }) }))
  t.after(served.close)
  const given = { jwksUrl: served.url, audience, replayGuard: memoryReplayGuard() }
  for (const { name, code, headers, body } of deliveries) {
    const judged = await verifyDelivery({ headers, rawBody: body }, given).then(
      (delivery) => {
        assert.deepEqual(delivery, JSON.parse(body), 'a type that no client knows yet is passed on')
        return null
      },
      (error: DeliveryError) => error.code,
    )
    assert.equal(judged, code, name)
  }
})

test('a receiver that is set wrong believes nobody, and is told why', async () => {
  const delivery = await newDelivery()
  for (const audience of [undefined, '', [], [''], [webhook.identifier, undefined]])
    await refuses(verifyDelivery(delivery, options({ audience })), 'bad_options', 500)
  const urls =
    'jwks.json ada:hunter2@pay file:///etc/passwd https:// https://ada:hunter2@pay.example.com/jwks'
  for (const jwksUrl of [undefined, '', ...urls.split(' ')]) {
    await refuses(verifyDelivery(delivery, options({ jwksUrl })), 'bad_options', 500)
    assert.throws(() => remoteKeys(jwksUrl as string), { code: 'bad_options' })
  }
  const told = verifyDelivery(delivery, options({ jwksUrl: 'https://ada:hunter2@pay.example.com/jwks' }))
  await assert.rejects(told, ({ message }: Error) => !message.includes('hunter2'))
  const lengths = [33, 28, 92].map((length) => `whsec_${'A'.repeat(length)}`)
  for (const secret of [undefined, '', 'whsec_', [], ['whsec_'], 'whsec_é', 5, ...lengths] as string[])
    await refuses(verifyStandardWebhook(delivery, { secret }), 'bad_options', 500)
  const secret = `whsec_${'A'.repeat(32)}`
  for (const seconds of [Number.NaN, Number.POSITIVE_INFINITY, -1, 301, '5', '10 years', null] as number[]) {
    await refuses(verifyDelivery(delivery, options({ clockToleranceSeconds: seconds })), 'bad_options', 500)
    await refuses(verifyStandardWebhook(delivery, { secret, toleranceSeconds: seconds }), 'bad_options', 500)
  }
})

test('a guard is told to remember a token until it is refused in any case, however the clocks differ', async () => {
  const delivery = await newDelivery()
  for (const clockToleranceSeconds of [0, 5, 300]) {
    let until = 0
    const replayGuard = {
      firstUse(_id: string, at: Date) {
        until = at.getTime()
        return true
      },
    }
    await verifyDelivery(delivery, options({ clockToleranceSeconds, replayGuard }))
    const at = (ms: number) =>
      options({ clockToleranceSeconds, replayGuard, now: () => new Date(until + ms) })
    await refuses(verifyDelivery(delivery, at(0)), 'expired', 401)
    // Little earlier it would be believed: what is forgotten then is used again.
    if (clockToleranceSeconds <= 5) await verifyDelivery(delivery, at(-2_000))
  }
})

test('a key that is new is fetched when it first signs; unknown ones do not make a receiver ask without end', async (t) => {
  const old = { ...(await exportJWK((await generateKeyPair('RS256')).publicKey)), kid: 'old', alg: 'RS256' }
  let answer = async () => ({ text: JSON.stringify({ keys: [old] }) })
  const served = await serveKeys(() => answer())
  t.after(served.close)
  const impatient = options({ keys: remoteKeys(served.url, { refetchPauseMs: 0 }) })
  await refuses(verifyDelivery(await newDelivery(), impatient), 'unknown_key', 401)
  answer = platformKeys
  await verifyDelivery(await newDelivery(), impatient)
  const asked = served.seen.asked
  await verifyDelivery(await newDelivery(), impatient)
  assert.equal(served.seen.asked, asked, 'a known key is not fetched again')

  answer = async () => ({ text: JSON.stringify({ keys: [old] }) })
  const patient = options({ keys: remoteKeys(served.url) })
  const delivery = await newDelivery()
  const before = served.seen.asked
  for (let tries = 0; tries < 20; tries++)
    await refuses(verifyDelivery(delivery, patient), 'unknown_key', 401)
  assert.equal(served.seen.asked, before + 1)
})

test('keys that cannot be had are a 503, so that the delivery comes again', async (t) => {
  let text = 'no keys'
  let status = 200
  const served = await serveKeys(async () => ({ status, text }))
  t.after(served.close)
  const delivery = await newDelivery()
  const fresh = () => options({ keys: remoteKeys(served.url) })
  await refuses(verifyDelivery(delivery, fresh()), 'keys_unavailable', 503)
  text = '{"keys": 1}'
  await refuses(verifyDelivery(delivery, fresh()), 'keys_unavailable', 503)
  text = `{"keys": [], "more": "${'x'.repeat(200_000)}"}`
  await refuses(verifyDelivery(delivery, fresh()), 'keys_unavailable', 503)
  status = 500
  const failing = fresh()
  const asked = served.seen.asked
  for (let tries = 0; tries < 20; tries++)
    await refuses(verifyDelivery(delivery, failing), 'keys_unavailable', 503)
  assert.ok(served.seen.asked - asked < 5, 'a platform that is down is not asked by every delivery')
  served.close()
  await refuses(
    verifyDelivery(delivery, options({ keys: remoteKeys('http://127.0.0.1:1/') })),
    'keys_unavailable',
    503,
  )
})

test('the public `standardwebhooks` and `svix` packages and our own verify real deliveries by the signing secret', async () => {
  const { id, headers, rawBody } = await newDelivery()
  const secret = webhook.signing_secret
  const plain = headers as Record<string, string>
  const stranger = `whsec_${Buffer.alloc(32).toString('base64')}`
  for (const Library of [StandardWebhook, SvixWebhook]) {
    new Library(secret).verify(rawBody, plain)
    assert.throws(() => new Library(secret).verify(`${rawBody} `, plain), /No matching signature/)
    assert.throws(() => new Library(stranger).verify(rawBody, plain), /No matching signature/)
  }
  const delivery = { headers, rawBody }
  assert.equal((await verifyStandardWebhook(delivery, { secret: [stranger, secret] })).events[0]!.id, id)
  // Of several signatures any that is good counts, whatever the others are.
  const several = { ...headers, 'webhook-signature': `v1,A v1a,x v1, ${plain['webhook-signature']}` }
  assert.equal((await verifyStandardWebhook({ headers: several, rawBody }, { secret })).events[0]!.id, id)
  await refuses(verifyStandardWebhook(delivery, { secret: stranger }), 'bad_signature', 401)
  await refuses(verifyStandardWebhook({ headers, rawBody: `${rawBody} ` }, { secret }), 'bad_signature', 401)
  await refuses(verifyStandardWebhook({ headers: {}, rawBody }, { secret }), 'missing_signature', 401)
  const dated = (seconds: number) => ({
    headers: { ...headers, 'webhook-timestamp': String(Number(plain['webhook-timestamp']) + seconds) },
    rawBody,
  })
  await refuses(verifyStandardWebhook(dated(1), { secret }), 'bad_signature', 401)
  await refuses(verifyStandardWebhook(dated(-400), { secret }), 'expired', 401)
  await refuses(verifyStandardWebhook(dated(400), { secret }), 'issued_in_future', 401)
})
