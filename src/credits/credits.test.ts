import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { closed, type EftStage, eftStage, good } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { startCredit } from './start-credit.ts'

let platform: Platform
let stage: EftStage
before(async () => {
  platform = await startPlatform()
  stage = eftStage(platform)
})
after(() => platform.close())

const even = () => until('the books to be even', async () => Object.keys(await stage.balances()).length === 0)

test('a credit is pulled from the company, and once that is certain delivered to the contact', async () => {
  const { id, body } = await stage.createCredit(good, { amount: '25.00' })
  assert.match(body.link, new RegExp(`^${platform.url}/payment/pay/${id}\\.[\\w-]{43}$`))
  const credit = await stage.inState(id, 'completed')
  assert.deepEqual([credit.kind, credit.rail, credit.amount], ['credit', 'eft', 25])
  assert.deepEqual(await stage.movesOf(id), ['request', 'initiate', 'pull', 'deliver'])
  assert.deepEqual(await stage.eventsOf(id), ['created', 'initiated', 'paid', 'completed'])
  const books = (await (await fetch(`${platform.simulatorUrl}/bank/books`)).json()) as any
  assert.deepEqual([books.accounts.CAD.debits, books.accounts.CAD.credits], [2500, 2500])
  await even()
})

test('a pull that comes back fails the credit with `pull`; nothing was pushed', async () => {
  const own = await stage.ownAccount('9900901')
  const { id } = await stage.createCredit(good, { from_bank_account: own })
  const credit = await stage.inState(id, 'failed')
  assert.deepEqual([credit.fail_reason, credit.fail_direction], ['insufficient_funds', 'pull'])
  assert.equal(await stage.itemOf(id, 'credit'), undefined)
  assert.deepEqual(await stage.eventsOf(id), ['created', 'initiated', 'failed'])
  await even()
})

test('a push that comes back fails the credit with `push`, and the company gets the money with its next payout', async () => {
  const { id } = await stage.createCredit(closed, { amount: '6.00' })
  const credit = await stage.inState(id, 'failed')
  assert.deepEqual([credit.fail_reason, credit.fail_direction], ['account_closed', 'push'])
  assert.deepEqual(await stage.eventsOf(id), ['created', 'initiated', 'paid', 'failed'])
  await even()
  const [payout] = (await platform.call('GET', '/payout')).body.data
  assert.deepEqual([payout.amount, payout.to_bank_account_id], [6, platform.demo.bank_account_id])
})

test('a contact’s account that was deleted while the pull was on its way gets nothing; the company gets it back', async () => {
  const { id, contactId } = await stage.createCredit(good, { amount: '7.00' })
  const { to_bank_account_id } = await stage.get(id)
  await platform.good('DELETE', `/contact/${contactId}/bank_accounts/${to_bank_account_id}`)
  const credit = await stage.inState(id, 'failed')
  assert.deepEqual([credit.fail_reason, credit.fail_direction], ['account_deleted', 'push'])
  await even()
})

test('without an account the credit waits for the contact to name one, and starts once', async () => {
  const { id, contactId } = await stage.createCredit(null)
  assert.deepEqual([(await stage.get(id)).state, await stage.movesOf(id)], ['requested', ['request']])
  assert.equal((await stage.get(id)).to_bank_account_id, null)
  const account = await stage.contactAccount(contactId)
  const start = () =>
    platform.db
      .transaction((db) => startCredit(db, platform.demo.company_id, id, account))
      .then(
        () => 'started',
        (error) => error.code,
      )
  assert.deepEqual((await Promise.all([start(), start(), start()])).sort(), [
    'started',
    'wrong_state',
    'wrong_state',
  ])
  await stage.inState(id, 'completed')
})

test('what does not fit is a 422 that names the field, and nothing is made', async () => {
  const contact_id = await platform.createContact()
  const to_bank_account = await stage.contactAccount(contact_id)
  const base = { amount: 5, statement: 'Prize', from_bank_account: platform.demo.bank_account_id, contact_id }
  const others = await stage.contactAccount(await platform.createContact())
  const dollars = await stage.contactAccount(contact_id, good, { currency: 'USD' })
  for (const [fields, path] of [
    [{ from_bank_account: to_bank_account }, 'from_bank_account'],
    [{ from_bank_account: undefined }, 'from_bank_account'],
    [{ to_bank_account: platform.demo.bank_account_id }, 'to_bank_account'],
    [{ to_bank_account: others }, 'to_bank_account'],
    [{ to_bank_account: dollars }, 'to_bank_account'],
    [{ amount: 0 }, 'amount'],
    [{ contact_id: undefined }, 'contact_id'],
  ] as const) {
    const { status, body } = await platform.call('PUT', '/credit', { ...base, ...fields })
    assert.deepEqual([status, body.errors?.[0].path], [422, path], JSON.stringify(fields))
  }
  const key = { 'idempotency-key': newId() }
  const bad = { ...base, to_bank_account: others }
  for (const _ of [1, 2]) assert.equal((await platform.call('PUT', '/credit', bad, key)).status, 422)
  const { body } = await platform.call('GET', `/transaction?contact_id=${contact_id}`)
  assert.deepEqual(body.data, [])
  assert.equal((await platform.call('PUT', '/credit', { ...base, contact_id: newId() })).status, 404)
})

test('a repeat with the same key makes one credit', async () => {
  const contact_id = await platform.createContact()
  const to_bank_account = await stage.contactAccount(contact_id)
  const from_bank_account = platform.demo.bank_account_id
  const body = { amount: 5, statement: 'Once', from_bank_account, contact_id, to_bank_account }
  const key = { 'idempotency-key': newId() }
  const answers = await Promise.all([1, 2, 3].map(() => platform.call('PUT', '/credit', body, key)))
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
  const { count } = await platform.db.one<{ count: bigint }>(
    sql`select count(*) from bank_items where subject_id = ${answers[0]!.body.identifier}`,
  )
  assert.equal(count, 1n)
  await stage.inState(answers[0]!.body.identifier, 'completed')
})

test('another company can neither see it nor pay from or to its accounts', async () => {
  const other = await anotherCompany(platform)
  const { id, contactId } = await stage.createCredit(null)
  for (const path of [`/transaction/${id}`, `/transaction/${id}/status`])
    assert.equal((await platform.call('GET', path, undefined, other.headers)).status, 404)
  const { status } = await platform.call(
    'PUT',
    '/credit',
    {
      amount: 5,
      statement: 'Prize',
      from_bank_account: platform.demo.bank_account_id,
      contact_id: contactId,
    },
    other.headers,
  )
  assert.equal(status, 422)
})

test('after all of it every invariant holds, the bank’s books included', () => stage.holds())
