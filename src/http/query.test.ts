/** One rule for the query of every operation: each parameter once, known, and a number in decimal digits. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertDeclaredProblem } from '../../test/declared-answer.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { endsBySelf, openWhoeverMay, pathOfNothing } from '../../test/whoever-may.ts'
import { sql } from '../db/sql.ts'
import { endpoints } from '../endpoints.ts'
import { LOWEST_ID, newId } from '../ground/ids.ts'
import type { Endpoint } from './endpoint.ts'
import { toJsonSchema } from './openapi-schema.ts'

let platform: Platform
let ask: Awaited<ReturnType<typeof openWhoeverMay>>
before(async () => {
  platform = await startPlatform({ rateLimitPerSecond: 10_000 })
  ask = await openWhoeverMay(platform)
})
after(() => platform?.close())

const pathOf = (endpoint: Endpoint) => pathOfNothing(endpoint, () => platform.demo.bank_account_id)
const refusedAt = async (endpoint: Endpoint, path: string) => {
  const { status, body } = await ask(endpoint, endpoint.method, path)
  return [status, body.errors?.map((error: { path: string }) => error.path)]
}

test('a parameter that an operation does not know is a 422 that names it, whatever the operation', async () => {
  const rows = async () =>
    platform.db.many(sql`select 1 from outbox union all select 1 from idempotency_keys`)
  const before = (await rows()).length
  for (const endpoint of endpoints)
    for (const name of ['limt', '__proto__', 'Limit', 'constructor']) {
      const [status, named] = await refusedAt(endpoint, `${pathOf(endpoint)}?${name}=1`)
      assert.equal(status, 422, `${endpoint.operationId} ${name}`)
      assert.ok(named.includes(name), `${endpoint.operationId}: ${named}`)
    }
  assert.equal((await rows()).length, before)
})

test('an operation that takes no body refuses a field in one by its name, and takes an empty one', async () => {
  const bodiless = endpoints.filter(({ method, bodySchema }) => method !== 'GET' && !bodySchema)
  assert.ok(bodiless.length > 5)
  for (const endpoint of bodiless) {
    const { method, path, operationId } = endpoint
    const ofNothing = pathOfNothing(endpoint, newId)
    const refused = await ask(endpoint, method, ofNothing, { amount: 5 })
    assert.deepEqual([refused.status, refused.body.errors?.[0].path], [422, 'amount'], operationId)
    for (const empty of [{}, null]) {
      // What names nothing in its path is done: a logo that goes, a session that ends, so each has its own.
      const { status, text } = path.includes('{')
        ? await ask(endpoint, method, ofNothing, empty)
        : await (await openWhoeverMay(platform))(endpoint, method, ofNothing, empty)
      if (path.includes('{')) assert.equal(status, 404, operationId)
      // Passkeys need a host that has a name, recovery codes something that they stand in for.
      else assert.ok([200, 409].includes(status), `${operationId}: ${text}`)
    }
  }
})

const numbers = [
  '0x10',
  '1e1',
  ' 1',
  '1 ',
  '',
  '+1',
  '-1',
  '1.0',
  '١',
  '0b1',
  '01',
  'NaN',
  '1_0',
  '99999999999999999999',
  '5,6',
  'null',
]

/** The whole numbers of every query, by what the document says. */
const integers = endpoints.flatMap((endpoint) => {
  const shape = (endpoint.querySchema as { shape?: Record<string, unknown> } | undefined)?.shape ?? {}
  return ['limit', 'after', 'wait', 'before']
    .filter((name) => name in shape)
    .map((name) => ({ endpoint, name }))
})

/** What else the query must have, so that the number alone is wrong; a stream is told to end by itself. */
function required({ querySchema, operationId }: Endpoint): string {
  const schema = toJsonSchema(querySchema!, 'input', {}) as { required?: string[]; properties: object }
  const values = Object.entries(schema.properties as Record<string, { enum?: string[]; format?: string }>)
    .filter(([name]) => schema.required?.includes(name))
    .map(([name, one]) => `&${name}=${one.format === 'uuid' ? LOWEST_ID : one.enum?.[0]}`)
  return `${values.join('')}${operationId.startsWith('stream_') ? '&follow=false' : ''}`
}

