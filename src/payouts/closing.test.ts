/** What closing a company promises where a payout of its comes back afterwards (docs/operator.md). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { closed, eftStage, good, returnedLate } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { createOperatorToken } from '../users/operator-token.ts'
import { verify } from '../verify/verify.ts'

let platform: Platform
let network: ClearingStage
let accountOf: (number: string) => Promise<string>
let operator: Record<string, string>
let card: { path: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, tokenCacheMs: 0 })
  network = clearingStage(platform)
  accountOf = eftStage(platform).ownAccount
  card = await platform.saveCard()
  const { token } = await createOperatorToken(platform.db, 'demo', {
    name: 'test',
    scopes: ['operator:read', 'operator:write'],
  })
  operator = { authorization: `Bearer ${token}` }
})
after(() => platform?.close())

const at = () => `/operator/companies/${platform.demo.company_id}`
const decide = (what: string, body?: object) => platform.good('POST', `${at()}/${what}`, body, operator)
const company = () => platform.good('GET', at(), undefined, operator)
const owed = async () => (await company()).still_owed
/** What the company's dashboard and its operator's see of what came back. */
const alarms = async (id: string) =>
  (await listAlarms(platform.db)).filter(({ kind, subject }) => kind === 'payout_returned' && subject === id)
const returned = async () =>
  (await platform.good('GET', '/company/attention')).data.find(({ kind }: any) => kind === 'payout_returned')

/** A charge for this account; `clear` it and there is a payout of it alone. */
const charge = async (account: string, amount: string) =>
  (await platform.charge(card, { amount, to_bank_account_id: account })).body.debit_id as string
const clear = async (debit: string) => network.clear(await network.recordOf(debit))
const payoutOf = (account: string) =>
  until('its payout', () =>
    platform.db.first<{ payout_id: string }>(
      sql`select payout_id from payouts where company_id = ${platform.demo.company_id} and bank_account_id = ${account}`,
    ),
  )
const inState = (id: string, state: string) =>
  until(`the payout to be ${state}`, async () => {
    const payout = await platform.good('GET', `/payout/${id}`)
    return payout.state === state && payout
  })
const retry = (id: string, account: string) =>
  platform.call('POST', `/payout/${id}/retry`, { to_bank_account_id: account })

test('a payout that comes back once its company closes is owed, alarmed and listed; it waits until the company goes on, and then ends what is owed', async () => {
  const [wrong, right] = [await accountOf(closed), await accountOf(good)]
  const debit = await charge(wrong, '30.00')
  await decide('close', { note: 'it moves to another platform' })
  await clear(debit)
  const { payout_id: id } = await payoutOf(wrong)
  await inState(id, 'returned')

  assert.deepEqual(await owed(), [{ currency: 'CAD', amount: 30 }])
  const [alarm] = await alarms(id)
  assert.match(JSON.stringify(alarm!.details), /unsuspend one that is suspended or closing/)
  const listed = await returned()
  assert.deepEqual([listed.count, listed.list, listed.examples], [1, '/payout?state=returned', [id]])
  assert.match(listed.next_step, /closing company asks its operator/)
  const { data } = await platform.good('GET', `/payout/${id}/actions`)
  assert.equal(data[0].allowed, false)
  assert.match(data[0].why_not, /suspended by the operator/)
  const refused = await retry(id, right)
  assert.deepEqual([refused.status, refused.body.code], [403, 'company_suspended'])
  assert.equal((await platform.good('GET', `/payout/${id}`)).state, 'returned')

  await decide('unsuspend')
  assert.equal((await retry(id, right)).status, 200)
  await decide('close', { note: 'it has corrected its account' })
  await inState(id, 'completed')
  assert.deepEqual(await owed(), [])
  assert.deepEqual([(await company()).state, await alarms(id), await returned()], ['closing', [], undefined])
  await decide('unsuspend')
})

test('a deposit that comes back late, when nothing was owed any more, is owed again', async () => {
  const account = await accountOf(returnedLate)
  const debit = await charge(account, '12.00')
  await decide('close', { note: 'it moves to another platform' })
  await clear(debit)
  const { payout_id: id } = await payoutOf(account)
  await until('it to be told as deposited', async () =>
    (await platform.good('GET', '/events?limit=100')).data.some(
      ({ type, data }: any) => type === 'payouts.completed' && data.payoutId === id,
    ),
  )
  await inState(id, 'returned')
  assert.deepEqual(await owed(), [{ currency: 'CAD', amount: 12 }])
  assert.equal((await alarms(id)).length, 1)
  assert.equal((await retry(id, platform.demo.bank_account_id)).body.code, 'company_suspended')
  await decide('unsuspend')
  assert.equal((await retry(id, platform.demo.bank_account_id)).status, 200)
  await inState(id, 'completed')
  assert.deepEqual(await owed(), [])
})

test('after all of it every invariant holds, the bank’s books included', async () => {
  await until('the events', async () => {
    const { waiting } = await platform.db.one<{ waiting: bigint }>(
      sql`select count(*) as waiting from outbox`,
    )
    return waiting === 0n
  })
  const { checks } = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: platform.simulatorUrl })
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
})
