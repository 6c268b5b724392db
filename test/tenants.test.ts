/**
 * Two companies that know each other's ids. Every operation is asked for with a token of one and ids of the
 * other, wherever one can stand; then each asks for its own, which succeeds. Operations and places for ids
 * are the API's own: a new one without a case fails.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '../src/db/sql.ts'
import { endpoints as everyEndpoint, openEndpoints } from '../src/endpoints.ts'
import { newId } from '../src/ground/ids.ts'
import { type Scope, scopes } from '../src/http/authenticate.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { tokenFor } from './another-company.ts'
import { assertDeclared, holdToPublishedSchemas, succeeded } from './declared-answer.ts'
import { askAsOperator, askAsPerson } from './own-operations.ts'
import { type Asked, casesOf, type Slot, slotsOf } from './tenants-cases.ts'
import { everything, idsOf, UUIDS } from './tenants-database.ts'
import { sendCase } from './tenants-send.ts'
import { startTenantsStage, type TenantsStage, type Things } from './tenants-stage.ts'
import { walkList } from './walk-lists.ts'

/** What companies' tokens reach: nothing of a person's own or the operator's (`src/users/roles.test.ts`). */
const endpoints = everyEndpoint.filter(({ scope }) => !/^(session|operator):/.test([scope].flat()[0]!))

let stage: TenantsStage
before(async () => {
  holdToPublishedSchemas()
  stage = await startTenantsStage()
})
after(() => stage?.platform.close())

const casesFor = ({ operationId }: Endpoint): Asked[] => casesOf[operationId] ?? []

const send = (
  endpoint: Endpoint,
  asked: Asked,
  thing: (slot: Slot) => string,
  headers: Record<string, string>,
) => sendCase(stage.platform, endpoint, asked, thing, headers)

const thingOf = (things: Things, { role }: Slot) => {
  assert.ok(things[role], `the stage has no ${role}`)
  return things[role]
}

test('each operation has a case, with every id that its path, query and body can name', async () => {
  const { paths } = (await stage.platform.call('GET', '/openapi.json')).body
  const isId = (schema: any): boolean =>
    schema?.format === 'uuid' || (schema?.anyOf ?? []).some((of: any) => isId(of))
  const fields = (schema: any): string[] =>
    [schema, ...(schema?.anyOf ?? []), ...(schema?.oneOf ?? [])].flatMap((of: any) =>
      Object.entries(of?.properties ?? {}).flatMap(([name, value]) => (isId(value) ? [`body.${name}`] : [])),
    )
  const missing = endpoints.flatMap((endpoint) => {
    const { parameters = [], requestBody } = paths[endpoint.path][endpoint.method.toLowerCase()]
    const named = new Set([
      // An event has no id of its own: each company counts from 1.
      ...[...endpoint.path.matchAll(/\{(?!event_id)(\w+)\}/g)].map(([, name]) => `path.${name}`),
      ...parameters
        .filter((of: any) => of.in === 'query' && (isId(of.schema) || of.name === 'cursor'))
        .map((of: any) => `query.${of.name}`),
      ...fields(requestBody?.content['application/json'].schema),
    ])
    const covered = casesFor(endpoint)
      .flatMap(slotsOf)
      .map(({ where, name }) => `${where}.${name}`)
    const none = casesFor(endpoint).length === 0 ? ['a case'] : []
    return [...none, ...[...named].filter((slot) => !covered.includes(slot))].map(
      (slot) => `${endpoint.operationId}: ${slot}`,
    )
  })
  assert.deepEqual(missing, [])
})

test('with ids of another company every operation answers 404, 422 or nothing, changes nothing and tells nothing', async () => {
  const { alpha, beta } = stage
  const foreign = await idsOf(stage.platform, alpha.companyId)
  assert.ok(foreign.size > 40, `${foreign.size} ids`)
  // That a token was used is noted once a minute, and this takes longer.
  await stage.platform.db.run(sql`update api_tokens set last_used_at = '2999-01-01'`)
  let before = await everything(stage.platform)
  assert.ok(Object.keys(before).length > 40)
  let tried = 0
  for (const endpoint of endpoints)
    for (const asked of casesFor(endpoint)) {
      const slots = slotsOf(asked)
      // Every choice of slots that are the other company's, but none.
      for (let choice = 1; choice < 2 ** slots.length; choice++) {
        const chosen = slots.filter((_, at) => choice & (1 << at))
        const isForeign = (slot: Slot) =>
          chosen.some((of) => of.where === slot.where && of.name === slot.name)
        const sent = new Set(chosen.map(({ role }) => alpha.things[role]))
        const answer = await send(
          endpoint,
          asked,
          (slot) => thingOf(isForeign(slot) ? alpha.things : beta.things, slot),
          beta.headers,
        )
        const names = chosen.map(({ name }) => name)
        const about = `${endpoint.operationId} with ${chosen.map(({ where, name }) => `${where}.${name}`)}: ${answer.status} ${answer.text.slice(0, 500)}`
        if (answer.status === 422) {
          const paths = answer.body.errors.map(({ path }: { path: string }) => path)
          assert.ok(
            paths.some((path: string) => names.includes(path)),
            about,
          )
        } else if (answer.status === 200) {
          assert.ok(endpoint.method === 'GET' && chosen.every(({ where }) => where === 'query'), about)
          // A file has its head alone.
          const rows = answer.body?.data ?? answer.text.trim().split('\r\n').slice(1)
          if (!names.includes('cursor')) assert.deepEqual(rows, [], about)
        } else assert.equal(answer.status, 404, about)
        const told = (answer.text.match(UUIDS) ?? []).filter((id) => foreign.has(id) && !sent.has(id))
        assert.deepEqual(told, [], about)
        assert.ok(!answer.text.includes(alpha.name), about)
        const now = await everything(stage.platform)
        assert.deepEqual(now, before, about)
        before = now
        tried++
      }
    }
  assert.ok(tried > 90, `${tried} tried`)
})

