import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newestEventId } from '../../test/receiver.ts'
import { sql } from '../db/sql.ts'
import { openSeal } from '../ground/seal.ts'
import { startJobs } from '../process/poll.ts'
import { rotateSigningKeys } from './rotate-signing-keys.ts'
import { publicKeys, rewrapSigningKeys, signingKey } from './signing-key.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ signingKeyLifeMs: 2_000, signingKeyAheadMs: 1_000 })
})
after(() => platform.close())

const servedKeys = async () =>
  (await (await fetch(`${platform.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet

type Stored = { generation: number; private_jwk_sealed: Buffer | null; key_encryption_key_id: string | null }
const storedKeys = () =>
  platform.db.many<Stored>(sql`
    select generation, private_jwk_sealed, key_encryption_key_id from signing_keys order by generation`)

test('keys take turns in mid-stream, and a receiver that fetches them now and then never meets one it does not have', async () => {
  let known = createLocalJWKSet(await servedKeys())
  const wrong: unknown[] = []
  const ids: number[] = []
  const used = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const token = request.headers.authorization!.slice('Bearer '.length)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    try {
      // Not fetched anew when a key is unknown: what was there half a second ago must do.
      await jwtVerify(token, known, { algorithms: ['RS256'], clockTolerance: 0 })
    } catch (error) {
      wrong.push([error, decodeJwt(token)])
    }
    const { kid } = decodeProtectedHeader(token) as { kid: string }
    used.set(kid, (used.get(kid) ?? 0) + 1)
    for (const { id } of JSON.parse(Buffer.concat(chunks).toString()).events) ids.push(id)
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await until('the receiver', async () => server.listening)
  const { port } = server.address() as { port: number }
  const refresh = setInterval(() => {
    servedKeys().then(
      (keys) => {
        known = createLocalJWKSet(keys)
      },
      (error) => wrong.push(error),
    )
  }, 250)
  const jobs = startJobs(platform.context, [rotateSigningKeys(20), rotateSigningKeys(20)])
  const before = await newestEventId(platform)
  await platform.good('POST', '/webhooks', {
    callback_url: `http://127.0.0.1:${port}/`,
    max_wait_seconds: 0,
    max_batch_size: 2,
  })
  await until('four keys', async () => {
    await platform.createContact()
    return used.size >= 4
  })
  await until('the last events', async () => ids.at(-1) === (await newestEventId(platform)))
  clearInterval(refresh)
  await jobs.stop()
  assert.deepEqual(wrong, [])
  assert.deepEqual(
    ids,
    ids.map((_, at) => before + at + 1),
  )
  const generations = (await storedKeys()).map(({ generation }) => generation)
  assert.deepEqual(
    generations,
    generations.map((_, at) => at + 1),
    'two workers make one key at a time',
  )
  server.closeAllConnections()
  server.close()
})

test('a key that was followed stays published until its tokens have died; then its private part is destroyed', async () => {
  const count = (await storedKeys()).length
  assert.ok(count >= 4)
  assert.equal((await publicKeys(platform.context)).keys.length, count)
  await platform.db.run(sql`update signing_keys set signs_from = signs_from - interval '14 minutes'`)
  assert.equal((await publicKeys(platform.context)).keys.length, count, 'within the overlap')
  await platform.db.run(sql`update signing_keys set signs_from = signs_from - interval '14 minutes'`)
  assert.equal((await publicKeys(platform.context)).keys.length, 1)
  await rotateSigningKeys().run({
    ...platform.context,
    config: { ...platform.config, signingKeyLifeMs: 1e10 },
  })
  const stored = await storedKeys()
  assert.deepEqual(
    stored.map(({ private_jwk_sealed }) => private_jwk_sealed !== null),
    stored.map((_, at) => at === stored.length - 1),
  )
})

test('a private key is under a data key of its own, which a new key-encryption key wraps anew without touching the key', async () => {
  const { keyId } = await signingKey({ ...platform.context })
  const file = platform.config.mainKeyFile
  const keys = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...keys, kek_2: Buffer.alloc(32, 7).toString('base64url') }), {
    mode: 0o600,
  })
  const [before] = (await storedKeys()).slice(-1)
  assert.equal(before!.key_encryption_key_id, 'kek_1')
  await rewrapSigningKeys({ ...platform.context, seal: openSeal(file) })
  const [wrapped] = (await storedKeys()).slice(-1)
  assert.equal(wrapped!.key_encryption_key_id, 'kek_2')
  assert.deepEqual(wrapped!.private_jwk_sealed, before!.private_jwk_sealed)
  const reopened = { ...platform.context, seal: openSeal(file) }
  assert.equal((await signingKey(reopened)).keyId, keyId)
  // A process that was started before reads the file again.
  assert.equal((await signingKey({ ...platform.context })).keyId, keyId)
  writeFileSync(`${file}.before`, JSON.stringify(keys), { mode: 0o600 })
  const without = { ...platform.context, seal: openSeal(`${file}.before`) }
  await assert.rejects(signingKey(without), /kek_2 is not at hand/)

  await platform.db.run(sql`
    update signing_keys set data_key_wrapped = (select data_key_wrapped from signing_keys where false), private_jwk_sealed = ${openSeal(file).seal('{}', 'x')}
    where key_id = ${keyId}`)
  await assert.rejects(
    signingKey({ ...platform.context, seal: openSeal(file) }),
    'another row’s ciphertext does not open',
  )
})
