/**
 * Every string of every endpoint by the one rule for text (`src/ground/text.ts`), walked by the very schemas
 * that the reference shows.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { openWhoeverMay, pathOfNothing } from '../../test/whoever-may.ts'
import { sql } from '../db/sql.ts'
import { endpoints } from '../endpoints.ts'
import { newId } from '../ground/ids.ts'
import type { Endpoint } from './endpoint.ts'
import { type JsonSchema, toJsonSchema } from './openapi-schema.ts'

let platform: Platform
let ask: Awaited<ReturnType<typeof openWhoeverMay>>
before(async () => {
  platform = await startPlatform()
  ask = await openWhoeverMay(platform)
})
after(() => platform?.close())

const CARD = '4242424242424242'
const hostile = [
  'A\0B',
  'A\u0085B',
  'A\u2028B',
  'A\ud800',
  'A\u202eB',
  'A\u2066B',
  'A\ufffe',
  'A\u{e0041}',
  '\u3164',
  '\u200b\u2060',
  '\u2800',
  'A\u200d',
  CARD,
  'x 4242 4242 4242 4242',
  '４２４２-４２４２-４２４２-４２４２',
]

/**
 * Some of them for each place, others at the next: all places have one rule, and in each some hundred
 * places stand for all texts. A card number is tried everywhere.
 */
const TEXTS_A_PLACE = 2
const textsAt = (place: number, texts = hostile) => [
  ...Array.from({ length: TEXTS_A_PLACE }, (_, at) => texts[(place * TEXTS_A_PLACE + at) % texts.length]!),
  CARD,
]

/** A place for a text: where it is, and a body that has it there. */
type Place = { path: string; body(text: string): unknown; schema: JsonSchema }

/** Each string of a schema, in each of its alternatives. */
function placesIn(schema: JsonSchema): Place[] {
  const alternatives = [schema.oneOf, schema.anyOf].flatMap((list) => (list ?? []) as JsonSchema[])
  if (alternatives.length > 0) return alternatives.flatMap(placesIn)
  if (schema.type === 'string') return [{ path: '', body: (text) => text, schema }]
  if (schema.type === 'array')
    return placesIn(schema.items as JsonSchema).map(({ path, body, schema }) => ({
      path: join('0', path),
      schema,
      body: (text) => [body(text)],
    }))
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
  // Which alternative it is, it says by a constant.
  const constants = Object.fromEntries(
    properties.flatMap(([name, { const: is }]) => (is === undefined ? [] : [[name, is]])),
  )
  const keys =
    (schema.propertyNames as { enum?: string[] } | undefined)?.enum ??
    (schema.additionalProperties ? ['key'] : [])
  const values = keys.map((key): [string, JsonSchema] => [key, schema.additionalProperties as JsonSchema])
  return [...properties.filter(([name]) => !(name in constants)), ...values].flatMap(([name, part]) =>
    placesIn(part).map(({ path, body, schema }) => ({
      path: join(name, path),
      schema,
      body: (text) => ({ ...constants, [name]: body(text) }),
    })),
  )
}
const join = (name: string, path: string) => (path === '' ? name : `${name}.${path}`)

const pathOf = (endpoint: Endpoint) => pathOfNothing(endpoint, newId)
/** A password is of whatever characters: no rule for text is for it. */
const isPassword = (path: string) => /^(new_)?password$|_password$/.test(path)
const bodyPlaces = (endpoint: Endpoint) =>
  endpoint.bodySchema ? placesIn(toJsonSchema(endpoint.bodySchema, 'input', {})) : []
const errorsOf = (answer: { body: any }): { path: string; message: string }[] => answer.body.errors ?? []

/** What no answer may hold of what was sent. */
const repeats = (text: string, sent: string) =>
  text.includes(sent) || text.replaceAll(/[^0-9]/g, '').includes(CARD)

test('no string of any body takes what is no text, or a card number: 422 that names it and repeats nothing', async () => {
  let places = 0
  for (const endpoint of endpoints)
    for (const { path, body, schema } of bodyPlaces(endpoint)) {
      if (isPassword(path)) continue
      places += 1
      // Bytes may be anything.
      for (const text of textsAt(places)) {
        if (schema.contentEncoding === 'base64' && text === CARD) continue
        const answer = await ask(endpoint, endpoint.method, pathOf(endpoint), body(text))
        const what = `${endpoint.operationId} ${path} ${JSON.stringify(text)}: ${answer.text}`
        assert.equal(answer.status, 422, what)
        assert.ok(
          errorsOf(answer).some((error) => error.path === path),
          what,
        )
        assert.ok(!repeats(answer.text, text), what)
      }
    }
  assert.ok(places > 60, `${places}`)
  const kept = await platform.db.one<{ count: bigint }>(sql`
    select count(*) as count from contacts where company_id = ${platform.demo.company_id}`)
  assert.equal(kept.count, 0n)
})

test('every text that has a limit takes as many characters as the reference says, and not one more', async () => {
  let limits = 0
  for (const endpoint of endpoints)
    for (const { path, body, schema } of bodyPlaces(endpoint)) {
      const max = schema.maxLength as number | undefined
      // What is more than text (an address, a URL) has its own form.
      if (max === undefined || schema.format || /url|origin|time_zone|color/.test(path)) continue
      if (isPassword(path)) continue
      limits += 1
      const complaints = async (text: string) =>
        errorsOf(await ask(endpoint, endpoint.method, pathOf(endpoint), body(text)))
          .filter((error) => error.path === path)
          .map(({ message }) => message)
      const whole = (path === 'callback_api_key' ? 'x' : '𝒜').repeat(max)
      assert.deepEqual(await complaints(whole), [], `${endpoint.operationId} ${path}`)
      assert.match((await complaints(`${whole}x`)).join(), /at most/, `${endpoint.operationId} ${path}`)
    }
  assert.ok(limits > 20, `${limits}`)
})

