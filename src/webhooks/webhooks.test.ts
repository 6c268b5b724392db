import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { importJWK } from 'jose'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import {
  confirmedIds,
  createWebhook,
  makeEvents,
  newestEventId,
  type Receiver,
  startReceiver,
} from '../../test/receiver.ts'
import { createToken } from '../companies/api-token.ts'
import { createCompany } from '../companies/company.ts'
import { sql } from '../db/sql.ts'
import { scopes } from '../http/authenticate.ts'
import { openContext } from '../process/context.ts'
import { signingKey } from './signing-key.ts'

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

const create = (fields: Record<string, unknown>, headers: Record<string, string> = {}) =>
  platform.call('POST', '/webhooks', fields, headers)

test('a webhook is created with the contract’s defaults, with and without the trailing slash', async () => {
  for (const path of ['/webhooks', '/webhooks/']) {
    const url = `https://shop.example/${path.length}`
    const { status, body } = await platform.call('POST', path, { callback_url: url })
    assert.equal(status, 201)
    const { identifier, id, signing_secret, created_at, updated_at, ...rest } = body
    assert.ok(Number.isInteger(id))
    assert.match(identifier, /^[0-9a-f-]{36}$/)
    assert.match(signing_secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.ok(created_at && updated_at)
    assert.deepEqual(rest, {
      callback_url: url,
      state: 'active',
      last_sent_event_id: await newestEventId(platform),
      max_batch_size: 10,
      max_wait_seconds: 60,
      event_types: null,
      failing_since: null,
      next_attempt_at: null,
      redelivery: null,
      former_secret_until: null,
    })
    const { signing_secret: _, ...shown } = body
    assert.deepEqual((await platform.call('GET', `/webhooks/${identifier}/`)).body, shown)
    assert.deepEqual((await platform.call('GET', path)).body.data[0], shown)
  }
})

test('a second webhook with the same URL is refused, however it is spelled, and naming callback_url', async () => {
  const { body: first } = await create({ callback_url: 'https://same.example' })
  const { body: other } = await create({ callback_url: 'https://other.example/' })
  for (const callback_url of ['https://same.example', 'https://SAME.example:443/']) {
    for (const answer of [
      await create({ callback_url }),
      await platform.call('PATCH', `/webhooks/${other.identifier}`, { callback_url }),
    ]) {
      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].path, 'callback_url')
    }
  }
  const kept = await platform.call('PATCH', `/webhooks/${first.identifier}`, {
    callback_url: 'https://same.example/',
  })
  assert.equal(kept.status, 200, 'its own URL is no duplicate')
})

test('fields that cannot be are refused by name', async () => {
  const url = 'https://fields.example/'
  const bad: [Record<string, unknown>, string][] = [
    [{}, 'callback_url'],
    [{ callback_url: 'shop.example' }, 'callback_url'],
    [{ callback_url: 'http://shop.example/' }, 'callback_url'],
    [{ callback_url: 'ftp://shop.example/' }, 'callback_url'],
    [{ callback_url: 'https://user:secret@shop.example/' }, 'callback_url'],
    [{ callback_url: 'https://shop.example/#here' }, 'callback_url'],
    [{ callback_url: 'https://shop.exam\nple/' }, 'callback_url'],
    [{ callback_url: url, max_batch_size: 0 }, 'max_batch_size'],
    [{ callback_url: url, max_batch_size: 101 }, 'max_batch_size'],
    [{ callback_url: url, max_wait_seconds: 59 }, 'max_wait_seconds'],
    [{ callback_url: url, max_wait_seconds: 3601 }, 'max_wait_seconds'],
    [{ callback_url: url, callback_api_key: 'a\r\nx: y' }, 'callback_api_key'],
    [{ callback_url: url, replay_from_event_id: 0 }, 'replay_from_event_id'],
    [
      { callback_url: url, replay_from_event_id: (await newestEventId(platform)) + 2 },
      'replay_from_event_id',
    ],
    [{ callback_url: url, replay_from_timestamp: 'yesterday' }, 'replay_from_timestamp'],
    [
      { callback_url: url, replay_from_event_id: 1, replay_from_timestamp: '2026-01-01T00:00:00Z' },
      'replay_from_timestamp',
    ],
    [{ callback_url: url, secret: 'x' }, 'secret'],
  ]
  for (const [fields, path] of bad) {
    const { status, body } = await create(fields)
    assert.equal(status, 422, JSON.stringify(fields))
    assert.equal(body.errors[0].path, path, JSON.stringify(body))
  }
})

test('replay begins at the event that is named, it included, or at the first one of a time', async () => {
  const ids = await makeEvents(platform, 6)
  const from = ids[2]!
  const byId = await createWebhook(platform, receiver, '/by-id', { replay_from_event_id: from })
  assert.equal(byId.last_sent_event_id, from - 1)
  const { body } = await platform.call('GET', `/events?after=${from - 1}&limit=1`)
  const byTime = await createWebhook(platform, receiver, '/by-time', {
    replay_from_timestamp: body.data[0].createdAt,
  })
  assert.equal(byTime.last_sent_event_id, from - 1)
  for (const { inbox } of [byId, byTime]) {
    await until('the replay', async () => confirmedIds(inbox).length >= 4)
    assert.deepEqual(confirmedIds(inbox), ids.slice(2))
  }
  const all = await createWebhook(platform, receiver, '/all', {
    replay_from_timestamp: '2000-01-01T00:00:00Z',
  })
  assert.equal(all.last_sent_event_id, 0)
  const none = await createWebhook(platform, receiver, '/none', {
    replay_from_timestamp: '2999-01-01T00:00:00Z',
  })
  assert.equal(none.last_sent_event_id, ids.at(-1))

  await platform.good('PATCH', `/webhooks/${byId.identifier}`, { replay_from_event_id: ids[4]! })
  await until('the second replay', async () => confirmedIds(byId.inbox).length >= 6)
  assert.deepEqual(confirmedIds(byId.inbox), [...ids.slice(2), ...ids.slice(4)])
})

