/** The sandbox by API: what the demo's network and bank do, what the next days bring, mail, and triggers. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { PLATFORM } from '../companies/company.ts'
import { queueMail } from '../mail/mail.ts'
import { createOperatorToken } from '../users/operator-token.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ tokenCacheMs: 0 })
})
after(() => platform?.close())

const get = async (path: string) => (await platform.call('GET', path)).body
const post = (path: string, body?: unknown) => platform.call('POST', path, body)

test('test cards and account numbers are the simulator’s, each with what it is for', async () => {
  const { data: cards } = await get('/sandbox/cards')
  const groups = new Map(cards.map(({ number, group }: any) => [number, group]))
  assert.equal(groups.get('4242424242424242'), 'approves')
  assert.equal(groups.get('4000000000000127'), 'declines_when_saved')
  assert.equal(groups.get('4000000000009995'), 'declines_when_charged')
  assert.equal(groups.get('4000000000900011'), 'unanswered')
  assert.equal(groups.get('4000000000920019'), 'refunds')
  assert.equal(groups.get('4000000000000259'), 'clears_wrongly')
  const { data: accounts } = await get('/sandbox/bank_accounts')
  assert.ok(accounts.some(({ number }: any) => number === '9900901'))
})

test('the network does wrong what it was told to, and until it is told otherwise', async () => {
  const set = (body: unknown) => post('/sandbox/faults', body)
  assert.equal((await set({ stop_answering: 3, answer_delay_ms: 5 })).body.stop_answering, 3)
  assert.equal((await set({ answer_delay_ms: 0 })).body.stop_answering, 3)
  assert.equal((await get('/sandbox/faults')).stop_answering, 3)
  assert.equal((await set({ stop_answering: 0 })).body.stop_answering, 0)
  assert.equal((await set({ stop_answering: -1 })).status, 422)
})

test('the calendar has banking days, and what of the company falls due on each', async () => {
  const card = await platform.saveCard()
  const money = { to_bank_account_id: platform.demo.bank_account_id, statement: 'Hotel' }
  await post(`${card.path}/preauthorize`, { ...money, amount: '60.00' })
  const days = (await get('/sandbox/calendar?days=14')).data.map(({ day }: any) => day)
  const wanted = new Map<string, number>()
  for (const [frequency, count] of [
    ['daily', 5],
    ['weekly', 2],
  ] as const) {
    const made = await platform.call('PUT', '/schedule', {
      kind: 'card_debit',
      contact_id: card.contactId,
      from_credit_card_id: card.cardId,
      to_bank_account: money.to_bank_account_id,
      statement: 'Rent',
      amount: '5.00',
      start: days[2],
      frequency,
      interval: 1,
      count,
    })
    assert.equal(made.body.next_dates?.length, count, made.text)
    for (const { due_on } of made.body.next_dates) wanted.set(due_on, (wanted.get(due_on) ?? 0) + 1)
  }
  const { clock, data } = await get('/sandbox/calendar?days=14')
  assert.equal(data.length, 14)
  assert.deepEqual(
    data.flatMap(({ day, schedules }: any) => (schedules ? [[day, schedules]] : [])),
    [...wanted].sort(),
  )
  assert.ok(clock.now)
  assert.equal(
    data.reduce((sum: number, day: any) => sum + day.holds_expiring, 0),
    1,
  )
  const closed = data.filter(({ banks_open }: any) => !banks_open.canada)
  assert.ok(closed.length >= 4 && closed.length <= 6)
})

test('the network’s day ends when it is told so, and what it captured completes', async () => {
  const card = await platform.saveCard()
  const charge = { amount: '12.00', to_bank_account_id: platform.demo.bank_account_id, statement: 'Sale' }
  const { body } = await post(`${card.path}/charge`, charge)
  assert.equal((await post('/sandbox/clearing')).status, 200)
  await until('the debit to complete', async () => {
    const { state } = await get(`/transaction/${body.debit_id}`)
    return state === 'completed'
  })
  // A day that was ended before its time changes nothing of when the next file comes: all pages say the same.
  const { clock, data } = await get('/sandbox/calendar?days=3')
  const next = data.map(({ clearing_at }: any) => clearing_at).find((at: string) => at > clock.now)
  assert.match(next, /T00:00:00/)
  assert.equal((await get('/payout/next')).next_clearing_at, next)
  const operator = await signIn(platform, 'operator')
  const { body: arrivals } = await askAs(platform, operator, 'GET', '/operator/arrivals')
  const ofDay = new Date(Date.parse(next) - 1).toISOString().slice(0, 10)
  assert.equal(arrivals.expected.find(({ what }: any) => what === 'clearing_file').on, ofDay)
})

test('a company reads its own mail, links and all', async () => {
  const { demo, db, context } = platform
  const other = await anotherCompany(platform)
  const link = 'https://pay.example/secret'
  const mail = { subject: 'Hello', text: 'See {link}', link }
  await queueMail(db, { ...mail, companyId: other.companyId, to: 'eve@example.com' }, context.seal)
  await queueMail(db, { ...mail, companyId: demo.company_id, to: 'ada@example.com' }, context.seal)
  const { data } = await get('/sandbox/mail')
  assert.deepEqual(
    data.map(({ to, text }: any) => [to, text]),
    // What lets in somebody who is known is no program's to read.
    [['ada@example.com', 'See …']],
  )
})

test('a link in the mailbox is for whoever may do what it does: nobody becomes another by reading', async () => {
  const { demo, db, context } = platform
  const ask = { companyId: demo.company_id, text: 'See {link}', subject: 'Mail' }
  const people = `${context.config.publicUrl}/dashboard`
  const { debit_id } = (await platform.charge(await platform.saveCard())).body
  const mails = {
    plain: { to: 'plain@example.com' },
    credit: { to: 'credit@example.com', link: 'https://pay.example/secret', transactionId: debit_id },
    invitation: { to: 'invited@example.com', link: `${people}/invitation#secret` },
    reset: { to: 'known@example.com', link: `${people}/reset#secret` },
  }
  for (const mail of Object.values(mails)) await queueMail(db, { ...ask, ...mail }, context.seal)
  const owner = await signIn(platform, 'owner')
  const asked = { email: 'Owner-to-be@example.com', role: 'owner' }
  const invited = await askAs(platform, owner, 'POST', '/team/invitations', asked)
  assert.equal(invited.status, 200, invited.text)
  const [plain, credit, invitation, reset] = Object.values(mails).map(({ to }) => to)
  const ofOwner = asked.email.toLowerCase()
  for (const [role, shown] of [
    ['owner', [plain, credit, invitation, reset, ofOwner]],
    ['admin', [plain, credit, invitation]],
    ['support', [plain]],
    ['developer', [plain]],
    ['viewer', [plain]],
  ] as const) {
    const { body } = await askAs(platform, await signIn(platform, role), 'GET', '/sandbox/mail?limit=5')
    const read = body.data.filter(({ text, link_hidden }: any) => !link_hidden && !text.includes('…'))
    assert.deepEqual(read.map(({ to }: any) => to).sort(), [...shown].sort(), role)
    assert.ok(role === 'owner' || !JSON.stringify(body).includes('reset#'), role)
  }
})

test('the mailbox of the demo lets the first owner of a further company in, and shows nothing that makes an operator', async () => {
  const { db, context } = platform
  const { token } = await createOperatorToken(db, 'demo', { name: 'test', scopes: ['operator:write'] })
  const asOperator = { headers: { authorization: `Bearer ${token}` } }
  const { companyId } = await anotherCompany(platform)
  const path = `/operator/companies/${companyId}/invitations`
  const invited = await askAs(platform, asOperator, 'POST', path, { email: 'birch@example.com' })
  assert.equal(invited.status, 200, invited.text)
  const link = `${context.config.publicUrl}/dashboard/invitation#operator`
  const mail = { subject: 'Operate', text: 'See {link}', link, to: 'operator@example.com' }
  await queueMail(db, { ...mail, companyId: PLATFORM }, context.seal)
  const page = await (await fetch(`${platform.url}/mailbox`)).text()
  assert.ok(!page.includes('invitation#operator') && !page.includes('operator@example.com'))
  const [, ticket] = /birch@example\.com.*?invitation#([\w-]{43})/s.exec(page) ?? []
  const looked = await askAs(platform, { headers: {} }, 'POST', '/session/invitation/look', { ticket })
  assert.deepEqual([looked.status, looked.body.email], [200, 'birch@example.com'], looked.text)
})

test('an event is made to happen, is answered as it is in the log, and leaves no token behind', async () => {
  const { data } = await get('/sandbox/trigger')
  assert.ok(data.includes('contacts.updated'))
  const { status, body } = await post('/sandbox/trigger', { type: 'contacts.updated' })
  assert.deepEqual([status, body.type], [200, 'contacts.updated'])
  assert.deepEqual(await get(`/events/${body.id}`), body)
  assert.equal((await post('/sandbox/trigger', { type: 'payouts.invented' })).status, 422)
  const tokens = (await get('/api_token')).data
  assert.ok(!tokens.some(({ name }: any) => name === 'trigger'))
})
