/** Each role × operation on the running api: `docs/roles.md` says no more than what is so. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { mayCall, scopesOfRole } from '../../test/roles-page.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
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
  // As a page does: several at once.
  await Promise.all(Array.from({ length: 6 }, () => knock(endpoints[1]!, headers)))
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

/** What a person writes without a proof, by why none is asked for. */
const unproven = {
  'takes away or stops, which must be quick where something was lost': `
    delete_contact delete_contact_bank_account delete_contact_credit_card cancel_transaction release_debit stop_bulk
    cancel_schedule pause_schedule skip_schedule_occurrence delete_webhook revoke_api_token withdraw_invitation
    delete_saved_view delete_export delete_company_logo sign_out end_session end_other_sessions`,
  'moves no money by itself: who pays decides, or nothing is paid': `
    create_contact update_contact generate_credit_card_tokenization_url create_debit generate_debit_credit_card_url
    send_transaction_link add_dispute_evidence submit_dispute update_company set_company_logo`,
  'keeps what whoever asks may read anyway': 'create_saved_view create_export',
  'sends again to where a proof has said that events go': 'resume_webhook test_webhook redeliver_webhook',
  'is the proof': 'reauthenticate',
  'is of the demo, where no money is': `
    advance_sandbox_clock set_sandbox_faults end_sandbox_network_day trigger_sandbox_event`,
  'is the operator’s own work, and moves nothing': 'close_alarm retry_mail request_verify',
}

test('each write asks for a proof, or it is known why it asks for none', () => {
  const known = Object.values(unproven).flatMap((names) => names.trim().split(/\s+/))
  const asksNone = endpoints.filter(
    ({ method, reauthenticate, anyone }) => method !== 'GET' && !reauthenticate && !anyone,
  )
  assert.deepEqual(asksNone.map(({ operationId }) => operationId).toSorted(), known.toSorted())
})

test('where a webhook’s events go, and its key, stay as they are until the person shows that it is them', async () => {
  const developer = await signIn(platform, 'developer')
  const { identifier } = await platform.good('POST', '/webhooks', { callback_url: 'http://127.0.0.1:9/mine' })
  const at = `/webhooks/${identifier}`
  await platform.db.run(sql`
    update sessions set proven_at = now() - interval '11 minutes' where session_id = ${developer.sessionId}`)
  for (const asked of [{ callback_url: 'http://127.0.0.1:9/theirs' }, { callback_api_key: 'k' }]) {
    const { status, body } = await askAs(platform, developer, 'PATCH', at, asked)
    assert.deepEqual([status, body.code], [403, 'reauthentication_required'])
  }
  assert.equal((await platform.good('GET', at)).callback_url, 'http://127.0.0.1:9/mine')
})

test('a company’s token, with every scope that one can have, is nobody who is signed in, and no operator', async () => {
  const token = { authorization: `Bearer ${platform.demo.api_token}` }
  const apart = endpoints.filter(({ scope }) => /^(session|operator):/.test([scope].flat()[0]!))
  assert.ok(apart.length > 1)
  for (const endpoint of apart)
    assert.deepEqual([(await knock(endpoint, token)).code], ['forbidden'], endpoint.operationId)
})
