/** What waits for its time comes when the demo's clock is moved. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createWebhook, makeEvents, startReceiver } from '../../test/receiver.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

const advance = (step: string) => platform.call('POST', '/sandbox/clock', { advance: step })
const transaction = async (id: string) => (await platform.call('GET', `/transaction/${id}`)).body

test('a hold that nobody captures is lifted after 7 days, not before, at the network too', async () => {
  const card = await platform.saveCard()
  const { body } = await platform.call('POST', `${card.path}/preauthorize`, {
    amount: '60.00',
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
  await advance('6d23h')
  assert.equal((await transaction(body.debit_id)).state, 'preauthorized')
  await advance('2h')
  await until('it to expire', async () => (await transaction(body.debit_id)).state === 'cancelled')
  await until('the hold to be lifted', async () => (await platform.books()).totals.CAD.authorized === 0)
})

test('a delivery that failed is tried again when its time has come', async (t) => {
  const receiver = await startReceiver(platform.url)
  t.after(() => receiver.close())
  const { inbox, identifier } = await createWebhook(platform, receiver, '/later')
  inbox.reply = () => ({ status: 500, headers: { 'retry-after': '7200' } })
  const [id] = await makeEvents(platform, 1)
  const webhook = async () => (await platform.call('GET', `/webhooks/${identifier}`)).body
  await until('the first try', async () => (await webhook()).state === 'backing_off')
  const tries = inbox.received.length
  inbox.reply = () => ({ status: 204 })
  await advance('1h')
  assert.equal(inbox.received.length, tries)
  await advance('2h')
  await until('it to be delivered', async () => (await webhook()).last_sent_event_id >= id!)
  assert.equal(inbox.received.at(-1)!.status, 204)
  await platform.good('DELETE', `/webhooks/${identifier}`)
})

test('keys rotate, and each delivery verifies with those that are published then', async (t) => {
  const keyIds = async () =>
    ((await (await fetch(`${platform.url}/.well-known/jwks.json`)).json()) as any).keys.map(
      (key: any) => key.kid,
    )
  const before = await keyIds()
  for (let month = 1; month <= 4; month++) {
    // A new one each time: receivers ask for keys twice a minute at most, by their own clock.
    const receiver = await startReceiver(platform.url)
    t.after(() => receiver.close())
    const { inbox, identifier } = await createWebhook(platform, receiver, `/month${month}`)
    await makeEvents(platform, 1)
    await until('the delivery', async () => inbox.received.length + inbox.refused.length > 0)
    assert.deepEqual(inbox.refused, [])
    await platform.good('DELETE', `/webhooks/${identifier}`)
    await advance('29d12h')
  }
  await until('the first key to be gone', async () => !(await keyIds()).includes(before[0]))
})

test('a debit by bank is pulled and deposited as banking days pass', async () => {
  const contact_id = await platform.createContact()
  const { body: account } = await platform.call('PUT', '/contact/bank_account', {
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
  const { body: debit } = await platform.call('PUT', '/debit', {
    amount: '70.00',
    statement: 'By bank',
    contact_id,
    to_bank_account: platform.demo.bank_account_id,
  })
  await platform.good('POST', `/debit/${debit.identifier}/pay`, { from_bank_account: account.identifier })
  await until('it to be deposited', async () => {
    await advance('1d')
    return (await transaction(debit.identifier)).state === 'completed'
  })
})

test('a payment link that nobody used has expired', async () => {
  const contact_id = await platform.createContact()
  const { body: debit } = await platform.call('PUT', '/debit', {
    amount: '80.00',
    statement: 'Unused',
    contact_id,
    to_bank_account: platform.demo.bank_account_id,
  })
  const days = platform.config.paymentLinkDays
  await advance(`${days}d1m`)
  await until('it to expire', async () => (await transaction(debit.identifier)).state === 'cancelled')
})
