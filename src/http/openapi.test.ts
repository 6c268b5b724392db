import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { z } from 'zod'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { describeApi } from '../api.ts'
import { endpoints as askedWithToken, openEndpoints } from '../endpoints.ts'
import { problems } from '../ground/errors.ts'
import { readPages } from '../guide/pages.ts'
import { exampleBodies } from './openapi-bodies.ts'
import { isPortable } from './openapi-schema.ts'

const endpoints = [...askedWithToken, ...openEndpoints]

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const document = describeApi('https://pay.example.com') as any
const operations = Object.values(document.paths).flatMap((path: any) => Object.values(path)) as any[]
const operationOf = (id: string) => operations.find(({ operationId }) => operationId === id)

/** Every value in the document with the path to it. */
function* walk(value: unknown, path = '#'): Generator<[string, any]> {
  yield [path, value]
  if (value === null || typeof value !== 'object') return
  for (const [key, part] of Object.entries(value)) yield* walk(part, `${path}/${key.replaceAll('/', '~1')}`)
}

test('the document obeys the OpenAPI 3.1 schema, and every reference in it leads somewhere', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(document))
  assert.ok(valid, JSON.stringify(errors, null, 2))
  assert.equal(validator.version, '3.1')
  const places = new Map(walk(document))
  const references = [...places].filter(([path]) => path.endsWith('/$ref'))
  assert.ok(references.length > 100)
  for (const [path, target] of references) assert.ok(places.has(target), `${path}: ${target}`)
})

test('a document that breaks the rules is noticed', async () => {
  const broken = structuredClone(document)
  delete broken.paths['/contact'].put.responses
  broken.paths['/contact'].get.parameters[0].in = 'nowhere'
  assert.equal((await new Validator().validate(broken)).valid, false)
})

test('every endpoint is in it once, under its operation id, with its scope, and nothing else is', () => {
  assert.deepEqual(
    operations.map(({ operationId }) => operationId).sort(),
    endpoints.map(({ operationId }) => operationId).sort(),
  )
  assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, endpoints.length)
  for (const endpoint of endpoints) {
    const operation = document.paths[endpoint.path][endpoint.method.toLowerCase()]
    assert.equal(operation.operationId, endpoint.operationId)
    const scopes = [endpoint.scope].flat()
    const needed = scopes.map((scope) => ({
      [scope.startsWith('session:') ? 'session' : 'api_token']: [scope, endpoint.alsoScope].filter(Boolean),
    }))
    assert.deepEqual(operation.security, endpoint.anyone ? [] : needed)
    assert.ok(endpoint.anyone || scopes.every((scope) => operation.description.includes(scope)))
    const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const declared = operation.parameters.filter((parameter: any) => parameter.in === 'path')
    assert.deepEqual(
      declared.map((parameter: any) => parameter.name),
      inPath,
    )
  }
})

test('every request that writes takes an Idempotency-Key, and none that reads', () => {
  const key = '#/components/parameters/Idempotency-Key'
  for (const [id, { method }] of endpoints.map((endpoint) => [endpoint.operationId, endpoint] as const)) {
    const takes = operationOf(id).parameters.some((parameter: any) => parameter.$ref === key)
    assert.equal(takes, method !== 'GET', id)
  }
})

test('every operation lists the problems that it can answer, in its own status', () => {
  for (const operation of operations) {
    for (const status of ['400', '401', '403', '405', '422', '429', '500', '503'])
      assert.ok(operation.responses[status], status)
  }
  const { responses } = operationOf('charge_contact_credit_card')
  assert.deepEqual(Object.keys(responses), [
    '200',
    '202',
    '400',
    '401',
    '402',
    '403',
    '404',
    '405',
    '409',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
    '504',
  ])
  assert.equal(responses['402'].$ref, '#/components/responses/card_declined')
  for (const response of Object.values(document.components.responses) as any[]) {
    const { examples } = response.content['application/problem+json']
    for (const [code, { value }] of Object.entries(examples) as [keyof typeof problems, any][]) {
      assert.equal(value.status, problems[code].status)
      assert.ok(response.description.includes(code))
    }
  }
})

/** The schemas that this one refers to, as they are. */
const resolve = (schema: any): any =>
  schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)] : schema

