import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { makePayouts } from '../payouts/make-payouts.ts'
import { addDays, torontoTime } from '../rails/banking-calendar.ts'
import { chargeOccurrences } from '../schedules/charge-occurrences.ts'
import { makeOccurrences } from '../schedules/make-occurrences.ts'
import { createOperatorToken } from '../users/operator-token.ts'

let platform: Platform
let network: ClearingStage
let operator: Record<string, string>
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, tokenCacheMs: 0, networkTimeoutMs: 400 })
  network = clearingStage(platform)
  const { token } = await createOperatorToken(platform.db, 'demo', {
    name: 'test',
    scopes: ['operator:read', 'operator:write'],
  })
  operator = { authorization: `Bearer ${token}` }
})
after(() => platform?.close())

const get = (path: string) => platform.call('GET', `/operator${path}`, undefined, operator)
const post = (path: string, body?: unknown, method = 'POST') =>
  platform.call(method, `/operator${path}`, body, operator)
const company = () => platform.demo.company_id

test('a company is made, found, renamed, given features, limits and fees, each as its command does it', async () => {
  const made = (await post('/companies', { name: 'Birch Books' })).body
  assert.deepEqual([made.name, made.state, made.features], ['Birch Books', 'active', []])
  const { data } = (await get('/companies?search=birch')).body
  assert.deepEqual(
    data.map(({ identifier }: any) => identifier),
    [made.identifier],
  )
  const at = `/companies/${made.identifier}`
  const changed = await post(
    at,
    { name: 'Birch & Oak', features: { card_on_file: true }, alert_email: 'ops@example.com' },
    'PATCH',
  )
  assert.deepEqual(
    [changed.body.name, changed.body.features, changed.body.alert_email],
    ['Birch & Oak', ['card_on_file'], 'ops@example.com'],
  )
  const limited = await post(`${at}/limits`, { currency: 'CAD', per_transaction: '250.00' }, 'PUT')
  assert.equal(limited.status, 200, limited.text)
  assert.equal(limited.body.limits.find((of: any) => of.currency === 'CAD').per_transaction, 250)
  const fee = { currency: 'CAD', method: 'card', basis_points: 290, fixed: '0.30' }
  const charged = await post(`${at}/fees`, fee)
  assert.equal(charged.status, 200, charged.text)
  assert.deepEqual([charged.body.fees[0].basis_points, charged.body.fees[0].fixed], [290, 0.3])
  assert.equal(
    (await post(`/companies/${newId()}/limits`, { currency: 'CAD', per_transaction: '1.00' }, 'PUT')).status,
    404,
  )
  assert.equal((await post(`${at}/limits`, { currency: 'CAD' }, 'PUT')).status, 422)
})

test('a company is made whole, with what is agreed with it and its owner’s invitation, or, where a part is refused, not at all', async () => {
  const asked = {
    name: 'Cedar Cups',
    features: { card_on_file: true },
    contact: { email: 'hello@cedar.example', phone: '+1 514 555 0100' },
    alert_email: 'ops@cedar.example',
    limits: [{ currency: 'CAD', per_transaction: '500.00', per_day_debits: null }],
    fees: [{ currency: 'CAD', method: 'card', basis_points: 250, fixed: '0.25' }],
    owner_email: 'Owner@cedar.example',
  }
  const count = async () =>
    (await platform.db.one<{ count: bigint }>(sql`select count(*) as count from companies`)).count
  const before = await count()
  for (const [field, wrong] of [
    ['alert_email', { ...asked, alert_email: 'nobody' }],
    ['limits.0.per_transaction', { ...asked, limits: [{ currency: 'CAD', per_transaction: '0.001' }] }],
    ['fees.0.basis_points', { ...asked, fees: [{ ...asked.fees[0], basis_points: 10_001 }] }],
    ['limits', { ...asked, limits: [] }],
  ] as const) {
    const refused = await post('/companies', wrong)
    assert.deepEqual([refused.status, refused.body.errors?.[0].path], [422, field], refused.text)
  }
  assert.equal(await count(), before)
  const made = await post('/companies', asked)
  assert.equal(made.status, 200, made.text)
  const { name, features, contact_email, contact_phone, alert_email, limits, fees, identifier } = made.body
  assert.deepEqual(
    { name, features, contact_email, contact_phone, alert_email },
    {
      name: 'Cedar Cups',
      features: ['card_on_file'],
      contact_email: 'hello@cedar.example',
      contact_phone: '+1 514 555 0100',
      alert_email: 'ops@cedar.example',
    },
  )
  // Only what is named is open: it moves no dollars of the United States.
  assert.deepEqual(
    limits.map(({ currency, per_transaction }: any) => [currency, per_transaction]),
    [['CAD', 500]],
  )
  assert.deepEqual([fees[0].basis_points, fees[0].fixed], [250, 0.25])
  const invited = await platform.db.many<{ email: string; role: string }>(
    sql`select email, role from invitations where company_id = ${identifier as string}`,
  )
  assert.deepEqual(invited, [{ email: 'owner@cedar.example', role: 'owner' }])
  const second = await post(`/companies/${identifier}/invitations`, {
    email: 'two@cedar.example',
    role: 'admin',
  })
  assert.deepEqual([second.status, second.body.role], [200, 'admin'], second.text)
  assert.equal((await post(`/companies/${newId()}/invitations`, { email: 'a@b.example' })).status, 404)
})

