import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type ScheduleStage, startScheduleStage } from '../../test/schedule-stage.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { addDays, bankingDayFrom } from '../rails/banking-calendar.ts'

let stage: ScheduleStage
let platform: ScheduleStage['platform']
before(async () => {
  stage = await startScheduleStage()
  platform = stage.platform
})
after(() => stage.close())

const account = (contact_id: string) => ({
  contact_id,
  institution: 'Demo Bank',
  title: 'Chequing',
  holder_name: 'Ada Lovelace',
  account_type: 'chequing',
  transit_number: '00011',
  institution_number: '001',
  account_number: '7654321',
  holder_address: '1 Main Street',
  holder_address_postal_code: 'H2X 1Y4',
  holder_address_city: 'Montreal',
  holder_address_country: 'CA',
  holder_email: 'ada@example.com',
})

test('one that is shortened to what has come is completed, and nothing is missing of it', async () => {
  const schedule = await stage.scheduled(await stage.platform.saveCard())
  const path = `/schedule/${schedule.identifier}`
  await stage.platform.call('POST', `${path}/skip`)
  assert.equal((await stage.platform.call('PATCH', path, { count: 1 })).body.state, 'completed')
  await stage.everythingHolds()
})

test('the next one is skipped once, also when the request comes twice', async () => {
  const card = await platform.saveCard()
  const schedule = await stage.scheduled(card, { count: 3, frequency: 'weekly' })
  const skip = () => platform.call('POST', `/schedule/${schedule.identifier}/skip`, { number: 1 })
  const [first, second] = await Promise.all([skip(), skip()])
  assert.deepEqual([first.status, second.status].sort(), [200, 409])
  const { next_dates } = await stage.get(schedule.identifier)
  assert.deepEqual(
    next_dates.map(({ number }: any) => number),
    [2, 3],
  )
  const [skipped] = await stage.occurrencesOf(schedule.identifier)
  assert.deepEqual([skipped.number, skipped.state, skipped.transaction_id], [1, 'skipped', null])
})

test('a change counts from the next one on; what is over cannot be changed', async () => {
  const card = await platform.saveCard()
  const other = await platform.saveCard('5555555555554444', card.contactId)
  const schedule = await stage.scheduled(card, { count: 5 })
  const path = `/schedule/${schedule.identifier}`
  const { body: changed } = await platform.call('PATCH', path, {
    amount: '9.99',
    from_credit_card_id: other.cardId,
    end: addDays(schedule.start, 1),
  })
  assert.deepEqual([changed.amount, changed.count, changed.next_dates.length], [9.99, null, 2])
  await stage.advance(4)
  const made = await stage.settled(schedule.identifier, 2)
  assert.equal(made.length, 2)
  const { body: debit } = await platform.call('GET', `/transaction/${made[0].transaction_id}`)
  assert.deepEqual([debit.amount, debit.from_credit_card_id], [9.99, other.cardId])
  assert.equal((await platform.call('PATCH', path, { amount: 1 })).status, 409)
  assert.equal((await platform.call('DELETE', path)).status, 409)
})

test('by bank, in both directions: made on banking days, with the agreement, and moved', async () => {
  const contact_id = await platform.createContact()
  const theirs = (await platform.call('PUT', '/contact/bank_account', account(contact_id))).body.identifier
  const ours = platform.demo.bank_account_id
  const start = addDays(await stage.today(), 1)
  const common = { contact_id, amount: '40.00', statement: 'By bank', start, frequency: 'weekly', count: 2 }
  const { body: debits } = await platform.call('PUT', '/schedule', {
    ...common,
    kind: 'eft_debit',
    from_bank_account: theirs,
    to_bank_account: ours,
    agreement: { reference: 'PAD-1' },
  })
  const { body: credits } = await platform.call('PUT', '/schedule', {
    ...common,
    kind: 'eft_credit',
    from_bank_account: ours,
    to_bank_account: theirs,
  })
  for (const { next_dates } of [debits, credits])
    assert.deepEqual(
      next_dates.map(({ due_on }: any) => due_on),
      [start, addDays(start, 7)].map((day) => bankingDayFrom(day)),
    )
  await stage.advance(14)
  for (const { identifier } of [debits, credits]) {
    const made = await stage.settled(identifier, 2)
    for (const { state, transaction_id } of made) {
      assert.equal(state, 'made')
      const { body } = await platform.call('GET', `/transaction/${transaction_id}`)
      assert.equal(body.rail, 'eft')
      assert.notEqual(body.state, 'requested')
    }
  }
  const agreements = await platform.db.many<{ reference: string }>(sql`
    select reference from debit_agreements where company_id = ${platform.demo.company_id}`)
  assert.deepEqual(
    agreements.map(({ reference }) => reference),
    ['PAD-1', 'PAD-1'],
  )
})