test('an answer of several operations, and every other object, is a component with an example that fits it', () => {
  for (const endpoint of endpoints)
    for (const [status, { schema, contentType }] of Object.entries(endpoint.answers)) {
      const { responses } = operationOf(endpoint.operationId)
      assert.ok(responses[status].content, `${endpoint.operationId} ${status} does not say what it answers`)
      if (!schema || contentType) continue
      const named = responses[status].content['application/json'].schema
      assert.match(
        named.$ref ?? '',
        /^#\/components\/schemas\/[A-Z]\w+$/,
        `${endpoint.operationId} ${status}`,
      )
      const [example] = resolve(named).examples
      const { error } = schema.safeParse(example)
      assert.equal(error, undefined, `${named.$ref}: ${JSON.stringify(example)} ${error?.message}`)
    }
  for (const [name, schema] of Object.entries<any>(document.components.schemas))
    assert.equal(schema.examples?.length, 1, name)
})

test('no example has a placeholder in it: each field has what it may have in life', () => {
  const placeholder = (value: unknown) =>
    value === 'text' || (typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER)
  const unsaid = [...walk(document)].filter(
    ([path, value]) => /\/examples?\//.test(path) && placeholder(value),
  )
  assert.deepEqual(
    unsaid.map(([path]) => path),
    [],
    'openapi-values.ts has a value for each name',
  )
})

test('what it points to is served beside it: pages of the guide, and no file of the tree', () => {
  const pages = readPages()
  const texts = [...walk(document)].filter(([, value]) => typeof value === 'string')
  for (const [path, text] of texts) {
    assert.doesNotMatch(text, /\bdocs\/[\w-]+\.md/, path)
    for (const [, name] of text.matchAll(/\/docs\/guide\/([\w/-]+)/g))
      assert.ok(pages.has(name!), `${path}: ${name}`)
  }
})

test('every parameter says what it is', () => {
  const parameters = operations.flatMap(({ parameters }) => parameters)
  const silent = parameters.filter(({ $ref, description }) => !$ref && !description)
  assert.deepEqual(
    silent.map(({ name }) => name),
    [],
  )
  // An agent, or a reader of a client, has the name and these words, and not the path.
  for (const [operation, says] of [
    ['get_transaction', /^The debit, credit, refund or payout: its identifier/],
    ['get_webhook', /^The webhook: its identifier/],
    ['get_operated_company', /^The company: its identifier/],
    ['get_event', /^The number of the event/],
  ] as const)
    assert.match(operationOf(operation).parameters[0].description, says)
  const [limit] = operationOf('list_contacts').parameters
  assert.deepEqual(limit.schema, { type: 'integer', minimum: 1, maximum: 100, default: 20 })
})

test('the headers of an answer are told: ids, limits, replays, waits and methods', () => {
  const { responses } = operationOf('create_contact')
  const headersOf = (status: string) => Object.keys(resolveResponse(responses[status]).headers)
  const always = [
    'X-Request-Id',
    'Server-Timing',
    'RateLimit-Limit',
    'RateLimit-Remaining',
    'RateLimit-Reset',
  ]
  for (const status of Object.keys(responses))
    for (const name of always) assert.ok(headersOf(status).includes(name), `${status} ${name}`)
  for (const status of ['200', '404', '409'])
    assert.ok(headersOf(status).includes('Idempotent-Replayed'), status)
  for (const status of ['429', '503']) assert.ok(headersOf(status).includes('Retry-After'), status)
  assert.ok(headersOf('405').includes('Allow'))
  assert.ok(headersOf('401').includes('WWW-Authenticate'))
})
const resolveResponse = (response: any) =>
  response.$ref ? document.components.responses[response.$ref.split('/').at(-1)] : response

