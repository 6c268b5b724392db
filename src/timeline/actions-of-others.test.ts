/** What can be done with refunds and payouts is what their operations then do. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { makeMoney } from '../../test/dashboard-money.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const only = async (path: string, headers?: Record<string, string>) =>
  (await platform.call('GET', `${path}/actions`, undefined, headers)).body.data[0]

test('a refund that failed can be asked for again, one that was taken or has arrived cannot, and each says why not in both languages', async () => {
  const card = await platform.saveCard('4000000000920019')
  const { debit_id } = (await platform.charge(card, { amount: '50.00' })).body
  const asked = await platform.call('POST', `/debit/${debit_id}/refund`, { amount: '20.00' })
  assert.ok([200, 201, 202, 402].includes(asked.status), asked.text)
  const { refund_id } = await until('the refund to fail', async () => {
    const [refund] = (await platform.call('GET', `/refund?debit_id=${debit_id}`)).body.data
    return refund?.state === 'failed' && refund
  })
  const again = await only(`/refund/${refund_id}`)
  assert.deepEqual(
    [again.action, again.allowed, again.amount_max, again.request],
    ['refund_again', true, 20, `POST /debit/${debit_id}/refund`],
  )
  const reader = await tokenFor(platform, platform.demo.company_id, ['debits:read'])
  assert.match((await only(`/refund/${refund_id}`, reader.headers)).why_not, /scope debits:write/)

  const paid = (await platform.charge(await platform.saveCard(), { amount: '50.00' })).body.debit_id
  const taken = await platform.good('POST', `/debit/${paid}/refund`, { amount: '20.00' })
  const none = await only(`/refund/${taken.refund_id}`)
  assert.deepEqual([none.allowed, none.amount_max], [false, null])
  assert.match(none.why_not, /cannot be called back/)
  const french = (await platform.good('GET', `/refund/${taken.refund_id}/actions?language=fr`)).data[0]
  assert.match(french.why_not, /ne peut être rappelé\.$/)
  await platform.db.run(sql`
    update refunds set state = 'completed' where company_id = ${platform.demo.company_id} and refund_id = ${taken.refund_id}`)
  const arrived = await only(`/refund/${taken.refund_id}`)
  assert.deepEqual([arrived.allowed, arrived.amount_max], [false, null])
  assert.match(arrived.why_not, /the payer has the money/)
})

test('a payout can be sent again once it came back, and until then says why not, in the words of the operation', async () => {
  const { payout } = await makeMoney(platform)
  // On its way it is in one state and then the next: it is asked about once it rests.
  await until(
    'it to be completed',
    async () => (await platform.good('GET', `/payout/${payout}`)).state === 'completed',
  )
  const refused = await only(`/payout/${payout}`)
  assert.equal(refused.allowed, false)
  const { status, body } = await platform.call('POST', `/payout/${payout}/retry`, {})
  assert.deepEqual([status, body.detail], [409, refused.why_not])
  const french = (await platform.good('GET', `/payout/${payout}/actions?language=fr`)).data[0]
  assert.match(french.why_not, /seul un versement revenu peut être renvoyé\.$/)
  await platform.db.run(sql`
    update payouts set state = 'returned', amount_owed = amount
    where company_id = ${platform.demo.company_id} and payout_id = ${payout}`)
  const { allowed, amount_max } = await only(`/payout/${payout}`)
  assert.deepEqual([allowed, amount_max], [true, (await platform.good('GET', `/payout/${payout}`)).amount])
  await platform.good('POST', `/payout/${payout}/retry`, {})
  assert.equal((await only(`/payout/${payout}`)).allowed, false)
})