test('a read needs a scope that reads, a write one that writes, each of its own kind', () => {
  // A file of what one may read anyway is made by a POST, and a viewer keeps views too.
  const reads = ['create_export', 'delete_export', 'create_saved_view', 'delete_saved_view']
  const wrong = endpoints.filter(({ method, scope, operationId }) =>
    [scope]
      .flat()
      .some((of) => !of.endsWith(method === 'GET' || reads.includes(operationId) ? ':read' : ':write')),
  )
  assert.deepEqual(
    wrong.map(({ operationId }) => operationId),
    [],
  )
  /** What is asked for by whose scope; the first that fits. */
  const kinds: [RegExp, string[]][] = [
    [/\/(charge|preauthorize)$|^\/(debit|refund|dispute)\b/, ['debits']],
    [/^\/credit$/, ['credits']],
    [/^\/(transaction|bulk|payment_link)\b/, ['debits', 'credits']],
    [/^\/search$/, ['debits', 'credits', 'contacts']],
    [/^\/export\b/, ['debits', 'credits', 'company']],
    [/agreements$/, ['debits']],
    [/^\/contact\b/, ['contacts']],
    [/^\/schedule\b/, ['scheduled']],
    [/^\/webhooks\b/, ['webhooks']],
    [/^\/team\b/, ['team']],
    [/^\/audit\b/, ['audit']],
    [/^\/events\/\{event_id\}\/deliveries$/, ['webhooks']],
    [/^\/events\/types$/, ['events', 'webhooks']],
    [/^\/events\b/, ['events']],
    [/^\/api_token\b/, ['tokens']],
    [/^\/request_log\b/, ['audit']],
    [
      /^\/(company|bank_account|payout|balance|ledger|reconciliation_items|sandbox|saved_view)\b/,
      ['company'],
    ],
  ]
  for (const { path, scope, operationId } of endpoints)
    assert.deepEqual(
      [scope].flat().map((of) => of.split(':')[0]),
      kinds.find(([pattern]) => pattern.test(path))?.[1],
      operationId,
    )
})

test('a token with all scopes but those of an operation is refused, and one with any of them alone is not', async () => {
  const { platform, alpha } = stage
  const tokens = new Map<string, Record<string, string>>()
  const tokenWith = async (of: readonly Scope[]) => {
    const name = of.join()
    if (!tokens.has(name)) tokens.set(name, (await tokenFor(platform, alpha.companyId, of)).headers)
    return tokens.get(name)!
  }
  // What nobody has: whoever gets past the scope is told so, and nothing happens.
  const nothing = () => newId()
  for (const endpoint of endpoints) {
    const needed = [endpoint.scope].flat()
    const asked = {
      ...casesFor(endpoint)[0],
      ...(endpoint.method === 'GET' ? {} : { body: { no: 'such field' } }),
    }
    const without = await tokenWith(scopes.filter((scope) => !needed.includes(scope)))
    const refused = await send(endpoint, asked, nothing, without)
    assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'], endpoint.operationId)
    for (const scope of needed) assert.ok(refused.body.detail.includes(scope), endpoint.operationId)
    for (const scope of needed) {
      const enough = await tokenWith([scope, ...[endpoint.alsoScope ?? []].flat()])
      const passed = await send(endpoint, asked, nothing, enough)
      assert.ok([200, 404, 409, 422].includes(passed.status), `${endpoint.operationId}: ${passed.text}`)
    }
  }
})