test('every pattern means the same in JavaScript without flags, with u and with v, in Python and in RE2', () => {
  const patterns = [...walk(document)].filter(
    ([path, value]) => path.endsWith('/pattern') && typeof value === 'string',
  )
  assert.ok(patterns.length > 5)
  for (const [path, pattern] of patterns) {
    for (const flags of ['', 'u', 'v'])
      assert.doesNotThrow(() => new RegExp(pattern, flags), `${path} /${flags}`)
    // Python knows no \\p, RE2 no \\u; neither knows all ways to look around, or has references in common
    // with the others.
    assert.doesNotMatch(pattern, /\\[pPukc1-9]|\(\?(?!:)/, path)
  }
  for (const pattern of ['^\\p{L}$', '[^\\u0000]', '(?<!a)b', '(?=a)', '(a)\\1', '(?<n>a)\\k<n>'])
    assert.equal(isPortable(pattern), false, pattern)
  for (const pattern of ['^[\\x21-\\x7e]$', '^\\d{3}(?:a|b)$', undefined])
    assert.ok(isPortable(pattern), pattern)
})

test('every property and parameter says what it is: nothing became an empty schema', () => {
  const isSchemaPlace = /^(?!.*\/examples\/).*\/(properties\/[^/]+|items|schema|(anyOf|oneOf)\/\d+)$/
  const empty = [...walk(document)].filter(
    ([path, schema]) => isSchemaPlace.test(path) && Object.keys(schema).length === 0,
  )
  assert.deepEqual(empty, [])
})

test('an amount is a number or a decimal string, and never a multiple that floats would refuse', () => {
  const { schema } = operationOf('charge_contact_credit_card').requestBody.content['application/json']
  assert.deepEqual(
    schema.properties.amount.oneOf.map(({ type }: any) => type),
    ['number', 'string'],
  )
  assert.doesNotMatch(JSON.stringify(document), /multipleOf|"jsonSchema"/)
  assert.deepEqual(schema.required, ['amount', 'to_bank_account_id', 'statement'])
  assert.equal(schema.additionalProperties, false)
})

test('the API serves its document, compressed, and not again to a client that has it', async () => {
  const answer = await fetch(`${platform.url}/openapi.json`)
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-encoding')!, /^(br|gzip)$/)
  const served = (await answer.json()) as typeof document
  assert.deepEqual(served.servers, [{ url: platform.url }])
  assert.deepEqual(served.paths, JSON.parse(JSON.stringify(document.paths)))
  const etag = answer.headers.get('etag')!
  const again = await fetch(`${platform.url}/openapi.json`, { headers: { 'if-none-match': etag } })
  assert.equal(again.status, 304)
})

test('each request body has a whole example that its schema takes, and each problem says what to do', () => {
  for (const { operationId, bodySchema } of endpoints) {
    if (!bodySchema) continue
    const { schema, example } = operationOf(operationId).requestBody.content['application/json']
    const { success, error } = bodySchema.safeParse(example)
    assert.ok(success, `${operationId}: ${JSON.stringify(error?.issues)}`)
    assert.doesNotMatch(JSON.stringify(example), /"text"/, operationId)
    // One without a field is no example, unless there is none.
    const fields = Object.keys(schema.properties ?? {})
    assert.ok(fields.length === 0 || Object.keys(example).length > 0, operationId)
  }
  const ids = new Set(endpoints.map(({ operationId }) => operationId))
  assert.deepEqual(
    Object.keys(exampleBodies).filter((id) => !ids.has(id)),
    [],
  )
  for (const [path, detail] of walk(document.components.responses))
    if (path.endsWith('/value/detail')) assert.ok(detail.length >= 40, `${path}: ${detail}`)
})

test('each parameter has an example, which the published schema takes and the operation too', () => {
  const wrong: string[] = []
  for (const { operationId, querySchema, pathSchema } of endpoints) {
    const parameters = operationOf(operationId).parameters.map(
      (one: any) => (one.$ref && document.components.parameters[one.$ref.split('/').at(-1)]) ?? one,
    )
    const required = parameters.filter((one: any) => one.in === 'query' && one.required)
    for (const { name, in: within, schema, example } of parameters) {
      if (example === undefined || !z.fromJSONSchema(schema).safeParse(example).success)
        wrong.push(`${operationId} ${name}: ${example}`)
      const asked = within === 'query' ? querySchema : within === 'path' ? pathSchema : undefined
      const others = within === 'query' ? required : parameters.filter((one: any) => one.in === 'path')
      const all = [...others, { name, example }].map((one) => [
        one.name,
        typeof one.example === 'object' ? one.example : `${one.example}`,
      ])
      const { error } = asked?.safeParse(Object.fromEntries(all)) ?? {}
      if (error) wrong.push(`${operationId} ${name}=${example}: ${JSON.stringify(error.issues)}`)
    }
  }
  assert.deepEqual(wrong, [])
})
