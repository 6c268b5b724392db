import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { suspendCompany } from '../companies/suspension.ts'
import { createOperatorToken } from '../users/operator-token.ts'

let platform: Platform
let operator: Record<string, string>
before(async () => {
  platform = await startPlatform({ tokenCacheMs: 0 })
  const { token } = await createOperatorToken(platform.db, 'demo', {
    name: 'test',
    scopes: ['operator:read', 'operator:write'],
  })
  operator = { authorization: `Bearer ${token}` }
})
after(() => platform?.close())

const post = (path: string, body?: unknown) => platform.call('POST', `/operator${path}`, body, operator)
const company = () => platform.demo.company_id

test('a suspended company’s own people are told that it is, since when and what its operator says of why, and not the note', async () => {
  const at = `/companies/${company()}`
  const asked = async (path: string) => (await platform.call('GET', path)).body
  const owner = await signIn(platform, 'owner')
  const ofSession = async () => {
    const { companies } = (await askAs(platform, owner, 'GET', '/session')).body
    return companies.find(({ identifier }: any) => identifier === company())
  }
  const told = 'We look into your chargebacks, and write by Friday'
  const stateOf = ({ state, state_reason, state_since }: any) => [state, state_reason, state_since !== null]
  assert.deepEqual(stateOf(await asked('/company')), ['active', null, false])
  const suspended = await post(`${at}/suspend`, { note: 'ticket 4711', told })
  assert.equal(suspended.body.suspended_told, told, suspended.text)
  const shown = await asked('/company')
  assert.deepEqual(stateOf(shown), ['suspended', told, true])
  assert.deepEqual(stateOf(await ofSession()), ['suspended', told, true])
  const [first] = (await asked('/company/attention')).data
  assert.deepEqual(
    [first.kind, first.count, first.first_at, first.list],
    ['company_suspended', 1, shown.state_since, '/company'],
  )
  await post(`${at}/close`, { note: 'contract ended' })
  assert.deepEqual(stateOf(await asked('/company')), ['closing', null, true])
  assert.equal((await asked('/company/attention')).data[0].kind, 'company_closing')
  assert.equal((await post(`${at}/unsuspend`)).status, 200)
  assert.deepEqual(stateOf(await asked('/company')), ['active', null, false])
  assert.ok((await asked('/company/attention')).data.every(({ kind }: any) => !kind.startsWith('company_')))
  const events = await until('the events', async () => {
    const { data } = await asked('/events?type=company.updated&limit=100')
    return data.length >= 3 && data.slice(-3)
  })
  assert.deepEqual(
    events.map(({ data }: any) => [data.state, data.stateReason]),
    [
      ['suspended', told],
      ['closing', null],
      ['active', null],
    ],
  )
  assert.ok(!JSON.stringify([events, shown, await ofSession()]).includes('4711'))
})

test('a text for the company that cannot be kept is refused by its own name, and the company goes on', async () => {
  const stop = suspendCompany(platform.db, company(), 'Ada', 'ticket 4712', 'x'.repeat(501))
  await assert.rejects(stop, {
    message: 'The text that the company is told must have at most 500 characters.',
  })
  assert.equal((await platform.call('GET', '/company')).body.state, 'active')
})