test('by bank from an account that was deleted: recorded with its reason, and no debit is left behind', async () => {
  const contact_id = await platform.createContact()
  const theirs = (await platform.call('PUT', '/contact/bank_account', account(contact_id))).body.identifier
  const { body: schedule } = await platform.call('PUT', '/schedule', {
    contact_id,
    amount: '40.01',
    statement: 'By bank',
    frequency: 'once',
    kind: 'eft_debit',
    from_bank_account: theirs,
    to_bank_account: platform.demo.bank_account_id,
    start: addDays(await stage.today(), 3),
  })
  await platform.good('DELETE', `/contact/${contact_id}/bank_accounts/${theirs}`)
  await stage.advance(8)
  const [failed] = await stage.settled(schedule.identifier, 1)
  assert.deepEqual([failed.state, failed.fail_reason], ['failed', 'bank_account_deleted'])
  const left = await platform.db.many(sql`
    select from debits where company_id = ${platform.demo.company_id} and contact_id = ${contact_id}`)
  assert.equal(left.length, 0)
})

test('a schedule that cannot be is refused with the field and what to do', async () => {
  const card = await platform.saveCard()
  const valid = {
    kind: 'card_debit',
    contact_id: card.contactId,
    from_credit_card_id: card.cardId,
    amount: 1,
    statement: 'x',
    to_bank_account: platform.demo.bank_account_id,
    start: addDays(await stage.today(), 1),
    frequency: 'monthly',
  }
  for (const [fields, path] of [
    [{ kind: 'cheque' }, 'kind'],
    [{ start: addDays(await stage.today(), -1) }, 'start'],
    [{ start: '2026-02-30' }, 'start'],
    [{ frequency: 'hourly' }, 'frequency'],
    [{ interval: 0 }, 'interval'],
    [{ count: 0 }, 'count'],
    [{ count: 2, end: addDays(await stage.today(), 9) }, 'count'],
    [{ end: await stage.today() }, 'end'],
    [{ from_credit_card_id: crypto.randomUUID() }, 'from_credit_card_id'],
    [{ to_bank_account: crypto.randomUUID() }, 'to_bank_account'],
    [{ amount: '1.001' }, 'amount'],
    [{ colour: 'red' }, 'colour'],
  ] as const) {
    const { status, body } = await platform.call('PUT', '/schedule', { ...valid, ...fields })
    assert.equal(status, 422, JSON.stringify([fields, body]))
    assert.ok(
      body.errors.some((error: any) => error.path === path),
      JSON.stringify(body),
    )
  }
  assert.equal((await platform.call('GET', `/schedule/${crypto.randomUUID()}`)).status, 404)
})

test('schedules are listed newest first, by contact and state', async () => {
  const card = await platform.saveCard()
  const ids = [await stage.scheduled(card), await stage.scheduled(card)].map(({ identifier }) => identifier)
  const { body } = await platform.call('GET', `/schedule?contact_id=${card.contactId}&state=active`)
  assert.deepEqual(
    body.data.map(({ identifier }: any) => identifier),
    ids.reverse(),
  )
  for (const id of ids) await platform.good('DELETE', `/schedule/${id}`)
})