test('another company’s webhook does not exist, whatever is asked of it', async () => {
  const { body: webhook } = await create({ callback_url: 'https://mine.example/' })
  const companyId = await createCompany(platform.db, 'Rival')
  const { token } = await createToken(platform.db, 'demo', { companyId, name: 't', scopes: [...scopes] })
  const asRival = { authorization: `Bearer ${token}` }
  const at = `/webhooks/${webhook.identifier}`
  for (const [method, path, body] of [
    ['GET', at],
    ['PATCH', at, { max_batch_size: 5 }],
    ['DELETE', at],
    ['POST', `${at}/resume`],
    ['POST', `${at}/test`],
    ['GET', `${at}/deliveries`],
  ] as const)
    assert.equal((await platform.call(method, path, body, asRival)).status, 404, `${method} ${path}`)
  assert.deepEqual((await platform.call('GET', '/webhooks', undefined, asRival)).body.data, [])
  assert.equal((await platform.call('GET', at)).body.max_batch_size, 10)
  const same = await create({ callback_url: 'https://mine.example/' }, asRival)
  assert.equal(same.status, 201, 'URLs are unique per company only')
})

test('a test delivery is signed like any other, changes nothing, and its answer says how it went', async () => {
  const webhook = await createWebhook(platform, receiver, '/tested')
  const at = `/webhooks/${webhook.identifier}`
  const before = (await platform.call('GET', at)).body
  const good = await platform.call('POST', `${at}/test`)
  assert.deepEqual([good.status, good.body.delivered, good.body.status], [200, true, 204])
  const { body, claims } = webhook.inbox.received[0]!
  assert.equal(claims.aud, webhook.identifier)
  assert.deepEqual([body.events[0]!.id, body.events[0]!.type], [0, 'webhooks.test'])
  webhook.inbox.reply = () => ({ status: 500 })
  const bad = await platform.call('POST', `${at}/test`)
  assert.deepEqual([bad.status, bad.body.delivered, bad.body.error], [200, false, 'answered 500'])
  assert.deepEqual((await platform.call('GET', at)).body, before)
  assert.equal((await platform.call('GET', `${at}/deliveries`)).body.data.length, 2)
})

test('a repeated creation gets the first answer with the secret, and no secret is in the database as text', async () => {
  const fields = { callback_url: 'https://secret.example/', callback_api_key: 'the-callback-api-key' }
  const first = await create(fields, { 'idempotency-key': 'create-once' })
  const again = await create(fields, { 'idempotency-key': 'create-once' })
  assert.equal(again.text, first.text)
  assert.equal(again.headers.get('idempotent-replayed'), 'true')

  await signingKey(platform.context)
  const tables = await platform.db.many<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const rows = await Promise.all(
    tables.map(({ name }) =>
      platform.db.many<{ row: string }>({
        text: `select t::text as row from ${name} t`,
        values: [],
      } as never),
    ),
  )
  const dump = rows.flat().map(({ row }) => row)
  assert.ok(dump.some((row) => row.includes('https://secret.example/')))
  const secret = first.body.signing_secret.slice('whsec_'.length)
  const hex = (text: string) => Buffer.from(text).toString('hex')
  const rawKey = Buffer.from(secret, 'base64').toString('hex')
  for (const text of [secret, hex(secret), rawKey, fields.callback_api_key, hex(fields.callback_api_key)])
    assert.ok(!dump.some((row) => row.includes(text)), `found ${text}`)
  assert.ok(!dump.some((row) => /"(d|p|q|dp|dq|qi)":/.test(row)), 'no part of a private key')
})

test('processes that need the first signing key at once all get the same, and only its public part is served', async () => {
  await platform.db.run(sql`delete from signing_keys`)
  const log = { write: () => undefined }
  const processes = await Promise.all(
    Array.from({ length: 4 }, () => openContext('worker', platform.config, log)),
  )
  const keys = await Promise.all(processes.map(signingKey))
  assert.equal(new Set(keys.map((key) => key.keyId)).size, 1)
  await Promise.all(processes.map((one) => one.close()))

  const stored = await platform.db.many<{ key_id: string }>(sql`select key_id from signing_keys`)
  assert.deepEqual(stored, [{ key_id: keys[0]!.keyId }])
  const served = await until('the key to be served', async () => {
    const answer = await fetch(`${platform.url}/.well-known/jwks.json`)
    const { keys: served } = (await answer.json()) as { keys: Record<string, string>[] }
    return served[0]?.kid === keys[0]!.keyId ? { answer, served } : undefined
  })
  assert.equal(served.answer.headers.get('cache-control'), 'public, max-age=300')
  assert.deepEqual(Object.keys(served.served[0]!).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
  await importJWK(served.served[0]!, 'RS256')
})