test('a whole number of a query is decimal digits: nothing else is read as one', async () => {
  assert.ok(integers.length > 15)
  for (const [at, { endpoint, name }] of integers.entries()) {
    const path = pathOf(endpoint)
    const rest = required(endpoint)
    // All of them at the first, some at each of the others: they have one schema.
    for (const written of at === 0 ? numbers : numbers.filter((_, one) => (one + at) % 4 === 0)) {
      const asked = await refusedAt(endpoint, `${path}?${name}=${encodeURIComponent(written)}${rest}`)
      assert.deepEqual(asked, [422, [name]], `${endpoint.operationId} ${name}=${written}`)
    }
    assert.deepEqual(await refusedAt(endpoint, `${path}?${name}${rest}`), [422, [name]])
    assert.deepEqual(
      await refusedAt(endpoint, `${path}?${name}=1&${name}=2${rest}`),
      [422, [name]],
      'sent twice',
    )
    assert.deepEqual(await refusedAt(endpoint, `${path}?${name}[]=1${rest}`), [422, [`${name}[]`]])
    const { status } = await ask(endpoint, 'GET', `${path}?${name}=1${rest}`)
    assert.ok(status === 200 || status === 404, `${endpoint.operationId} ${name}=1: ${status}`)
  }
})

test('any other parameter that is sent twice is a 422 as well', async () => {
  for (const endpoint of endpoints) {
    const shape = (endpoint.querySchema as { shape?: Record<string, unknown> } | undefined)?.shape ?? {}
    for (const name of Object.keys(shape)) {
      const [status, named] = await refusedAt(endpoint, `${pathOf(endpoint)}?${name}=a&${name}=b`)
      assert.equal(status, 422, `${endpoint.operationId} ${name}`)
      assert.ok(named.includes(name), `${endpoint.operationId} ${name}: ${named}`)
    }
  }
})

test('an identifier of no form is as one of nobody: not found, whatever the operation', async () => {
  for (const endpoint of endpoints) {
    if (!endpoint.path.includes('{')) continue
    for (const id of ['x', '%00', '..%2f', `${newId()}x`]) {
      const path = endpoint.path.replaceAll(/\{\w+\}/g, id)
      const answer = await ask(
        endpoint,
        endpoint.method,
        endsBySelf(path),
        endpoint.bodySchema ? {} : undefined,
      )
      assert.ok([404, 422].includes(answer.status), `${endpoint.operationId} ${id}: ${answer.text}`)
      assertDeclaredProblem(endpoint, answer)
    }
  }
})

test('a query whose percent signs are not UTF-8 is a 400', async () => {
  for (const query of ['name=%ff', 'name=%', 'name=%zz', '%c3=1'])
    assert.equal((await platform.call('GET', `/contact?${query}`)).status, 400, query)
  assert.equal((await platform.call('GET', '/contact?name=%C3%A9&')).status, 200)
})

test('an event is not looked for after sixteen because somebody wrote 0x10', async () => {
  for (const after of ['', '0x10', '1e1', '%201'])
    assert.equal((await platform.call('GET', `/events?after=${after}`)).status, 422, after)
  assert.equal((await platform.call('GET', '/events?after=0')).status, 200)
})

test('of very many bad fields the first fifty are told, and that there are more', async () => {
  const fields = (many: number) =>
    Object.fromEntries(Array.from({ length: many }, (_, nth) => [`u${nth}`, 1]))
  const ids = { action: 'cancel', transaction_ids: Array.from({ length: 5_000 }, (_, nth) => `no ${nth}`) }
  for (const [method, path, body] of [
    ['PUT', '/contact', fields(6_000)],
    ['POST', '/bulk', ids],
    ['POST', '/session', fields(6_000)],
  ] as const) {
    const { status, body: told, text } = await platform.call(method, path, body)
    assert.deepEqual([status, told.errors.length], [422, 50], path)
    assert.match(told.detail, /; there are more than these 50\.$/)
    assert.ok(text.length < 20_000, String(text.length))
  }
  const { body } = await platform.call('POST', '/bulk', {
    ...ids,
    transaction_ids: ids.transaction_ids.slice(0, 50),
  })
  assert.equal(body.errors.length, 50)
  assert.doesNotMatch(body.detail, /more than/)
})
