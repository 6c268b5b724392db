import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { verify } from '../verify/verify.ts'

let platform: Platform
let network: ClearingStage
let card: { path: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
  card = await platform.saveCard()
})
after(() => platform.close())

const charge = async (amount: string, to_bank_account_id = platform.demo.bank_account_id) =>
  (await platform.charge(card, { amount, to_bank_account_id })).body.debit_id as string
const clear = async (...debits: string[]) =>
  network.clear(...(await Promise.all(debits.map((debit) => network.recordOf(debit)))))
const payouts = async () => (await platform.call('GET', '/payout')).body.data as any[]
const payoutWith = (debitId: string) =>
  until('its payout', async () => {
    const row = await platform.db.first<{ payout_id: string | null }>(
      sql`select payout_id from payout_items where transaction_id = ${debitId}`,
    )
    return row?.payout_id && (await platform.call('GET', `/payout/${row.payout_id}`)).body
  })
const inState = (id: string, state: string) =>
  until(`the payout to be ${state}`, async () => {
    const { body } = await platform.call('GET', `/payout/${id}`)
    return body.state === state && body
  })
const createAccount = async (account_number: string, fields: Record<string, unknown> = {}) =>
  (
    await platform.call('PUT', '/bank_account', {
      holder_name: 'Maple Cycles',
      account_type: 'chequing',
      account_number,
      transit_number: '00011',
      institution_number: '001',
      ...fields,
    })
  ).body.identifier as string

/** The events of a payout, in order. */
const told = async (payoutId: string) =>
  (
    await platform.db.many<{ type: string }>(sql`
      select type from (
        select type, data, event_id, 0 as outbox_id from events union all select type, data, null, outbox_id from outbox
      ) e where data ->> 'payoutId' = ${payoutId} order by event_id nulls last, outbox_id`)
  ).map(({ type }) => type)

test('what one clearing file completes is one deposit to the company’s account, in the bank’s own books to the cent', async () => {
  const debits = [await charge('10.00'), await charge('2.50')]
  await clear(...debits)
  const payout = await payoutWith(debits[0]!)
  assert.deepEqual([Number(payout.amount), payout.items_total], [12.5, 2])
  assert.deepEqual(payout.items.map((item: any) => item.transaction_id).sort(), [...debits].sort())
  await inState(payout.identifier, 'completed')
  assert.deepEqual(await told(payout.identifier), [
    'payouts.requested',
    'payouts.initiated',
    'payouts.completed',
  ])
  const books = (await (await fetch(`${platform.simulatorUrl}/bank/books`)).json()) as any
  assert.ok(JSON.stringify(books).includes('1250'), 'the bank has an item of 12.50')
  assert.deepEqual((await platform.call('GET', '/balance')).body.data[0].balances, {
    network_receivable: 0,
    company_payable: 0,
    bank_clearing: 0,
    fees: 0,
    refunds: 0,
    losses: 0,
    suspense: 0,
  })
})

test('a deposit that the bank returns is owed again, and goes to another account when the company says so', async () => {
  const closed = await createAccount(await returningAccount())
  const debitId = await charge('3.00', closed)
  await clear(debitId)
  const { identifier } = await payoutWith(debitId)
  const returned = await inState(identifier, 'returned')
  assert.ok(returned.fail_reason, JSON.stringify(returned))
  assert.equal(Number((await platform.call('GET', '/balance')).body.data[0].balances.company_payable), -3)
  const other = await createAccount('7654321')
  const retried = await platform.call('POST', `/payout/${identifier}/retry`, { to_bank_account_id: other })
  assert.deepEqual([retried.status, retried.body.state, retried.body.fail_reason], [200, 'requested', null])
  await inState(identifier, 'completed')
  const again = await platform.call('POST', `/payout/${identifier}/retry`, {})
  assert.deepEqual([again.status, again.body.code], [409, 'wrong_state'])
})

test('a deposit to an account that was deleted meanwhile is not sent; a foreign account does not do for the retry', async () => {
  const account = await createAccount('5555555')
  const debitId = await charge('4.00', account)
  await platform.good('DELETE', `/bank_account/${account}`)
  await clear(debitId)
  const { identifier } = await payoutWith(debitId)
  const returned = await inState(identifier, 'returned')
  assert.equal(returned.fail_reason, 'account_deleted')
  const contact = await platform.createContact()
  const foreign = await platform.call('PUT', '/contact/bank_account', {
    contact_id: contact,
    holder_name: 'Ada',
    account_type: 'chequing',
    account_number: '1112223',
    transit_number: '00011',
    institution_number: '001',
  })
  const retried = await platform.call('POST', `/payout/${identifier}/retry`, {
    to_bank_account_id: foreign.body.identifier,
  })
  assert.deepEqual([retried.status, retried.body.errors?.[0].path], [422, 'to_bank_account_id'])
  const other = await platform.call('POST', `/payout/${identifier}/retry`, {
    to_bank_account_id: platform.demo.bank_account_id,
  })
  assert.equal(other.status, 200)
  await inState(identifier, 'completed')
})

test('a deposit that no file to a bank can carry comes back unsent, all of it owed, and goes to another account', async () => {
  const american = { transit_number: undefined, institution_number: undefined, routing_number: '021000021' }
  const account = await createAccount('3334445', { ...american, currency: 'CAD' })
  const debitId = await charge('9.00', account)
  await clear(debitId)
  const { identifier } = await payoutWith(debitId)
  const returned = await inState(identifier, 'returned')
  assert.deepEqual([returned.fail_reason, returned.amount_owed], ['account_not_supported', 9])
  assert.deepEqual(await told(identifier), ['payouts.requested', 'payouts.returned'])
  const alarms = (await listAlarms(platform.db)).filter(({ subject }) => subject === identifier)
  assert.deepEqual(
    alarms.map(({ kind }) => kind),
    ['payout_returned'],
  )
  const to_bank_account_id = platform.demo.bank_account_id
  assert.equal(
    (await platform.call('POST', `/payout/${identifier}/retry`, { to_bank_account_id })).status,
    200,
  )
  await inState(identifier, 'completed')
})

test('what one file completes for two accounts is a payout to each, of its own items', async () => {
  const other = await createAccount('2223334')
  const debits = [await charge('6.00'), await charge('7.00', other), await charge('8.00', other)]
  await clear(...debits)
  const [first, second, third] = await Promise.all(debits.map(payoutWith))
  assert.deepEqual([Number(first.amount), first.items_total], [6, 1])
  assert.deepEqual([Number(second.amount), second.items_total], [15, 2])
  assert.equal(second.identifier, third.identifier)
  for (const { identifier } of [first, second]) await inState(identifier, 'completed')
})

test('after all of it every invariant holds, the bank’s books included', async () => {
  assert.ok((await payouts()).every(({ state }) => state === 'completed'))
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

/** An account of the bank simulator whose credits come back. */
async function returningAccount(): Promise<string> {
  const { data } = (await (await fetch(`${platform.simulatorUrl}/bank/accounts`)).json()) as any
  return data.find(({ number, of }: any) => number.startsWith('9900') && of !== 'debit').number
}
