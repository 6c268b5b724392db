/** What a company may ask for in one day: to the cent, under rivals, and anew each midnight in Toronto. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { answered } from '../../test/answered.ts'
import { type DayLimitStage, startDayLimitStage } from '../../test/day-limit-stage.ts'
import { eftStage } from '../../test/eft-stage.ts'
import { until } from '../../test/platform.ts'
import { openTampering } from '../../test/tampering.ts'
import { chargeStatementsOf } from '../charges/charge-statements.ts'
import { type ChargeRequest, requestCountedCharges } from '../charges/request-charges.ts'
import { coalesce } from '../db/coalesce.ts'
import { sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { addDays } from '../rails/banking-calendar.ts'
import { countTowardDay } from './within-limit.ts'

let day: DayLimitStage
let platform: DayLimitStage['platform']
let eft: ReturnType<typeof eftStage>
before(async () => {
  day = await startDayLimitStage()
  platform = day.platform
  eft = eftStage(platform)
})
after(() => day?.close())

const times = <T>(count: number, each: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => each(at))

test('two hundred charges and debits at once, most sent twice and to two apis: exactly as many are made as fit', async () => {
  const [most, before] = [await day.room(37n * 10_01n + 10_00n), await day.used()]
  const links = times(50, (at) => {
    const key = { 'idempotency-key': newId() }
    return answered(() => day.putDebit('10.01', undefined, key), at)
  })
  const answers = await Promise.all(
    times(150, newId).flatMap((key, at) => [
      answered((which) => day.chargeAt(which, '10.01', key), at),
      ...(at % 3 === 0 ? [] : [answered((which) => day.chargeAt(which, '10.01', key), at + (at % 2))]),
    ]),
  )
  const linked = await Promise.all(links)
  const paid = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.debit_id))
  const made = paid.size + linked.filter(({ status }) => status === 201).length
  assert.equal(made, 37)
  assert.equal((await day.used()) - before, 37n * 10_01n)
  for (const { status, body } of [...answers, ...linked])
    if (status !== 200 && status !== 201) {
      const { code, limit, limit_amount, used_amount, left_amount, currency } = body
      assert.deepEqual([status, code, limit, currency], [422, 'limit_exceeded', 'per_day_debits', 'CAD'])
      assert.equal(Math.round(limit_amount * 100), Number(most))
      assert.equal(Math.round((used_amount + left_amount) * 100), Number(most))
      assert.ok(left_amount < 10.01)
    }
  const { entries } = await platform.books('?limit=1000')
  assert.equal(
    entries.filter(({ amount, state }: any) => amount === 1001 && state === 'captured').length,
    paid.size,
  )
})

test('what is used and left is told of each currency by itself, and nothing of a kind that has no limit', async () => {
  await day.room(5_00n)
  assert.equal((await day.putDebit('2.00')).status, 201)
  assert.equal((await day.limits()).per_day_debits!.left, 3_00n)
  // What is given back is a change of its own until it is added up.
  const { body } = await day.putDebit('1.00')
  assert.equal((await platform.call('DELETE', `/transaction/${body.identifier}`)).status, 200)
  assert.equal((await day.limits()).per_day_debits!.left, 3_00n)
  assert.equal((await day.limits('USD')).per_day_debits, null)
  await day.limit('debits', 7_00n, 'USD')
  await day.limit('credits', 8_00n, 'USD')
  const { per_day_debits, per_day_credits } = await day.limits('USD')
  assert.deepEqual(per_day_debits, { limit: 7_00n, used: 0n, left: 7_00n })
  assert.deepEqual(per_day_credits, { limit: 8_00n, used: 0n, left: 8_00n })
  for (const counted of ['debits', 'credits'] as const) await day.limit(counted, null, 'USD')
  assert.equal((await day.limits('USD')).per_day_credits, null)
})

test('in one statement each is decided in its turn: one that does not fit leaves what follows its place', async () => {
  await day.room(100n)
  const charges = [60n, 41n, 40n, 1n].map((amount) => day.request(amount))
  const answers = await requestCountedCharges(platform.db, charges)
  assert.deepEqual(
    answers.map((answer) => (answer.verdict === 'refused' ? answer.refusal : answer.verdict)),
    ['started', 'day_limit_exceeded', 'started', 'day_limit_exceeded'],
  )
})

test('a key that is sent again takes no place, in the same statement or a later one', async () => {
  await day.room(100n)
  const [first, second] = [newId(), newId()]
  const verdicts = async (...charges: [amount: bigint, key: string][]) =>
    (
      await requestCountedCharges(
        platform.db,
        charges.map(([amount, key]) => day.request(amount, key)),
      )
    ).map(({ verdict }) => verdict)
  assert.deepEqual(await verdicts([50n, first], [50n, first]), ['started', 'repeated'])
  assert.deepEqual(await verdicts([50n, first], [50n, second]), ['repeated', 'started'])
  assert.deepEqual(await verdicts([1n, newId()], [50n, second]), ['refused', 'repeated'])
})

test('a charge whose key a rival has taken meanwhile is not counted', async () => {
  await day.room(100n)
  const before = await day.used()
  const key = newId()
  let counting: ReturnType<typeof requestCountedCharges> | undefined
  await platform.db.transaction(async (db) => {
    await db.run(sql`
      insert into idempotency_keys (company_id, key, request_hash) values (${platform.demo.company_id}, ${key}, '\\x00')`)
    counting = requestCountedCharges(platform.db, [day.request(70n, key)])
    await until('it to wait for the key', day.somebodyWaits)
  })
  assert.deepEqual(await counting, [{ verdict: 'repeated' }])
  assert.equal(await day.used(), before)
  const [next] = await requestCountedCharges(platform.db, [day.request(100n)])
  assert.equal(next!.verdict, 'started')
})

test('a day that is being counted holds up nobody who has no limit for the day', async () => {
  await day.room(1_00n)
  await day.putDebit('0.01')
  const other = await anotherCompany(platform)
  const request = chargeStatementsOf(platform.context).request
  let waiting: ReturnType<typeof request> | undefined
  await platform.db.transaction(async (db) => {
    await db.many(sql`select from day_totals where company_id = ${platform.demo.company_id} for update`)
    waiting = request(day.request(2n))
    await until('the charge to wait', day.somebodyWaits)
    await day.limit('credits', null)
    assert.equal((await day.putCredit('5.00')).status, 201)
    const answer = await request({ ...day.request(1n), companyId: other.companyId })
    assert.equal(answer.verdict === 'refused' && answer.refusal, 'card_on_file_disabled')
  })
  assert.equal((await waiting!).verdict, 'started')
})

test('what was declined, failed, was cancelled or released gives back what it counted', async () => {
  const declining = await platform.saveCard('4000000000009995')
  await day.room(10_00n)
  assert.equal((await platform.charge(declining, { amount: '10.00' })).status, 402)
  const link = await day.putDebit('10.00')
  assert.equal(link.status, 201, link.text)
  assert.equal((await day.putDebit('0.01')).status, 422)
  assert.equal((await platform.call('DELETE', `/transaction/${link.body.identifier}`)).status, 200)
  const hold = await platform.call('POST', `${day.card.path}/preauthorize`, {
    amount: '10.00',
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
  assert.equal(hold.status, 200, hold.text)
  assert.equal((await platform.charge(day.card, { amount: '0.01' })).status, 422)
  const captured = await platform.call('POST', `/debit/${hold.body.debit_id}/capture`, { amount: '4.00' })
  assert.equal(captured.status, 200, captured.text)
  assert.equal((await platform.charge(day.card, { amount: '6.01' })).status, 422)
  assert.equal((await platform.charge(day.card, { amount: '6.00' })).status, 200)
})

test('what was paid and is refunded still counts', async () => {
  await day.room(10_00n)
  const { body } = await platform.charge(day.card, { amount: '10.00' })
  assert.equal((await platform.call('POST', `/debit/${body.debit_id}/refund`)).status, 200)
  assert.equal((await platform.charge(day.card, { amount: '0.01' })).status, 422)
})

test('a debit counts when it is made, for a guest too: that its payer pays counts nothing', async () => {
  await day.room(10_00n)
  const guest = { contact_email: 'guest@example.com', contact_name: 'Guest' }
  assert.equal((await day.putDebit('10.01', guest)).status, 422)
  const { body } = await day.putDebit('10.00', guest)
  const refused = await day.putDebit('0.01', guest)
  assert.deepEqual([refused.status, refused.body.limit, refused.body.left_amount], [422, 'per_day_debits', 0])
  const page = await platform.call('POST', `/debit/${body.identifier}/creditcard/url`)
  assert.equal((await platform.submitCard(page.body.url, '4242424242424242')).body.outcome, 'succeeded')
  await eft.inState(body.identifier, 'paid')
})

test('credits have a limit of their own', async () => {
  await day.room(1n)
  await day.limit('credits', 20_00n)
  const answers = await Promise.all(times(30, () => day.putCredit('3.00')))
  assert.equal(answers.filter(({ status }) => status === 201).length, 6)
  const { body } = answers.find(({ status }) => status === 422)!
  assert.deepEqual(
    [body.limit, body.limit_amount, body.used_amount, body.left_amount],
    ['per_day_credits', 20, 18, 2],
  )
})

test('a limit holds for its currency and for what is made after it; none takes it away', async () => {
  await day.limit('debits', null)
  await day.limit('debits', 1n, 'USD')
  assert.equal((await platform.charge(day.card, { amount: '500.00' })).status, 200)
  await day.limit('debits', 1n)
  const used = await day.used()
  assert.equal((await day.limits()).per_day_debits!.left, 0n)
  await day.limit('debits', used + 1n)
  assert.equal((await platform.charge(day.card, { amount: '0.01' })).status, 200)
  assert.equal((await day.limits()).per_day_debits!.left, 0n)
})

test('a key that a debit and a charge use at once keeps no other charge from being made', async () => {
  await day.room(1_00n)
  const key = newId()
  const request = coalesce((charges: ChargeRequest[]) => requestCountedCharges(platform.db, charges), {
    atOnce: 1,
    batchMax: 64,
  })
  const asked = [day.request(1n), day.request(2n, key), day.request(3n)].map(request)
  await Promise.allSettled([
    ...asked,
    platform.db.transaction(async (db) => {
      const { companyId } = day.request(0n)
      await db.run(
        sql`insert into idempotency_keys (company_id, key, request_hash) values (${companyId}, ${key}, '\\x00')`,
      )
      await until('the charges to wait for the key', day.somebodyWaits)
      await countTowardDay(db, companyId, newId(), { counted: 'debits', amount: 4n, currency: 'CAD' })
      throw new Error('no debit comes of it')
    }),
  ])
  assert.deepEqual([(await asked[0]!).verdict, (await asked[2]!).verdict], ['started', 'started'])
})

test('of what schedules make on a day as much is made as fits, and the rest has failed with limit_exceeded', async () => {
  await day.limit('debits', 30_00n)
  await day.limit('credits', 30_00n)
  const ask = async (amount: string) =>
    platform.call('PUT', '/schedule', {
      kind: 'card_debit',
      contact_id: day.card.contactId,
      from_credit_card_id: day.card.cardId,
      amount,
      to_bank_account: platform.demo.bank_account_id,
      statement: 'Box',
      start: addDays(await day.stage.today(), 1),
      frequency: 'once',
    })
  const refused = await ask('30.01')
  const { code, limit, used_amount } = refused.body
  assert.deepEqual([code, limit, used_amount], ['limit_exceeded', 'per_day_debits', undefined])
  const to_bank_account = await eft.contactAccount(day.card.contactId)
  const credit = {
    kind: 'eft_credit',
    from_credit_card_id: undefined,
    to_bank_account,
    from_bank_account: platform.demo.bank_account_id,
  }
  for (const fields of [{}, credit]) {
    const [one, other] = await Promise.all(
      times(2, () => day.stage.scheduled(day.card, { ...fields, amount: '20.00', frequency: 'once' })),
    )
    // Beyond any days on which banks are closed: both are due on the same one.
    await day.advance('7d')
    const settled = [one, other].map(({ identifier }) => day.stage.settled(identifier, 1))
    const made = (await Promise.all(settled)).flat()
    assert.deepEqual(made.map(({ state }) => state).sort(), ['failed', 'made'])
    assert.equal(made.find(({ state }) => state === 'failed').fail_reason, 'limit_exceeded')
  }
})

test('each midnight in Toronto begins anew, also when its clocks have changed', async () => {
  await day.limit('debits', 5_00n)
  const charge = async (amount: string) => (await platform.charge(day.card, { amount })).status
  for (const hours of [24, 23, 25]) {
    await day.justBeforeMidnight(hours)
    assert.equal(await charge('5.00'), 200)
    assert.equal(await charge('0.01'), 422)
    await day.advance('10m')
    assert.equal(await day.used(), 0n)
    assert.equal(await charge('5.00'), 200)
    assert.equal(await charge('0.01'), 422)
  }
})

test('limits that make no sense are refused', async () => {
  for (const most of [0n, -1n, 10_000_000_000_000n])
    await assert.rejects(day.limit('debits', most), OperatorError)
})

test('after all of it every invariant holds; a total that is off by a cent is seen', async () => {
  await day.stage.everythingHolds()
  await day.stage.stopWorkers()
  const tamper = await openTampering(platform)
  for (const statement of [
    `update day_totals set amount = amount + 1`,
    `insert into day_total_changes (company_id, kind, currency, day, amount)
     select company_id, kind, currency, day + 1, 1 from day_totals limit 1`,
    `update debits set counted_on = counted_on - 1 where debit_id = (select max(debit_id::text)::uuid from debits where counted_on is not null)`,
    `delete from day_totals where kind = 'credits'`,
    `update debits set counted_on = null where state = 'paid' and counted_on is not null`,
  ])
    await tamper.isSeen(statement, ['day_totals_are_what_was_made'])
  await tamper.isSeen('delete from company_limits', ['each_company_keeps_to_its_currencies'])
  await tamper.close()
})
