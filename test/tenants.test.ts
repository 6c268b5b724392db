/**
 * Two companies that know each other's ids. Every operation is asked for with a token of one and ids of the
 * other, wherever one can stand; then each asks for its own, which succeeds. Operations and places for ids
 * are the API's own: a new one without a case fails.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { endpoints } from '../src/api.ts'
import { sql } from '../src/db/sql.ts'
import { newId } from '../src/ground/ids.ts'
import { type Scope, scopes } from '../src/http/authenticate.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { tokenFor } from './another-company.ts'
import { type Asked, casesOf, type Slot, slotsOf } from './tenants-cases.ts'
import { startTenantsStage, type TenantsStage, type Things } from './tenants-stage.ts'
import { walkList } from './walk-lists.ts'

let stage: TenantsStage
before(async () => {
  stage = await startTenantsStage()
})
after(() => stage?.platform.close())

const casesFor = ({ operationId }: Endpoint): Asked[] => casesOf[operationId] ?? []
const UUIDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Sends what the case says, each slot filled by `thing`. */
async function send(
  endpoint: Endpoint,
  asked: Asked,
  thing: (slot: Slot) => string,
  headers: Record<string, string>,
) {
  const slots = slotsOf(asked)
  const fill = (where: Slot['where']) =>
    Object.fromEntries(
      Object.entries(asked[where] ?? {}).map(([name, value]) => {
        const slot = slots.find((slot) => slot.where === where && slot.name === name)
        return [name, slot ? String(value).replace(`@${slot.role}`, thing(slot)) : value]
      }),
    )
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name) => String(fill('path')[name]))
  const query = new URLSearchParams(fill('query') as Record<string, string>).toString()
  const response = await fetch(stage.platform.url + path + (query && `?${query}`), {
    method: endpoint.method,
    headers: { ...headers, ...(asked.body ? { 'content-type': 'application/json' } : {}) },
    ...(asked.body ? { body: JSON.stringify(fill('body')) } : {}),
  })
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json')
  return { status: response.status, text, body: json ? JSON.parse(text) : undefined }
}

const thingOf = (things: Things, { role }: Slot) => {
  assert.ok(things[role], `the stage has no ${role}`)
  return things[role]
}

/** All that the main database holds, as a hash of each table, without how busy each api is (`api_load`). */
async function everything(): Promise<Record<string, string>> {
  const { db } = stage.platform
  const tables = await db.many<{ name: string }>(sql`
    select quote_ident(relname) as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname <> 'api_load'`)
  const hashes = await db.many<{ name: string; hash: string }>(sql`
    select name, (xpath('//hash/text()', query_to_xml(
      format('select coalesce(md5(string_agg(t::text, '''' order by t::text)), ''none'') as hash from %s t', name),
      false, false, '')))[1]::text as hash
    from unnest(${tables.map(({ name }) => name)}::text[]) as name`)
  return Object.fromEntries(hashes.map(({ name, hash }) => [name, hash]))
}

/** Every id in rows of this company, of whatever table. */
async function idsOf(companyId: string): Promise<Set<string>> {
  const { db } = stage.platform
  const tables = await db.many<{ name: string }>(sql`
    select quote_ident(table_name) as name from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'company_id' and table_type = 'BASE TABLE'`)
  const rows = await db.many<{ text: string }>(sql`
    select query_to_xml(format('select * from %s where company_id = %L', name, ${companyId}::uuid), false, false, '')::text as text
    from unnest(${tables.map(({ name }) => name)}::text[]) as name`)
  return new Set(rows.flatMap(({ text }) => text.match(UUIDS) ?? []))
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
      ...[...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path.${name}`),
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
  const foreign = await idsOf(alpha.companyId)
  assert.ok(foreign.size > 40, `${foreign.size} ids`)
  // That a token was used is noted once a minute, and this takes longer.
  await stage.platform.db.run(sql`update api_tokens set last_used_at = '2999-01-01'`)
  let before = await everything()
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
          if (!names.includes('cursor')) assert.deepEqual(answer.body.data, [], about)
        } else assert.equal(answer.status, 404, about)
        const told = (answer.text.match(UUIDS) ?? []).filter((id) => foreign.has(id) && !sent.has(id))
        assert.deepEqual(told, [], about)
        assert.ok(!answer.text.includes(alpha.name), about)
        const now = await everything()
        assert.deepEqual(now, before, about)
        before = now
        tried++
      }
    }
  assert.ok(tried > 90, `${tried} tried`)
})

test('a read needs a scope that reads, a write one that writes, each of its own kind', () => {
  const wrong = endpoints.filter(({ method, scope }) =>
    [scope].flat().some((of) => !of.endsWith(method === 'GET' ? ':read' : ':write')),
  )
  assert.deepEqual(
    wrong.map(({ operationId }) => operationId),
    [],
  )
  /** What is asked for by whose scope; the first that fits. */
  const kinds: [RegExp, string[]][] = [
    [/\/(charge|preauthorize)$|^\/(debit|refund|dispute)\b/, ['debits']],
    [/^\/credit$/, ['credits']],
    [/^\/transaction\b/, ['debits', 'credits']],
    [/^\/contact\b/, ['contacts']],
    [/^\/schedule\b/, ['scheduled']],
    [/^\/webhooks\b/, ['webhooks']],
    [/^\/events$/, ['events']],
    [/^\/(company|bank_account|payout|balance|ledger|reconciliation_items|sandbox)\b/, ['company']],
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
    ({ method, querySchema }) =>
      method === 'GET' && /cursor|before/.test(Object.keys((querySchema as any)?.shape ?? {}).join()),
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
    const foreign = await idsOf(other.companyId)
    for (const id of await idsOf(mine.companyId)) foreign.delete(id)
    // The clock is all companies' one, and is moved with a worker, which the stage has stopped.
    const tried = endpoints.filter(({ operationId }) => operationId !== 'advance_sandbox_clock')
    for (const endpoint of tried.toSorted((a, b) => order(a) - order(b)))
      for (const asked of casesFor(endpoint)) {
        const answer = await send(endpoint, asked, (slot) => thingOf(mine.things, slot), mine.headers)
        const about = `${endpoint.operationId} ${JSON.stringify(asked)}: ${answer.status} ${answer.text.slice(0, 500)}`
        assert.ok(answer.status < 300, about)
        if (
          endpoint.method === 'GET' &&
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
