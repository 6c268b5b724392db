/** One rule for the query of every operation: each parameter once, known, and a number in decimal digits. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { endpoints } from '../api.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ rateLimitPerSecond: 10_000 })
})
after(() => platform?.close())

const pathOf = (path: string) => path.replaceAll(/\{\w+\}/g, platform.demo.bank_account_id)
const refusedAt = async (method: string, path: string) => {
  const { status, body } = await platform.call(method, path)
  return [status, body.errors?.map((error: { path: string }) => error.path)]
}

test('a parameter that an operation does not know is a 422 that names it, whatever the operation', async () => {
  const rows = async () =>
    platform.db.many(sql`select 1 from outbox union all select 1 from idempotency_keys`)
  const before = (await rows()).length
  for (const { method, path, operationId } of endpoints)
    for (const name of ['limt', '__proto__', 'Limit', 'constructor']) {
      const [status, named] = await refusedAt(method, `${pathOf(path)}?${name}=1`)
      assert.equal(status, 422, `${operationId} ${name}`)
      assert.ok(named.includes(name), `${operationId}: ${named}`)
    }
  assert.equal((await rows()).length, before)
})

test('an operation that takes no body refuses a field in one by its name, and takes an empty one', async () => {
  const bodiless = endpoints.filter(({ method, bodySchema }) => method !== 'GET' && !bodySchema)
  assert.ok(bodiless.length > 5)
  for (const { method, path, operationId } of bodiless) {
    const ofNothing = path.replaceAll(/\{\w+\}/g, newId())
    const refused = await platform.call(method, ofNothing, { amount: 5 })
    assert.deepEqual([refused.status, refused.body.errors?.[0].path], [422, 'amount'], operationId)
    for (const empty of [{}, 'null', ''])
      assert.equal((await platform.call(method, ofNothing, empty)).status, 404, operationId)
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

test('a whole number of a query is decimal digits: nothing else is read as one', async () => {
  assert.ok(integers.length > 15)
  for (const { endpoint, name } of integers) {
    const path = pathOf(endpoint.path)
    for (const written of numbers) {
      const asked = await refusedAt('GET', `${path}?${name}=${encodeURIComponent(written)}`)
      assert.deepEqual(asked, [422, [name]], `${endpoint.operationId} ${name}=${written}`)
    }
    assert.deepEqual(await refusedAt('GET', `${path}?${name}`), [422, [name]])
    assert.deepEqual(await refusedAt('GET', `${path}?${name}=1&${name}=2`), [422, [name]], 'sent twice')
    assert.deepEqual(await refusedAt('GET', `${path}?${name}[]=1`), [422, [`${name}[]`]])
    const { status } = await platform.call('GET', `${path}?${name}=1`)
    assert.ok(status === 200 || status === 404, `${endpoint.operationId} ${name}=1: ${status}`)
  }
})

test('any other parameter that is sent twice is a 422 as well', async () => {
  for (const endpoint of endpoints) {
    const shape = (endpoint.querySchema as { shape?: Record<string, unknown> } | undefined)?.shape ?? {}
    for (const name of Object.keys(shape)) {
      const [status, named] = await refusedAt(endpoint.method, `${pathOf(endpoint.path)}?${name}=a&${name}=b`)
      assert.equal(status, 422, `${endpoint.operationId} ${name}`)
      assert.ok(named.includes(name), `${endpoint.operationId} ${name}: ${named}`)
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
