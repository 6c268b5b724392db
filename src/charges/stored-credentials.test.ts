/** What the network is told with each charge of a saved card, and what it has said as the card was saved. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, until } from '../../test/platform.ts'
import { type ScheduleStage, startScheduleStage } from '../../test/schedule-stage.ts'
import { sql } from '../db/sql.ts'

let stage: ScheduleStage
let platform: Platform
before(async () => {
  stage = await startScheduleStage()
  platform = stage.platform
})
after(() => stage.close())

/** What the network has written down of a debit's charge or hold. */
async function toldOf(debitId: string) {
  const { rrn } = await platform.db.one<{ rrn: string }>(sql`
    select rrn from attempts where company_id = ${platform.demo.company_id} and debit_id = ${debitId}`)
  const { credential, original_id, agreement } = (await platform.books(`?rrn=${rrn}`)).entries[0]
  return [credential, original_id, agreement]
}
/** What its charges name: the id of its verification, and the reference of its agreement. */
async function namedOf({ path }: { path: string }): Promise<[string, string]> {
  const { body } = await platform.call('GET', path)
  return [body.network_transaction_id, body.agreement.reference]
}

test('a card shows what its bank said, in codes, and the id that each charge of it names', async () => {
  const { path } = await platform.saveCard('4000001240000000')
  const { body: card } = await platform.call('GET', path)
  const { country, cvc_result, postal_code_result, funding, rests } = card
  assert.deepEqual(
    [country, cvc_result, postal_code_result, funding, rests],
    ['CA', 'M', 'Z', 'credit', null],
  )
  assert.match(card.network_transaction_id, /^\d{15}$/)
  const { reference, at, ...words } = card.agreement
  assert.match(reference, /^[B-T]{16}$/)
  assert.ok(Date.parse(at))
  assert.deepEqual(words, { edition: '2026-11', language: 'en' })
  const { entries } = await platform.books('?limit=1000')
  const verified = entries.find((entry: any) => entry.transaction_id === card.network_transaction_id)
  assert.equal(verified.agreement, reference)
})

test('a charge says who starts it and what of the agreement it is, to the network, in its answer and later', async () => {
  const card = await platform.saveCard()
  const named = await namedOf(card)
  for (const [asked, told] of [
    [{}, 'M101'],
    [{ initiator: 'customer' }, 'C101'],
    [{ initiator: 'customer', reason: 'recurring' }, 'C103'],
    [{ reason: 'instalment' }, 'M104'],
    [{ initiator: 'merchant', reason: 'delayed_charge' }, 'M206'],
    [{ reason: 'no_show' }, 'M207'],
  ] as const) {
    const { status, body, text } = await platform.charge(card, asked)
    assert.equal(status, 200, text)
    const said = { initiator: 'merchant', reason: 'unscheduled', ...asked }
    assert.deepEqual({ initiator: body.initiator, reason: body.reason }, said)
    const { body: found } = await platform.call('GET', `/transaction/${body.debit_id}`)
    assert.deepEqual({ initiator: found.initiator, reason: found.reason }, said)
    assert.deepEqual(await toldOf(body.debit_id), [told, ...named])
    const paid = await until('its event', async () => {
      const { data } = await platform.good('GET', '/events?type=transactions.debits.paid&limit=100')
      return data.find((event: any) => event.data.transactionId === body.debit_id)
    })
    assert.deepEqual({ initiator: paid.data.initiator, reason: paid.data.reason }, said)
  }
})

test('a hold says it too, and what only a merchant may say is refused of a customer', async () => {
  const card = await platform.saveCard()
  const { body } = await platform.call('POST', `${card.path}/preauthorize`, {
    amount: 5,
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hold',
    reason: 'recurring',
  })
  assert.deepEqual(await toldOf(body.debit_id), ['M103', ...(await namedOf(card))])
  for (const [fields, path] of [
    [{ initiator: 'customer', reason: 'no_show' }, 'reason'],
    [{ initiator: 'nobody' }, 'initiator'],
    [{ reason: 'because' }, 'reason'],
  ] as const) {
    const refused = await platform.charge(card, fields)
    assert.deepEqual([refused.status, refused.body.errors[0].path], [422, path])
  }
})

test('a schedule is recurring and the merchant’s, one of instalments says so, and what comes once is unscheduled', async () => {
  const card = await platform.saveCard()
  for (const [fields, reason, told] of [
    [{ count: 1 }, 'recurring', 'M103'],
    [{ count: 1, reason: 'instalment' }, 'instalment', 'M104'],
    [{ frequency: 'once' }, 'unscheduled', 'M101'],
  ] as const) {
    const schedule = await stage.scheduled(card, fields)
    assert.equal(schedule.reason, reason)
    await stage.advance(2)
    const [made] = await stage.settled(schedule.identifier, 1)
    assert.deepEqual(await toldOf(made.transaction_id), [told, ...(await namedOf(card))])
  }
})

test('a card that its payer enters for a debit is the customer’s', async () => {
  const contact_id = await platform.createContact()
  const { identifier } = await platform.good('PUT', '/debit', {
    amount: 9,
    statement: 'Guest',
    to_bank_account: platform.demo.bank_account_id,
    contact_id,
  })
  const { url } = await platform.good('POST', `/debit/${identifier}/creditcard/url`)
  assert.equal((await platform.submitCard(url, '4242424242424242')).body.outcome, 'succeeded')
  const paid = await until('the debit to be paid', async () => {
    const { body } = await platform.call('GET', `/transaction/${identifier}`)
    return body.state === 'paid' && body
  })
  assert.deepEqual([paid.initiator, paid.reason], ['customer', 'unscheduled'])
  assert.equal((await toldOf(identifier))[0], 'C101')
})