test('a token that may only plan makes no movement: 403 names the scope that the movement itself would need', async () => {
  const { demo, call } = platform
  const card = await platform.saveCard()
  const other = await platform.saveCard('5555555555554444', card.contactId)
  const { contactId: contact_id } = card
  const theirs = (await call('PUT', '/contact/bank_account', account(contact_id))).body.identifier
  const start = addDays(await stage.today(), 300)
  const common = { contact_id, amount: '5.00', statement: 'Later', start, frequency: 'monthly' }
  const [ours, credits] = [demo.bank_account_id, 'credits:write'] as const
  const kinds = [
    [
      'debits:write',
      { ...common, kind: 'card_debit', from_credit_card_id: card.cardId, to_bank_account: ours },
    ],
    ['debits:write', { ...common, kind: 'eft_debit', from_bank_account: theirs, to_bank_account: ours }],
    [credits, { ...common, kind: 'eft_credit', from_bank_account: ours, to_bank_account: theirs }],
  ] as const
  const planning = ['scheduled:read', 'scheduled:write'] as const
  const { headers: planner } = await tokenFor(platform, demo.company_id, planning)
  const refused = async (
    scope: string,
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ) => {
    const answer = await call(method, path, body, headers)
    assert.deepEqual([answer.status, answer.body.code], [403, 'forbidden'], answer.text)
    assert.match(answer.body.detail, new RegExp(`lacks the scope ${scope};`))
  }
  for (const [scope, body] of kinds) {
    const wrong = scope === credits ? 'debits:write' : credits
    const { headers: mistaken } = await tokenFor(platform, demo.company_id, [...planning, wrong])
    for (const headers of [planner, mistaken]) await refused(scope, 'PUT', '/schedule', body, headers)
    const { headers: mover } = await tokenFor(platform, demo.company_id, [...planning, scope])
    const key = { 'idempotency-key': newId() }
    await refused(scope, 'PUT', '/schedule', body, { ...planner, ...key })
    const made = await call('PUT', '/schedule', body, { ...mover, ...key })
    assert.equal(made.status, 201, 'the refusal is not what its key answers')
    const path = `/schedule/${made.body.identifier}`
    await refused(scope, 'PATCH', path, { amount: '5.01' }, planner)
    if (body.kind === 'card_debit')
      await refused(scope, 'PATCH', path, { from_credit_card_id: other.cardId }, planner)
    const less = [{ amount: '4.00' }, { statement: 'Less' }, { count: 5 }, { count: 4 }]
    for (const change of less) assert.equal((await call('PATCH', path, change, planner)).status, 200)
    for (const more of [{ count: 5 }, { count: null }, { end: addDays(start, 900) }])
      await refused(scope, 'PATCH', path, more, planner)
    assert.equal((await call('PATCH', path, { end: addDays(start, 40) }, mover)).status, 200)
    assert.equal((await call('PATCH', path, { end: addDays(start, 39) }, planner)).status, 200)
    await refused(scope, 'PATCH', path, { end: addDays(start, 41) }, planner)
    assert.equal((await call('POST', `${path}/pause`, undefined, planner)).status, 200)
    await refused(scope, 'POST', `${path}/resume`, undefined, planner)
    const { state, amount, from_credit_card_id } = await stage.get(made.body.identifier)
    const paying = body.kind === 'card_debit' ? card.cardId : null
    assert.deepEqual([state, amount, from_credit_card_id], ['paused', 4, paying])
    assert.equal((await call('POST', `${path}/resume`, undefined, mover)).status, 200)
    assert.equal((await call('DELETE', path, undefined, planner)).status, 200)
  }
})

test('after all of it every invariant holds', () => stage.everythingHolds())

test('a contact that is deleted takes its schedules along, also those that are paused', async () => {
  const card = await stage.platform.saveCard()
  const [active, paused] = [await stage.scheduled(card), await stage.scheduled(card)]
  assert.equal((await platform.call('POST', `/schedule/${paused.identifier}/pause`)).status, 200)
  assert.equal((await platform.call('DELETE', `/contact/${card.contactId}`)).status, 200)
  for (const { identifier } of [active, paused]) {
    assert.equal((await stage.get(identifier)).state, 'cancelled')
    const types = (await stage.eventsOf(identifier)).map(({ type }) => type)
    assert.equal(types.filter((type) => type === 'schedules.cancelled').length, 1)
  }
  assert.equal((await platform.call('POST', `/schedule/${paused.identifier}/resume`)).status, 409)
})

test('a skip is taken back once, while it is the last and its day has not passed; then the date is made as if nothing had been', async () => {
  const { identifier } = await stage.scheduled(await platform.saveCard(), { count: 3 })
  const path = `/schedule/${identifier}`
  const skip = (number: number) => platform.call('POST', `${path}/skip`, { number })
  const restore = (number: number) => platform.call('POST', `${path}/restore`, { number })
  const before = (await platform.call('GET', path)).body
  assert.equal((await restore(1)).status, 409, 'nothing was skipped')
  await skip(1)
  const back = await restore(1)
  assert.equal(back.status, 200, back.text)
  assert.deepEqual(back.body.next_dates, before.next_dates)
  assert.equal((await restore(1)).status, 409, 'it is back')
  await skip(1)
  await skip(2)
  assert.equal((await restore(1)).status, 409, 'another came after it')
  assert.equal((await restore(2)).status, 200)
  await platform.db.run(sql`
    update schedule_occurrences set updated_at = jetpay_now() - interval '25 hours'
    where company_id = ${platform.demo.company_id} and schedule_id = ${identifier}`)
  assert.equal((await restore(1)).status, 409, 'too long ago')
  assert.deepEqual(
    (await stage.eventsOf(identifier)).map(({ type }) => type).filter((type) => type.includes('occurrences')),
    ['skipped', 'restored', 'skipped', 'skipped', 'restored'].map((end) => `schedules.occurrences.${end}`),
  )
  await stage.everythingHolds()
})
