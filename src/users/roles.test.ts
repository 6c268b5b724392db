/** Each role × operation on the running api: `docs/roles.md` says no more than what is so. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { mayCall, scopesOfRole } from '../../test/roles-page.ts'
import { signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'
import { endpoints } from '../endpoints.ts'
import { newId } from '../ground/ids.ts'
import type { Endpoint } from '../http/endpoint.ts'
import { roles } from '../http/scopes.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

/**
 * With ids of nothing and a body that no operation takes, so that whoever gets past the door changes nothing.
 */
async function knock({ method, path }: Endpoint, headers: Record<string, string>) {
  const response = await fetch(platform.url + path.replaceAll(/\{\w+\}/g, () => newId()), {
    method,
    headers: { ...headers, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) },
    ...(method === 'GET' ? {} : { body: '{"no": "such field"}' }),
  })
  const isProblem = response.headers.get('content-type')?.includes('problem')
  const body = isProblem ? ((await response.json()) as { code: string; detail: string }) : undefined
  // A stream goes on for as long as somebody listens.
  if (!isProblem) await response.body?.cancel()
  return { status: response.status, ...body }
}

for (const role of [...roles, 'operator'] as const)
  test(`whoever is ${role} can ask for what the table says, and for nothing else`, async () => {
    const person = await signIn(platform, role)
    const wrong: string[] = []
    for (const endpoint of endpoints) {
      const { status, code, detail } = await knock(endpoint, person.headers)
      const may = mayCall(endpoint, scopesOfRole(role))
      const passed = [200, 404, 409, 422].includes(status)
      if (may !== passed || (!may && code !== 'forbidden'))
        wrong.push(`${endpoint.operationId}: ${status} ${code} ${detail}`)
    }
    assert.deepEqual(wrong, [])
  })

test('whoever is signed in, and in no company, has their own session and nothing else', async () => {
  const person = await signIn(platform, null)
  const wrong = []
  for (const endpoint of endpoints) {
    const { status } = await knock(endpoint, person.headers)
    const own = [endpoint.scope].flat().some((scope) => scope.startsWith('session:'))
    if ((status === 403) === own) wrong.push(`${endpoint.operationId}: ${status}`)
  }
  assert.deepEqual(wrong, [])
})

test('a company in the header that is not theirs is a 404, as one that there is not', async () => {
  const person = await signIn(platform, 'owner')
  const other = await signIn(platform, null)
  for (const company of [platform.demo.company_id, newId(), 'x', '00000000-0000-0000-0000-000000000000'])
    for (const endpoint of endpoints) {
      const { status } = await knock(endpoint, { ...other.headers, 'jetpay-company': company })
      if (endpoint.path.startsWith('/operator/')) assert.ok(status === 403 || status === 404)
      else assert.equal(status, 404, `${endpoint.operationId} in ${company}`)
    }
  assert.equal((await knock(endpoints[1]!, person.headers)).status, 200)
})

test('an operator reads a company that is not theirs, changes nothing there, and the company’s log says so once', async () => {
  const operator = await signIn(platform, 'operator')
  const headers = { ...operator.headers, 'jetpay-company': platform.demo.company_id }
  for (const endpoint of endpoints.filter(
    ({ path, scope }) => !path.startsWith('/operator/') && !String(scope).startsWith('session:'),
  )) {
    const { status } = await knock(endpoint, headers)
    assert.equal(status === 403, endpoint.method !== 'GET', `${endpoint.operationId}: ${status}`)
  }
  const { looks } = await platform.db.one<{ looks: bigint }>(sql`
    select count(*) as looks from audit_log where company_id = ${platform.demo.company_id}
      and actor_id = ${operator.userId} and actor_kind = 'operator' and operation = 'operator_look'`)
  assert.equal(looks, 1n)
})

test('money and keys need a recent proof: without one a person is asked for it, and a token never is', async () => {
  const [owner, operator] = [await signIn(platform, 'owner'), await signIn(platform, 'operator')]
  await platform.db.run(sql`
    update sessions set proven_at = now() - interval '11 minutes'
    where session_id in (${owner.sessionId}, ${operator.sessionId})`)
  const guarded = endpoints.filter(({ reauthenticate }) => reauthenticate)
  assert.ok(guarded.length > 10)
  for (const endpoint of endpoints) {
    const { headers } = endpoint.path.startsWith('/operator/') ? operator : owner
    const { code } = await knock(endpoint, headers)
    assert.equal(code === 'reauthentication_required', endpoint.reauthenticate === true, endpoint.operationId)
  }
  const token = { authorization: `Bearer ${platform.demo.api_token}` }
  for (const endpoint of guarded)
    assert.notEqual((await knock(endpoint, token)).code, 'reauthentication_required', endpoint.operationId)
})

test('a company’s token, with every scope that one can have, is nobody who is signed in, and no operator', async () => {
  const token = { authorization: `Bearer ${platform.demo.api_token}` }
  const apart = endpoints.filter(({ scope }) => /^(session|operator):/.test([scope].flat()[0]!))
  assert.ok(apart.length > 1)
  for (const endpoint of apart)
    assert.deepEqual([(await knock(endpoint, token)).code], ['forbidden'], endpoint.operationId)
})
