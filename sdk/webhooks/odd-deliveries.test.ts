/** Deliveries as frameworks give them, and options that would protect nothing: judged as what they are. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { forgedDeliveries } from '../../test/forged-deliveries.ts'
import {
  DeliveryError,
  type DeliveryErrorCode,
  memoryReplayGuard,
  remoteKeys,
  verifyDelivery,
  verifyStandardWebhook,
} from './webhooks.ts'

let made: Awaited<ReturnType<typeof forgedDeliveries>>
let given: { jwksUrl: string; audience: string; replayGuard: false }
const server = createServer((_request, response) => response.end(JSON.stringify({ keys: made.published })))
before(async () => {
  made = await forgedDeliveries()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
  given = { jwksUrl, audience: made.audience, replayGuard: false }
})
after(() => server.close())

const refuses = (work: () => unknown, code: DeliveryErrorCode, status: number) =>
  assert.rejects(
    async () => work(),
    (error: unknown) => {
      assert.ok(error instanceof DeliveryError, String(error))
      assert.deepEqual([error.code, error.status], [code, status], error.message)
      return true
    },
  )
const verify = (input: unknown, more: object = {}) =>
  verifyDelivery(input as Request, { ...given, ...more } as typeof given)

test('bytes are read as they lie in memory, in whatever units they are seen', async () => {
  const headers = { authorization: `Bearer ${made.right}` }
  const bytes = new TextEncoder().encode(made.body)
  const around = new Uint8Array([1, 2, ...bytes, 3])
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  for (const rawBody of [
    bytes,
    bytes.buffer,
    Buffer.from(bytes),
    shared,
    new DataView(around.buffer, 2, bytes.length),
    around.subarray(2, -1),
  ])
    assert.equal((await verify({ headers, rawBody })).webhookId, 7)
  const even = made.body.length % 2 === 0 ? made.body : `${made.body} `
  const secret = made.secret
  const wide = new Uint16Array(new TextEncoder().encode(even).buffer)
  const { Webhook } = await import('standardwebhooks')
  const now = new Date()
  const standard = {
    'webhook-id': 'msg_2',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_2', now, even),
  }
  assert.equal(
    (await verifyStandardWebhook({ headers: standard, rawBody: wide as never }, { secret })).webhookId,
    7,
  )
})

test('what has no raw bytes is told so, whatever a framework calls its request', async () => {
  const headers = { authorization: `Bearer ${made.right}` }
  for (const input of [
    { headers, body: JSON.parse(made.body) },
    { headers, body: Buffer.from(made.body) },
    { headers, body: made.body },
    { headers },
    { headers, rawBody: undefined },
    { headers, rawBody: [...Buffer.from(made.body)] },
    undefined,
    null,
    made.body,
  ]) {
    await refuses(() => verify(input), 'raw_body_needed', 500)
    await refuses(
      () => verifyStandardWebhook(input as never, { secret: made.secret }),
      'raw_body_needed',
      500,
    )
  }
})

test('headers are read from whatever holds them; a value that is none is as if it were not there', async () => {
  const rawBody = made.body
  const bearer = `Bearer ${made.right}`
  for (const headers of [
    { AUTHORIZATION: bearer },
    { authorization: [bearer] },
    { authorization: `bearer   ${made.right}` },
    { authorization: `\tBearer  ${made.right} ` },
    new Headers({ authorization: bearer }),
    new Map([['Authorization', bearer]]),
    [['Authorization', bearer]],
    { get: (name: string) => (name === 'authorization' ? bearer : null) },
  ])
    assert.equal((await verify({ headers, rawBody })).webhookId, 7)
  for (const authorization of [
    undefined,
    null,
    5,
    {},
    [],
    [5],
    'Bearer',
    `Bearer\t${made.right}`,
    `${bearer} x`,
  ])
    await refuses(() => verify({ headers: { authorization }, rawBody }), 'missing_signature', 401)
  for (const headers of [undefined, null, 5, bearer])
    await refuses(() => verify({ headers, rawBody }), 'bad_options', 500)
  const odd = { ...made.standard, 'webhook-signature': 5 }
  const told = { headers: odd as never, rawBody }
  await refuses(() => verifyStandardWebhook(told, { secret: made.secret }), 'missing_signature', 401)
})

test('options that would protect nothing are refused, and so is none at all', async () => {
  for (const max of [0, -1, Number.NaN, 1.5, Number.POSITIVE_INFINITY, '3', null])
    await refuses(() => memoryReplayGuard(max as number), 'bad_options', 500)
  const right = { headers: { authorization: `Bearer ${made.right}` }, rawBody: made.body }
  for (const more of [
    { replayGuard: true },
    { replayGuard: {} },
    { keys: 5 },
    { keys: given.jwksUrl },
    { issuer: '' },
    { issuer: null },
  ])
    await refuses(() => verify(right, more), 'bad_options', 500)
  for (const none of [undefined, null]) {
    await refuses(() => verifyDelivery(right, none as never), 'bad_options', 500)
    await refuses(() => verifyStandardWebhook(right, none as never), 'bad_options', 500)
  }
  for (const name of ['maxAgeMs', 'refetchPauseMs', 'timeoutMs'])
    for (const ms of [Number.NaN, -1, Number.POSITIVE_INFINITY, '5'])
      await refuses(() => remoteKeys(given.jwksUrl, { [name]: ms }), 'bad_options', 500)
  const keys = remoteKeys(given.jwksUrl, { timeoutMs: 5000 / 7, refetchPauseMs: 0.5 })
  assert.equal((await verify(right, { keys })).webhookId, 7)
})
