import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../test/platform.ts'
import { type ScheduleStage, startScheduleStage } from '../../test/schedule-stage.ts'
import { sql } from '../db/sql.ts'
import { addDays } from '../rails/banking-calendar.ts'
import { makeOccurrences } from './make-occurrences.ts'

let stage: ScheduleStage
let platform: ScheduleStage['platform']
before(async () => {
  stage = await startScheduleStage()
  platform = stage.platform
})
after(() => stage.close())

test('two workers and thirty days at once: each date is charged once, in the network’s books too', async () => {
  const card = await platform.saveCard()
  const schedule = await stage.scheduled(card, { count: 30, amount: '7.77' })
  assert.deepEqual(schedule.next_dates.length, 5)
  assert.equal(schedule.next_dates[0].due_on, schedule.start)
  await stage.advance(40)
  const made = await stage.settled(schedule.identifier, 30)
  assert.deepEqual(
    made.map(({ number, state, date }) => [number, state, date]),
    Array.from({ length: 30 }, (_, at) => [at + 1, 'made', addDays(schedule.start, at)]),
  )
  assert.equal(new Set(made.map(({ transaction_id }) => transaction_id)).size, 30)
  const { entries } = await platform.books('?limit=1000')
  const captured = entries.filter(({ amount, state }: any) => amount === 777 && state === 'captured')
  assert.equal(captured.length, 30)
  const ended = await stage.get(schedule.identifier)
  assert.equal(ended.state, 'completed')
  assert.deepEqual(ended.next_dates, [])
  const types = (await stage.eventsOf(schedule.identifier)).map(({ type }) => type)
  assert.equal(types[0], 'schedules.created')
  assert.equal(types.filter((type) => type === 'schedules.occurrences.made').length, 30)
  assert.equal(types.filter((type) => type === 'schedules.completed').length, 1)
})

test('a look at schedules of which none is due begins no transaction', async () => {
  await stage.scheduled(await platform.saveCard(), { start: addDays(await stage.today(), 300), count: 1 })
  await until('all that is due to be made', async () => !(await makeOccurrences(platform.context)))
  let begun = 0
  const db: typeof platform.db = {
    ...platform.db,
    transaction(work) {
      begun++
      return platform.db.transaction(work)
    },
  }
  assert.equal(await makeOccurrences({ ...platform.context, db }), false)
  assert.equal(begun, 0)
})

test('a card that says no is recorded with its reason, is not asked again, and the schedule goes on', async () => {
  const card = await platform.saveCard('4000000000009995')
  const schedule = await stage.scheduled(card, { count: 2 })
  await stage.advance(2)
  const failed = await stage.settled(schedule.identifier, 2)
  for (const one of failed) assert.deepEqual([one.state, one.fail_reason], ['failed', 'insufficient_funds'])
  const { body: debit } = await platform.call('GET', `/transaction/${failed[0].transaction_id}`)
  assert.equal(debit.state, 'failed')
  const { entries } = await platform.books('?limit=1000')
  const declined = entries.filter(
    ({ amount, state, last4 }: any) => last4 === '9995' && amount === 2550 && state === 'declined',
  )
  assert.equal(declined.length, 2)
})

test('a network that cannot be reached says nothing of the card: it is tried again later, with another debit', async () => {
  const card = await platform.saveCard()
  const schedule = await stage.scheduled(card, { frequency: 'once', amount: '6.66' })
  await stage.advance(2)
  await stage.settled(schedule.identifier, 1)
  const later = await stage.scheduled(card, { frequency: 'once', amount: '6.67' })
  // The clock is moved by hand: with the network down `advance` waits.
  await platform.stopNetwork()
  await until('the link to be seen down', async () => !platform.network.reachable())
  await platform.db.run(sql`
    update schedules set next_due_at = jetpay_now() where company_id = ${platform.demo.company_id}
      and schedule_id = ${later.identifier}`)
  const tries = () =>
    platform.db.one<{ tries: number; transaction_id: string }>(sql`
      select coalesce(max(tries), 0) as tries, (array_agg(transaction_id))[1] as transaction_id from schedule_occurrences
      where company_id = ${platform.demo.company_id} and schedule_id = ${later.identifier}`)
  await until('a try in vain', async () => (await tries()).tries === 1)
  await platform.restartNetwork()
  await platform.good('POST', '/sandbox/clock', { advance: '2m' })
  const [made] = await stage.settled(later.identifier, 1)
  assert.equal(made.state, 'made')
  const { entries } = await platform.books('?limit=1000')
  assert.equal(entries.filter(({ amount }: any) => amount === 667).length, 1)
})

