import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { closed, type EftStage, eftStage, good, returnedLate } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let stage: EftStage
before(async () => {
  platform = await startPlatform()
  stage = eftStage(platform)
})
after(() => platform.close())

test('a debit that the payer pays by bank is pulled, deposited to the company’s account, and completed once that is certain', async () => {
  const { id, body, fromAccount } = await stage.payByBank(good, { amount: '12.50' })
  assert.equal(body.link, `${platform.url}/payment/pay/${id}`)
  const debit = await stage.inState(id, 'completed')
  assert.deepEqual([debit.kind, debit.rail, debit.amount], ['debit', 'eft', 12.5])
  assert.deepEqual(
    [debit.from_bank_account_id, debit.to_bank_account_id],
    [fromAccount, platform.demo.bank_account_id],
  )
  assert.deepEqual(await stage.movesOf(id), ['request', 'agree', 'pull', 'deposit'])
  assert.deepEqual(await stage.eventsOf(id), ['created', 'initiated', 'paid', 'completed'])
  const { body: status } = await platform.call('GET', `/transaction/${id}/status`)
  assert.deepEqual(status, { state: 'completed', fail_reason: null, fail_direction: null })
  const books = (await (await fetch(`${platform.simulatorUrl}/bank/books`)).json()) as any
  const { debits, credits } = books.accounts.CAD
  assert.deepEqual([debits, credits], [1250, 1250], 'the bank pulled it once and deposited it once')
  assert.deepEqual(await stage.balances(), {})
})

test('a pull that the bank returns fails the debit with the reason and `pull`; nothing is owed to anybody', async () => {
  const { id } = await stage.payByBank('9900911')
  await stage.inState(id, 'failed')
  const { body: status } = await platform.call('GET', `/transaction/${id}/status`)
  assert.deepEqual(status, { state: 'failed', fail_reason: 'account_frozen', fail_direction: 'pull' })
  assert.deepEqual(await stage.eventsOf(id), ['created', 'initiated', 'failed'])
  assert.deepEqual(await stage.balances(), {})
})

test('a deposit that the company’s bank returns fails the debit with `push`; sent again to another account it completes after all', async () => {
  const own = await stage.ownAccount(closed)
  const { id } = await stage.payByBank(good, { to_bank_account: own, amount: '3.00' })
  const failed = await stage.inState(id, 'failed')
  assert.deepEqual([failed.fail_reason, failed.fail_direction], ['account_closed', 'push'])
  assert.deepEqual(await stage.balances(), { company_payable: -3, bank_clearing: 3 })
  const { payout_id } = await platform.db.one<{ payout_id: string }>(
    sql`select payout_id from payout_items where transaction_id = ${id}`,
  )
  const { status } = await platform.call('POST', `/payout/${payout_id}/retry`, {
    to_bank_account_id: platform.demo.bank_account_id,
  })
  assert.equal(status, 200)
  const debit = await stage.inState(id, 'completed')
  assert.deepEqual([debit.fail_reason, debit.fail_direction], [null, null])
  assert.deepEqual(await stage.eventsOf(id), ['created', 'initiated', 'paid', 'failed', 'completed'])
  assert.deepEqual(await stage.balances(), {})
})

test('a pull that is returned after it had counted as good is owed by the company, and its next payouts are less by it', async () => {
  const { id } = await stage.payByBank(returnedLate, { amount: '4.00' })
  await until('the return', async () => (await stage.get(id)).returns.length === 1)
  const debit = await stage.get(id)
  assert.deepEqual(
    debit.returns.map(({ direction, reason }: any) => [direction, reason]),
    [['pull', 'account_closed']],
  )
  assert.equal(debit.state, 'failed')
  const next = await stage.payByBank(good, { amount: '10.00' })
  await stage.inState(next.id, 'completed')
  await until('the books to be even', async () => Object.keys(await stage.balances()).length === 0)
})

test('a payer in the United States is debited by ACH, and the money deposited in Canada', async () => {
  const own = await stage.ownAccount(good, { currency: 'USD' })
  const { id, contactId } = await stage.createDebit({ to_bank_account: own, amount: '9.00' })
  const fields = { transit_number: undefined, institution_number: undefined, routing_number: '021000021' }
  const from_bank_account = await stage.contactAccount(contactId, good, fields)
  assert.equal((await platform.call('POST', `/debit/${id}/pay`, { from_bank_account })).status, 200)
  const debit = await stage.inState(id, 'completed')
  assert.deepEqual([debit.currency, debit.amount], ['USD', 9])
})

test('both shapes of PUT /debit: a contact by id, or by address and name, found in any case or made', async () => {
  const shape = { contact_id: undefined, contact_email: 'New@Example.com', contact_name: 'New' }
  const made = await stage.createDebit(shape)
  const contacts = async () => (await platform.call('GET', '/contact?email=new@example.com')).body.data
  const [contact] = await contacts()
  assert.equal((await stage.get(made.id)).contact_id, contact.identifier)
  assert.deepEqual([contact.name, contact.email], ['New', 'New@Example.com'])
  const found = await stage.createDebit({ ...shape, contact_email: 'new@example.COM', contact_name: 'Other' })
  assert.equal((await stage.get(found.id)).contact_id, contact.identifier)
  const at_once = { ...shape, contact_email: 'two@example.com' }
  const two = await Promise.all([stage.createDebit(at_once), stage.createDebit(at_once)])
  const ids = await Promise.all(two.map(async ({ id }) => (await stage.get(id)).contact_id))
  assert.equal(ids[0], ids[1])
  assert.equal((await contacts())[0].name, 'New')
})

