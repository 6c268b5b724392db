/** What a company may move at once: nothing above it begins, in whatever way it is asked for. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { eftStage } from '../../test/eft-stage.ts'
import type { ApiAnswer, Platform } from '../../test/platform.ts'
import { type ScheduleStage, startScheduleStage } from '../../test/schedule-stage.ts'
import { sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { addDays } from '../rails/banking-calendar.ts'
import { setLimits } from './limit.ts'

let stage: ScheduleStage
let platform: Platform
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  stage = await startScheduleStage()
  platform = stage.platform
  card = await platform.saveCard()
})
after(() => stage?.close())

const limit = (most: bigint | null, currency: 'CAD' | 'USD' = 'CAD') =>
  setLimits(platform.db, platform.demo.company_id, currency, { per_transaction: most })
beforeEach(() => limit(50_00n))

const made = async () => {
  const { sum } = await platform.db.one<{ sum: bigint }>(sql`
    select (select count(*) from debits) + (select count(*) from credits) + (select count(*) from schedules)
      + (select count(*) from attempts) as sum`)
  return sum
}

const today = () => stage.today()
/** Every request that makes a debit, a credit or a schedule, for this amount. */
const asks: Record<string, (amount: string) => Promise<ApiAnswer>> = {
  'a charge': (amount) => platform.charge(card, { amount }),
  'a preauthorization': (amount) =>
    platform.call('POST', `${card.path}/preauthorize`, {
      amount,
      to_bank_account_id: platform.demo.bank_account_id,
      statement: 'Hotel',
    }),
  'a debit': async (amount) =>
    platform.call('PUT', '/debit', {
      amount,
      statement: 'Order 7',
      to_bank_account: platform.demo.bank_account_id,
      contact_id: card.contactId,
    }),
  'a guest checkout': async (amount) =>
    platform.call('PUT', '/debit', {
      amount,
      statement: 'Order 7',
      to_bank_account: platform.demo.bank_account_id,
      contact_email: 'guest@example.com',
      contact_name: 'Guest',
    }),
  'a credit': async (amount) =>
    platform.call('PUT', '/credit', {
      amount,
      statement: 'Prize',
      from_bank_account: platform.demo.bank_account_id,
      contact_id: card.contactId,
    }),
  'a schedule': async (amount) =>
    platform.call('PUT', '/schedule', {
      kind: 'card_debit',
      contact_id: card.contactId,
      from_credit_card_id: card.cardId,
      amount,
      to_bank_account: platform.demo.bank_account_id,
      statement: 'Box',
      // Not today: the worker would make its debit while others are counted.
      start: addDays(await today(), 1),
      frequency: 'yearly',
    }),
}
for (const [what, ask] of Object.entries(asks))
  test(`${what} above the limit is refused and leaves nothing; one of exactly the limit is made`, async () => {
    const before = await made()
    const { status, body } = await ask('50.01')
    assert.deepEqual(
      [status, body.code, body.limit, body.limit_amount, body.currency],
      [422, 'limit_exceeded', 'per_transaction', 50, 'CAD'],
    )
    assert.equal(await made(), before)
    const allowed = await ask('50.00')
    assert.ok(allowed.status === 200 || allowed.status === 201, allowed.text)
  })

test('the limit of one currency is none of another, and none takes it away', async () => {
  await limit(null)
  await limit(1n, 'USD')
  assert.equal((await platform.charge(card, { amount: '50.01' })).status, 200)
  assert.equal((await asks['a debit']!('50.01')).status, 201)
})

test('in a currency whose limits nobody has set a company moves nothing, and that is not a currency without limits', async () => {
  const companyId = platform.demo.company_id
  await platform.db.run(sql`delete from company_limits where company_id = ${companyId} and currency = 'CAD'`)
  const before = await made()
  for (const ask of Object.values(asks)) {
    const { status, body } = await ask('0.01')
    assert.deepEqual(
      [status, body.code, body.limit, body.limit_amount, body.currency],
      [422, 'limit_exceeded', 'per_transaction', 0, 'CAD'],
    )
    assert.match(body.detail, /moves nothing in CAD yet.*have your operator set its limits in CAD/)
  }
  assert.equal(await made(), before)
  await limit(null)
  assert.equal((await asks['a charge']!('0.01')).status, 200)
})

test('a request that is repeated is answered as the first time, whatever the limit is by now', async () => {
  const [path, key] = [`${card.path}/charge`, '0197d3a0-0000-7000-8000-00000000aaaa']
  const body = JSON.stringify({
    amount: '40.00',
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Order 8',
  })
  const ask = () => platform.call('POST', path, body, { 'idempotency-key': key })
  const first = await ask()
  assert.equal(first.status, 200, first.text)
  await limit(10_00n)
  assert.deepEqual((await ask()).body, first.body)
})

test('a schedule is not raised above the limit, and what it makes above a limit that came later has failed', async () => {
  const contactAccount = await eftStage(platform).contactAccount(card.contactId)
  const byCard = await stage.scheduled(card, { amount: 40, frequency: 'once' })
  const byBank = await stage.scheduled(card, {
    kind: 'eft_credit',
    amount: 40,
    frequency: 'once',
    from_bank_account: platform.demo.bank_account_id,
    to_bank_account: contactAccount,
    from_credit_card_id: undefined,
  })
  const raised = await platform.call('PATCH', `/schedule/${byCard.identifier}`, { amount: 51 })
  assert.deepEqual([raised.status, raised.body.code], [422, 'limit_exceeded'])
  await limit(10_00n)
  const noted = await platform.call('PATCH', `/schedule/${byCard.identifier}`, { note: 'still 40' })
  assert.equal(noted.status, 200, noted.text)
  // Beyond any days on which banks are closed.
  await stage.advance(7)
  for (const { identifier } of [byCard, byBank]) {
    const [occurrence] = await stage.settled(identifier, 1)
    assert.deepEqual([occurrence.state, occurrence.fail_reason], ['failed', 'limit_exceeded'])
  }
})

test('limits that make no sense are refused', async () => {
  for (const most of [0n, -1n, 10_000_000_000_000n]) await assert.rejects(limit(most), OperatorError)
  await assert.rejects(
    setLimits(platform.db, platform.demo.company_id, 'CAD', {}),
    /Name a limit: --per-transaction/,
  )
  const nobody = '00000000-0000-7000-8000-000000000000'
  await assert.rejects(setLimits(platform.db, nobody, 'CAD', { per_transaction: 1n }), /There is no company/)
})

test('every invariant holds', async () => {
  await stage.everythingHolds()
})