test('of what several scopes reach, a token sees and cancels its own kind only', async () => {
  const { alpha, platform } = stage
  const { debitToCancel, credit, debit } = alpha.things
  for (const [mine, theirs, kind] of [
    [debitToCancel, credit, 'debits'],
    [credit, debit, 'credits'],
  ] as const) {
    const { headers } = await tokenFor(platform, alpha.companyId, [`${kind}:read`, `${kind}:write`])
    const { data } = (await platform.call('GET', '/transaction?limit=100', undefined, headers)).body
    const ids = data.map(({ identifier }: { identifier: string }) => identifier)
    assert.deepEqual([ids.includes(mine), ids.includes(theirs)], [true, false], kind)
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/status'],
      ['DELETE', ''],
    ]) {
      const { status } = await platform.call(method!, `/transaction/${theirs}${path}`, undefined, headers)
      assert.equal(status, 403, `${method} ${path} with ${kind}`)
    }
    assert.equal((await platform.call('GET', `/transaction/${mine}`, undefined, headers)).status, 200)
  }
  const { body } = await platform.call('GET', `/transaction/${credit}`)
  assert.equal(body.state, 'requested')
})

test('a key that another company has used is this company’s own', async () => {
  const { alpha, beta, platform } = stage
  const key = { 'idempotency-key': 'the same for both' }
  const contact = { name: 'Twice', email: 'twice@example.com' }
  const [first, second] = [
    await platform.call('PUT', '/contact', contact, { ...alpha.headers, ...key }),
    await platform.call('PUT', '/contact', contact, { ...beta.headers, ...key }),
  ]
  assert.deepEqual([first.status, second.status], [200, 200])
  assert.notEqual(first.body.identifier, second.body.identifier)
})

test('each list read page by page is the list read whole', async () => {
  const { headers, things } = stage.alpha
  const paged = endpoints.filter(
    ({ operationId, method, querySchema, load }) =>
      load !== 'export' &&
      // What is walked through is itself asked for, so that log grows; it has a test of its own.
      operationId !== 'list_request_log' &&
      method === 'GET' &&
      /cursor|before/.test(Object.keys((querySchema as any)?.shape ?? {}).join()),
  )
  assert.ok(paged.length >= 12, paged.map(({ operationId }) => operationId).join())
  for (const endpoint of paged) {
    const [asked] = casesFor(endpoint)
    await walkList(endpoint, (query) =>
      send(endpoint, { ...asked, query }, (slot) => thingOf(things, slot), headers),
    )
  }
})

test('each company may do all of it with what is its own, and reads nothing of the other', async () => {
  const order = (endpoint: Endpoint) => ({ GET: 0, PUT: 1, POST: 1, PATCH: 1, DELETE: 2 })[endpoint.method]
  for (const [mine, other] of [
    [stage.beta, stage.alpha],
    [stage.alpha, stage.beta],
  ] as const) {
    const foreign = await idsOf(stage.platform, other.companyId)
    for (const id of await idsOf(stage.platform, mine.companyId)) foreign.delete(id)
    // The clock is all companies' one. It and what is triggered need a worker, which the stage has stopped.
    const needsWorker = ['advance_sandbox_clock', 'trigger_sandbox_event']
    const tried = endpoints.filter(({ operationId }) => !needsWorker.includes(operationId))
    for (const endpoint of tried.toSorted((a, b) => order(a) - order(b)))
      for (const asked of casesFor(endpoint)) {
        const answer = await send(endpoint, asked, (slot) => thingOf(mine.things, slot), mine.headers)
        const about = `${endpoint.operationId} ${JSON.stringify(asked)}: ${answer.status} ${answer.text.slice(0, 500)}`
        assertDeclared(endpoint, answer)
        if (
          /^GET (?!get_next_payouts|explain_next_payout)/.test(
            `${endpoint.method} ${endpoint.operationId}`,
          ) && // paid out by now?
          Array.isArray(answer.body?.data) &&
          asked.query?.cursor === undefined
        )
          assert.ok(answer.body.data.length > 0, `${about} is empty`)
        assert.deepEqual(
          (answer.text.match(UUIDS) ?? []).filter((id) => foreign.has(id)),
          [],
          about,
        )
        assert.ok(!answer.text.includes(`${other.name} `), about)
      }
  }
})

test('what a person and an operator ask for is answered as declared; no operation of the document is left that no answer was held to', async () => {
  const { platform } = stage
  platform.startWorker()
  await askAsPerson(platform)
  await askAsOperator(platform)
  await platform.good('POST', '/sandbox/clock', { advance: '1s' })
  await platform.good('POST', '/sandbox/trigger', { type: 'contacts.created' })
  const missed = [...everyEndpoint, ...openEndpoints].filter(({ operationId }) => !succeeded.has(operationId))
  assert.deepEqual(
    missed.map(({ operationId }) => operationId),
    [],
  )
})