test('a charge of which the network says nothing is reversed, and tried again', async () => {
  const card = await platform.saveCard()
  await platform.setFaults({ stop_answering: 1 })
  const schedule = await stage.scheduled(card, { frequency: 'once', amount: '5.55' })
  await stage.advance(2)
  await until('the first try to be reversed', async () => {
    const { entries } = await platform.books('?limit=1000')
    return entries.some(({ amount, state }: any) => amount === 555 && state !== 'captured')
  })
  await until('it to be tried again', async () => {
    await platform.good('POST', '/sandbox/clock', { advance: '2m' })
    return (await stage.occurrencesOf(schedule.identifier))[0]?.state === 'made'
  })
  const { entries } = await platform.books('?limit=1000')
  const taken = entries.filter(({ amount, state }: any) => amount === 555 && state === 'captured')
  assert.equal(taken.length, 1)
})

test('paused nothing is made; resumed it goes on from today, and what came meanwhile is skipped', async () => {
  const card = await platform.saveCard()
  const schedule = await stage.scheduled(card, { count: 6 })
  const path = `/schedule/${schedule.identifier}`
  assert.equal((await platform.call('POST', `${path}/pause`)).body.state, 'paused')
  assert.equal((await platform.call('POST', `${path}/pause`)).status, 409)
  await stage.advance(3)
  assert.deepEqual(await stage.occurrencesOf(schedule.identifier), [])
  const { body: resumed } = await platform.call('POST', `${path}/resume`)
  assert.equal(resumed.state, 'active')
  const day = await stage.today()
  const made = await stage.settled(schedule.identifier, 3)
  for (const { state, due_on } of made) assert.equal(state, due_on < day ? 'skipped' : 'made')
  const told = (await stage.eventsOf(schedule.identifier)).filter(({ type }) => type.endsWith('.skipped'))
  const skipped = made.filter(({ state }) => state === 'skipped')
  assert.deepEqual(
    told.map(({ data }) => data.number),
    skipped.map(({ number }) => number),
  )
  const next = await stage.get(schedule.identifier)
  assert.ok(next.next_dates[0].due_on > day)
})

test('one whose dates all came while it was paused is completed when it is resumed, with each of them skipped', async () => {
  const schedule = await stage.scheduled(await platform.saveCard(), { count: 3 })
  const path = `/schedule/${schedule.identifier}`
  await platform.good('POST', `${path}/pause`)
  await stage.advance(5)
  assert.equal((await platform.call('POST', `${path}/resume`)).body.state, 'completed')
  const states = (await stage.settled(schedule.identifier, 3)).map(({ state }) => state)
  assert.deepEqual(states, ['skipped', 'skipped', 'skipped'])
  await stage.everythingHolds()
})

test('cancelled it makes nothing more; so it is when its contact is deleted', async () => {
  const [card, other] = [await platform.saveCard(), await platform.saveCard()]
  const [schedule, deleted] = [await stage.scheduled(card), await stage.scheduled(other)]
  assert.equal((await platform.call('DELETE', `/schedule/${schedule.identifier}`)).status, 200)
  await platform.good('DELETE', `/contact/${other.contactId}`)
  await stage.advance(3)
  for (const { identifier } of [schedule, deleted]) {
    assert.equal((await stage.get(identifier)).state, 'cancelled')
    assert.deepEqual(await stage.occurrencesOf(identifier), [])
  }
})

test('a card that is gone is said with its occurrence', async () => {
  const card = await platform.saveCard()
  const schedule = await stage.scheduled(card, { frequency: 'once' })
  await platform.good('DELETE', card.path)
  await stage.advance(2)
  const [failed] = await stage.settled(schedule.identifier, 1)
  assert.deepEqual([failed.state, failed.fail_reason], ['failed', 'card_deleted'])
  const told = (await stage.eventsOf(schedule.identifier)).find(
    ({ type }) => type === 'schedules.occurrences.failed',
  )
  assert.equal(told!.data.failReason, 'card_deleted')
})

test('after all of it every invariant holds', () => stage.everythingHolds())