test('a suspended company takes no money and is paid out nothing, reads and refunds, and goes on once it is let', async () => {
  const card = await platform.saveCard()
  const before = await platform.charge(card, { amount: '20.00' })
  const kept = (await platform.charge(card, { amount: '30.00' })).body.debit_id
  const at = `/companies/${company()}`
  const suspended = await post(`${at}/suspend`, { note: 'we ask about its refunds' })
  assert.deepEqual([suspended.status, suspended.body.state], [200, 'suspended'], suspended.text)
  assert.equal((await post(`${at}/suspend`, { note: 'again' })).body.code, 'wrong_state')
  const refused = await platform.charge(card, { amount: '1.00' })
  assert.deepEqual([refused.status, refused.body.code], [403, 'company_suspended'])
  assert.equal((await platform.call('GET', '/transaction')).status, 200)
  const refund = await platform.call('POST', `/debit/${before.body.debit_id}/refund`, {})
  assert.ok(refund.status < 300, refund.text)
  const paid = async () =>
    (
      await platform.db.one<{ count: bigint }>(sql`
      select count(*) as count from payouts where company_id = ${company()}`)
    ).count
  const payouts = await paid()
  await network.clear(await network.recordOf(kept))
  assert.equal(await makePayouts(platform.db, platform.config.bank), 0)
  assert.equal(await paid(), payouts)
  assert.equal((await post(`${at}/unsuspend`)).body.state, 'active')
  assert.equal((await platform.charge(card, { amount: '1.00' })).status, 200)
  await until('its payout', async () => (await paid()) > payouts)
})

test('a company that leaves takes no money, and what is owed to it is paid out all the same', async () => {
  const card = await platform.saveCard()
  const { debit_id } = (await platform.charge(card, { amount: '40.00' })).body
  const at = `/companies/${company()}`
  await post(`${at}/suspend`, { note: 'first we look' })
  const closing = await post(`${at}/close`, { note: 'it moves to another platform' })
  assert.deepEqual([closing.status, closing.body.state], [200, 'closing'], closing.text)
  assert.ok(closing.body.still_owed.length > 0)
  assert.equal((await post(`${at}/close`, { note: 'again' })).body.code, 'wrong_state')
  assert.equal((await platform.charge(card, { amount: '1.00' })).body.code, 'company_suspended')
  const listed = await get('/companies?state=closing')
  assert.deepEqual(
    listed.body.data.map(({ identifier }: any) => identifier),
    [company()],
  )
  assert.deepEqual((await get('/companies?state=suspended')).body.data, [])
  const payouts = async () => (await platform.good('GET', '/payout')).data.length
  const before = await payouts()
  await network.clear(await network.recordOf(debit_id))
  await until('a payout', async () => (await payouts()) > before)
  assert.equal((await platform.call('GET', '/transaction')).status, 200)
  const open = await post(`${at}/unsuspend`)
  assert.deepEqual([open.body.state, open.body.closing_at], ['active', null])
  // Also one that was not suspended before.
  await post(`${at}/close`, { note: 'it moves after all' })
  assert.equal((await platform.charge(card, { amount: '1.00' })).body.code, 'company_suspended')
  assert.equal((await post(`${at}/unsuspend`)).body.state, 'active')
})