test('no query parameter takes them either, nor does a path', async () => {
  let places = 0
  for (const endpoint of endpoints) {
    const { properties = {} } = endpoint.querySchema ? toJsonSchema(endpoint.querySchema, 'input', {}) : {}
    for (const [name, { type }] of Object.entries(properties as Record<string, JsonSchema>)) {
      places += 1
      const wellFormed = hostile.filter((text) => text.isWellFormed())
      for (const text of textsAt(places, wellFormed)) {
        if (type === 'integer' && text === CARD) continue
        const answer = await ask(endpoint, 'GET', `${pathOf(endpoint)}?${name}=${encodeURIComponent(text)}`)
        const what = `${endpoint.operationId} ${name} ${JSON.stringify(text)}: ${answer.text}`
        assert.equal(answer.status, 422, what)
        assert.ok(
          errorsOf(answer).some((error) => error.path === name),
          what,
        )
        assert.ok(!repeats(answer.text, text), what)
      }
    }
    if (!endpoint.path.includes('{')) continue
    const path = endpoint.path.replaceAll(/\{\w+\}/g, '%00%E2%80%AE')
    assert.equal((await ask(endpoint, endpoint.method, path)).status, 404, endpoint.operationId)
  }
  assert.ok(places > 30, `${places}`)
})

test('a key that somebody made up is named only where it is plain text', async () => {
  const { status, body, text } = await platform.call('PUT', '/contact', {
    [CARD]: 1,
    'a\u202eb': 1,
    surname: 'L',
  })
  assert.equal(status, 422)
  assert.deepEqual(
    errorsOf({ body })
      .map(({ path }) => path)
      .sort(),
    ['email', 'name', 'surname', '…', '…'],
  )
  assert.ok(!repeats(text, '\u202e'))
})

test('an idempotency key is printable ASCII and no card number', async () => {
  const contact = { email: 'ada@example.com', name: 'Ada' }
  for (const key of ['é', '\u0085', CARD, '4242 4242 4242 4242', 'k'.repeat(256)]) {
    const { status, body, text } = await platform.call('PUT', '/contact', contact, { 'idempotency-key': key })
    assert.deepEqual([status, body.errors[0].path], [422, 'Idempotency-Key'], key)
    assert.ok(!text.includes(CARD))
  }
  const uuid = await platform.call('PUT', '/contact', contact, { 'idempotency-key': newId() })
  assert.equal(uuid.status, 200)
})

test('names are kept composed, whatever their script; equal names are found as equal', async () => {
  const names = ['Jose\u0301 Nu\u0303ez', 'می‌خواهم نسرین', 'ක්‍රිශාන්ති', 'Zoë 李 👩‍🚀 O’Brien', '김\u200e']
  for (const name of names) {
    const { status, body } = await platform.call('PUT', '/contact', {
      email: 'ada@example.com',
      name,
      tags: [name],
    })
    assert.deepEqual(
      [status, body.name, body.tags],
      [200, name.normalize('NFC'), [name.normalize('NFC')]],
      name,
    )
    const found = await platform.call(
      'GET',
      `/contact?name=${encodeURIComponent(name)}&tag=${encodeURIComponent(name)}`,
    )
    assert.equal(found.body.data[0]?.identifier, body.identifier)
  }
})

test('a body that no two programs read alike is refused: bytes, charset, encoding, keys twice, a mark at its beginning', async () => {
  const send = async (body: Buffer | string, headers: Record<string, string> = {}, path = '/contact') => {
    const authorization = `Bearer ${platform.demo.api_token}`
    const response = await fetch(`${platform.config.publicUrl}${path}`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      body: body as string,
    })
    const answer: any = await response.json()
    return [response.status, answer.code, answer.detail]
  }
  const latin = Buffer.from('{"email":"ada@example.com","name":"Zo\u00eb"}', 'latin1')
  assert.deepEqual(await send(latin), [400, 'malformed_json', 'Send UTF-8; byte 37 of the body is none.'])
  const good = '{"email":"ada@example.com","name":"Zoë"}'
  const charset = await send(good, { 'content-type': 'application/json; charset=iso-8859-1' })
  assert.deepEqual(charset.slice(0, 2), [415, 'unsupported_media_type'])
  for (const encoding of ['gzip', 'identity'])
    assert.deepEqual((await send(good, { 'content-encoding': encoding })).slice(0, 2), [
      415,
      'unsupported_media_type',
    ])
  const twice = '{"email":"ada@example.com","name":"Eve","name":"Ada"}'
  assert.deepEqual(await send(twice), [
    400,
    'malformed_json',
    'The key `name` is there twice; send each key once.',
  ])
  const marked = 'Send a valid JSON object; this one breaks at position 0.'
  assert.deepEqual(await send(`\ufeff${good}`), [400, 'malformed_json', marked])
  assert.deepEqual((await send('['.repeat(30_000))).slice(0, 2), [400, 'malformed_json'])
  assert.equal((await send('{"email":"ada@example.com","name":1e999}'))[0], 422)
  assert.equal((await send(good, { 'content-type': 'application/json; charset="UTF-8"' }))[0], 200)
})