test('what does not fit is a 422 that names the field, and nothing is made', async () => {
  const contact_id = await platform.createContact()
  const base = { amount: 5, statement: 'Order', to_bank_account: platform.demo.bank_account_id, contact_id }
  const theirs = await stage.contactAccount(contact_id)
  for (const [fields, path] of [
    [{ contact_email: 'a@example.com' }, 'contact_email'],
    [{ contact_id: undefined }, 'contact_id'],
    [{ contact_id: undefined, contact_email: 'a@example.com' }, 'contact_name'],
    [{ to_bank_account: theirs }, 'to_bank_account'],
    [{ to_bank_account: newId() }, 'to_bank_account'],
    [{ amount: 0.001 }, 'amount'],
    [{ statement: 'x'.repeat(31) }, 'statement'],
  ] as const) {
    const { status, body } = await platform.call('PUT', '/debit', { ...base, ...fields })
    assert.deepEqual([status, body.errors?.[0].path], [422, path], JSON.stringify(fields))
  }
  assert.equal((await platform.call('PUT', '/debit', { ...base, contact_id: newId() })).status, 404)
  const { body } = await platform.call('GET', `/transaction?contact_id=${contact_id}`)
  assert.deepEqual(body.data, [])
})

test('a debit is paid from its contact’s own account, in its currency and where a bank reaches it, and once', async () => {
  const { id, contactId } = await stage.createDebit()
  const pay = (from_bank_account: string, more: object = {}) =>
    platform.call('POST', `/debit/${id}/pay`, { from_bank_account, ...more })
  const others = await stage.contactAccount(await platform.createContact())
  const dollars = await stage.contactAccount(contactId, good, { currency: 'USD' })
  const fields = { transit_number: undefined, institution_number: undefined, currency: 'CAD' }
  const american = await stage.contactAccount(contactId, good, { ...fields, routing_number: '021000021' })
  for (const account of [others, dollars, american, platform.demo.bank_account_id, newId()]) {
    const { status, body } = await pay(account)
    assert.deepEqual([status, body.errors?.[0].path], [422, 'from_bank_account'], body.detail)
  }
  const mine = await stage.contactAccount(contactId)
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  assert.equal((await pay(mine, { agreement: { agreed_at: tomorrow } })).status, 422)
  assert.equal((await stage.get(id)).state, 'requested')

  const agreed_at = '2026-01-31T12:00:00.000000Z'
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => pay(mine, { agreement: { agreed_at, reference: 'A-1' } })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409])
  const agreement = await platform.db.one<any>(sql`
    select obtained_by, agreed_at, reference, token_id from debit_agreements where debit_id = ${id}`)
  const { token_id } = await platform.db.one<{ token_id: string }>(
    sql`select token_id from api_tokens limit 1`,
  )
  assert.deepEqual(
    { ...agreement, agreed_at: agreement.agreed_at.toISOString() },
    { obtained_by: 'platform', agreed_at, reference: 'A-1', token_id },
  )
  await stage.inState(id, 'completed')
})

test('a repeat with the same key makes and pays one debit', async () => {
  const key = { 'idempotency-key': newId() }
  const contact_id = await platform.createContact()
  const body = { amount: 5, statement: 'Once', to_bank_account: platform.demo.bank_account_id, contact_id }
  const answers = await Promise.all([1, 2, 3].map(() => platform.call('PUT', '/debit', body, key)))
  assert.equal(new Set(answers.map((answer) => answer.text)).size, 1)
  const id = answers[0]!.body.identifier
  const from_bank_account = await stage.contactAccount(contact_id)
  const payKey = { 'idempotency-key': newId() }
  const paid = await Promise.all(
    [1, 2].map(() => platform.call('POST', `/debit/${id}/pay`, { from_bank_account }, payKey)),
  )
  assert.deepEqual(
    paid.map(({ status }) => status),
    [200, 200],
  )
  const { body: list } = await platform.call('GET', `/transaction?contact_id=${contact_id}`)
  assert.equal(list.data.length, 1)
})

test('another company sees none of it and can do nothing to it', async () => {
  const { headers } = await anotherCompany(platform)
  const { id, contactId } = await stage.createDebit()
  const account = await stage.contactAccount(contactId)
  for (const [method, path, body] of [
    ['GET', `/transaction/${id}`],
    ['GET', `/transaction/${id}/status`],
    ['DELETE', `/transaction/${id}`],
    ['POST', `/debit/${id}/pay`, { from_bank_account: account }],
    ['POST', `/debit/${id}/creditcard/url`],
  ] as const) {
    const { status } = await platform.call(method, path, body, headers)
    assert.equal(status, 404, `${method} ${path}`)
  }
  const { body } = await platform.call('GET', '/transaction', undefined, headers)
  assert.deepEqual(body.data, [])
  const foreign = {
    amount: 5,
    statement: 'Order',
    to_bank_account: platform.demo.bank_account_id,
    contact_id: contactId,
  }
  assert.equal((await platform.call('PUT', '/debit', foreign, headers)).status, 422)
})

test('after all of it every invariant holds, the bank’s books included', () => stage.holds())