test('under a suspension a hold’s capture that was asked for ends, no further one is taken, and the hold can be released', async () => {
  const { call, demo, saveCard } = platform
  const hold = async (number: string) => {
    const { path } = await saveCard(number)
    const asked = { amount: '60.00', to_bank_account_id: demo.bank_account_id, statement: 'Hotel' }
    return (await call('POST', `${path}/preauthorize`, asked)).body.debit_id as string
  }
  // The network acknowledges its capture the third time.
  const [slow, other] = [await hold('4000000000920035'), await hold('4242424242424242')]
  const asked = await call('POST', `/debit/${slow}/capture`, {})
  assert.equal(asked.status, 202, asked.text)
  await suspended(async () => {
    await until('the capture to end', async () => {
      const { state } = (await call('GET', `/transaction/${slow}/status`)).body
      return state !== 'preauthorized'
    })
    assert.equal((await call('GET', `/transaction/${slow}/status`)).body.state, 'paid')
    const refused = await call('POST', `/debit/${other}/capture`, {})
    assert.deepEqual([refused.status, refused.body.code], [403, 'company_suspended'])
    assert.equal((await call('GET', `/transaction/${other}/status`)).body.state, 'preauthorized')
    const released = await call('POST', `/debit/${other}/release`)
    assert.equal(released.status, 200, released.text)
  })
})

test('under a suspension schedules make and charge nothing, and are planned no further; what was due is made once it is over', async () => {
  const { call, context, demo, saveCard } = platform
  const card = await saveCard()
  const start = addDays(torontoTime(new Date((await call('GET', '/sandbox/clock')).body.now)).day, 1)
  const planned = await call('PUT', '/schedule', {
    kind: 'card_debit',
    contact_id: card.contactId,
    from_credit_card_id: card.cardId,
    to_bank_account: demo.bank_account_id,
    amount: '25.50',
    statement: 'Monthly box',
    start,
    frequency: 'daily',
    count: 2,
  })
  const path = `/schedule/${planned.body.identifier}`
  const { contact_id, debit_id } = (await platform.charge(card, { amount: '2.00' })).body
  const debit = await call('PUT', '/debit', {
    amount: '3.00',
    statement: 'To be paid',
    to_bank_account: demo.bank_account_id,
    contact_id,
  })
  const link = debit.body.identifier
  await call('POST', `${path}/skip`, { number: 1 })
  await call('POST', `${path}/restore`, { number: 1 })
  await suspended(async () => {
    for (const [method, at, body] of [
      ['PATCH', path, { amount: '30.00' }],
      ['PATCH', path, { count: 3 }],
      ['POST', `/transaction/${link}/send_link`, undefined],
      ['POST', '/bulk', { action: 'send_link', transaction_ids: [link] }],
    ] as const) {
      const refused = await call(method, at, body)
      assert.deepEqual([refused.status, refused.body.code], [403, 'company_suspended'], `${method} ${at}`)
    }
    // What takes less, gives back or takes back goes on.
    assert.equal((await call('PATCH', path, { statement: 'Box' })).status, 200)
    assert.equal((await call('POST', '/bulk', { action: 'refund', transaction_ids: [debit_id] })).status, 202)
    await call('POST', '/sandbox/clock', { advance: '3d' })
    for (const job of [makeOccurrences, chargeOccurrences]) assert.equal(await job(context), false)
    const { data } = (await call('GET', `${path}/occurrences`)).body
    assert.deepEqual(data, [])
  })
  const paid = await until('what was due to be charged', async () => {
    const { data } = (await call('GET', `${path}/occurrences`)).body
    return data.length === 2 && data.every(({ state }: any) => state === 'made') && data
  })
  assert.deepEqual(
    paid.map(({ number }: any) => number),
    [2, 1],
  )
})

async function suspended(work: () => Promise<void>): Promise<void> {
  const at = `/companies/${company()}`
  assert.equal((await post(`${at}/suspend`, { note: 'we look into it' })).status, 200)
  await work()
  assert.equal((await post(`${at}/unsuspend`)).status, 200)
}
