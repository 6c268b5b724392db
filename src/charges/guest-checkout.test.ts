import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type EftStage, eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { suspendCompany, unsuspendCompany } from '../companies/suspension.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { moveAttempt } from './attempt.ts'
import { beginCardTry } from './try-card.ts'

let platform: Platform
let stage: EftStage
before(async () => {
  platform = await startPlatform({
    networkTimeoutMs: 400,
    reversalTimeoutMs: 400,
    attemptAbandonedMs: 1_500,
    tokenCacheMs: 0,
  })
  stage = eftStage(platform)
})
after(() => platform.close())

const insufficient = '4000000000009995'
const silent = '4000000000900011'

const page = (id: string, body?: object) => platform.call('POST', `/debit/${id}/creditcard/url`, body)

/** Opens the page of a debit and enters a card there. */
async function enter(id: string, number = '4242424242424242') {
  const { status, body, text } = await page(id)
  assert.equal(status, 200, text)
  const submitted = await platform.submitCard(body.url, number)
  return { cardId: body.credit_card_id as string, submitted }
}
const captured = async () => (await platform.books()).totals.CAD?.net ?? 0
const movesAre = (id: string, moves: string[]) =>
  until(`the moves ${moves}`, async () => (await stage.movesOf(id)).join() === moves.join())

test('the card that is entered on its page pays the debit at once, without card on file', async () => {
  await platform.db.run(sql`update companies set features = '{}'`)
  const { id, contactId } = await stage.createDebit({ amount: '12.34' })
  const before = await captured()
  const { cardId, submitted } = await enter(id)
  assert.equal(submitted.body.outcome, 'succeeded')
  const debit = await stage.inState(id, 'paid')
  assert.deepEqual([debit.rail, debit.from_credit_card_id], ['card', cardId])
  assert.equal((await captured()) - before, 1234)
  assert.deepEqual(await stage.movesOf(id), ['request', 'charge'])
  assert.deepEqual(await stage.eventsOf(id), ['created', 'paid'])
  await platform.db.run(sql`update companies set features = '{card_on_file}'`)

  const path = `/contact/${contactId}/creditcards`
  assert.equal((await platform.call('GET', `${path}/${cardId}`)).body.state, 'single_use')
  assert.deepEqual((await platform.call('GET', path)).body.data, [])
  const again = await platform.charge({ path: `${path}/${cardId}` })
  assert.deepEqual([again.status, again.body.code], [409, 'wrong_state'])
  for (const answer of [await page(id), await platform.call('DELETE', `/transaction/${id}`)])
    assert.deepEqual([answer.status, answer.body.code], [409, 'wrong_state'])
})

test('a card that is declined leaves the debit open, says why, and is destroyed; another one pays it', async () => {
  const { id, contactId } = await stage.createDebit({ amount: '20.00' })
  const { cardId } = await enter(id, insufficient)
  await movesAre(id, ['request', 'fail_try'])
  const { body: status } = await platform.call('GET', `/transaction/${id}/status`)
  assert.deepEqual(status, {
    state: 'requested',
    fail_reason: 'insufficient_funds',
    fail_direction: 'pull',
  })
  const [, failed] = await platform.eventsOf(id)
  assert.deepEqual(
    [failed?.type, failed?.data.failReason, failed?.data.state],
    ['transactions.debits.payment_failed', 'insufficient_funds', 'requested'],
  )
  const card = await platform.call('GET', `/contact/${contactId}/creditcards/${cardId}`)
  assert.equal(card.body.state, 'deleted')
  await enter(id)
  const debit = await stage.inState(id, 'paid')
  assert.equal(debit.fail_reason, null)
  assert.deepEqual(await stage.eventsOf(id), ['created', 'payment_failed', 'paid'])
})

test('a card that the network refuses when it is entered tries nothing; a debit can be paid by bank after a card failed', async () => {
  const { id, contactId } = await stage.createDebit({ amount: '8.00' })
  const { submitted } = await enter(id, '4000000000000002')
  assert.equal(submitted.body.outcome, 'failed')
  assert.deepEqual(await stage.movesOf(id), ['request'])
  await enter(id, insufficient)
  await movesAre(id, ['request', 'fail_try'])
  const from_bank_account = await stage.contactAccount(contactId)
  assert.equal((await platform.call('POST', `/debit/${id}/pay`, { from_bank_account })).status, 200)
  const { url } = (await page(id)).body
  assert.equal(url, undefined)
  const debit = await stage.inState(id, 'completed')
  assert.deepEqual([debit.rail, debit.from_credit_card_id], ['eft', null])
})

test('a charge that the network does not answer is reversed, and the debit can be paid another way; nothing stays taken', async () => {
  const before = await captured()
  const { id } = await stage.createDebit({ amount: '30.00' })
  await enter(id, silent)
  await movesAre(id, ['request', 'fail_try'])
  assert.equal((await stage.get(id)).fail_reason, 'network_timeout')
  assert.equal(await captured(), before)
  await enter(id, silent)
  await movesAre(id, ['request', 'fail_try', 'fail_try'])
  // Approvals that come after all are taken back, each from its own card, and open or pay nothing.
  const tries = await platform.db.many<{ attempt_id: string }>(
    sql`select attempt_id from attempts where debit_id = ${id}`,
  )
  const late = () =>
    Promise.all(
      tries.map(({ attempt_id }) =>
        moveAttempt(
          platform.db,
          { company_id: platform.demo.company_id, debit_id: id, attempt_id },
          'doubt_again',
        ),
      ),
    )
  const settled = () =>
    until('the reversals', async () => {
      const { waiting } = await platform.db.one<{ waiting: bigint }>(
        sql`select count(*) as waiting from attempts where debit_id = ${id} and state = 'reversing'`,
      )
      return waiting === 0n
    })
  await late()
  await settled()
  await enter(id)
  await stage.inState(id, 'paid')
  await late()
  await settled()
  assert.deepEqual(await stage.movesOf(id), ['request', 'fail_try', 'fail_try', 'charge'])
  assert.equal((await captured()) - before, 3000)
})

test('a worker that dies after it took the card’s turn charges nobody twice: the attempt is reversed, the debit is open again', async () => {
  const before = await captured()
  const { id, contactId } = await stage.createDebit({ amount: '7.00' })
  const cardId = newId()
  await platform.db.run(sql`
    insert into credit_cards (company_id, credit_card_id, contact_id, state)
    values (${platform.demo.company_id}, ${cardId}, ${contactId}, 'single_use')`)
  const card = { company_id: platform.demo.company_id, credit_card_id: cardId, debit_id: id }
  await platform.db.run(sql`
    insert into debit_cards (company_id, credit_card_id, debit_id, entered_at, due_at)
    values (${card.company_id}, ${cardId}, ${id}, now(), now() + interval '1 hour')`)
  const workers = await Promise.all([1, 2, 3].map(() => beginCardTry(platform.db, card, newId(), 1)))
  assert.deepEqual(workers.map(({ taken }) => taken).sort(), [false, false, true])
  for (const answer of [
    await page(id),
    await platform.call('POST', `/debit/${id}/pay`, { from_bank_account: platform.demo.bank_account_id }),
    await platform.call('DELETE', `/transaction/${id}`),
  ])
    assert.deepEqual([answer.status, answer.body.code], [409, 'wrong_state'])
  await movesAre(id, ['request', 'fail_try'])
  assert.equal(await captured(), before)
  await enter(id)
  await stage.inState(id, 'paid')
})

test('two pages of one debit, both entered at once, pay it once', async () => {
  const before = await captured()
  const { id } = await stage.createDebit({ amount: '50.00' })
  const pages = await Promise.all([1, 2, 3].map(async () => (await page(id)).body))
  await Promise.all(pages.map(({ url }) => platform.submitCard(url, '4242424242424242')))
  await stage.inState(id, 'paid')
  await until('all cards to have had their turn', async () => {
    const { due } = await platform.db.one<{ due: bigint }>(
      sql`select count(*) as due from debit_cards where debit_id = ${id} and (due_at is not null or entered_at is null)`,
    )
    return due === 0n
  })
  assert.equal((await captured()) - before, 5000)
  assert.deepEqual(await stage.movesOf(id), ['request', 'charge'])
})

test('while the card network is away an entered card waits, and is charged once it is back', async () => {
  const before = await captured()
  const { id, contactId } = await stage.createDebit({ amount: '9.00' })
  const { cardId } = await platform.saveCard('4242424242424242', contactId)
  const { company_id } = platform.demo
  await platform.stopNetwork()
  await platform.db.run(sql`update credit_cards set state = 'single_use' where credit_card_id = ${cardId}`)
  await platform.db.run(sql`
    insert into debit_cards (company_id, credit_card_id, debit_id, entered_at, due_at)
    values (${company_id}, ${cardId}, ${id}, jetpay_now(), jetpay_now())`)
  await until('the vault to know', async () => !(await platform.context.vault.ready()))
  assert.equal((await stage.get(id)).state, 'requested')
  await platform.restartNetwork()
  await stage.inState(id, 'paid')
  assert.equal((await captured()) - before, 900)
  assert.deepEqual(await stage.movesOf(id), ['request', 'charge'])
})

test('a charge that never left is made again for a while, unheard; then the debit is open and its platform told', async () => {
  const { id, contactId } = await stage.createDebit({ amount: '6.00' })
  const [cardId, { company_id }] = [newId(), platform.demo]
  // The vault has no such card, so nothing can leave.
  await platform.db.run(sql`
    insert into credit_cards (company_id, credit_card_id, contact_id, state)
    values (${company_id}, ${cardId}, ${contactId}, 'single_use')`)
  await platform.db.run(sql`
    insert into debit_cards (company_id, credit_card_id, debit_id, entered_at, due_at)
    values (${company_id}, ${cardId}, ${id}, jetpay_now(), jetpay_now())`)
  const unsent = async () =>
    (await platform.db.many(sql`select from attempts where debit_id = ${id} and state = 'unsent'`)).length
  await until('two charges that did not leave', async () => (await unsent()) === 2)
  assert.deepEqual(await stage.eventsOf(id), ['created'])
  await platform.db.run(sql`
    update debit_cards set entered_at = entered_at - interval '1 hour' where credit_card_id = ${cardId}`)
  await movesAre(id, ['request', 'fail_try'])
  assert.equal((await stage.get(id)).fail_reason, 'card_deleted')
  await enter(id)
  await stage.inState(id, 'paid')
})

test('a cancelled debit is not charged, and the card that was entered for it is destroyed', async () => {
  const { id, contactId } = await stage.createDebit()
  const { body } = await page(id)
  assert.equal((await platform.call('DELETE', `/transaction/${id}`)).status, 200)
  const submitted = await platform.submitCard(body.url, '4242424242424242')
  assert.equal(submitted.body.outcome, 'succeeded')
  await until('the card to be destroyed', async () => {
    const { body: card } = await platform.call(
      'GET',
      `/contact/${contactId}/creditcards/${body.credit_card_id}`,
    )
    return card.state === 'deleted'
  })
  assert.deepEqual(await stage.movesOf(id), ['request', 'cancel'])
})

test('after so many cards in a day the debit takes no more: a page is no place to try stolen ones', async () => {
  const { id } = await stage.createDebit()
  const { body } = await page(id)
  assert.ok(body.url)
  await platform.db.run(sql`
    with cards as (
      insert into credit_cards (company_id, credit_card_id, contact_id, state)
      select company_id, gen_random_uuid(), contact_id, 'failed' from debits, generate_series(1, 10) where debit_id = ${id}
      returning company_id, credit_card_id
    )
    insert into debit_cards (company_id, credit_card_id, debit_id, entered_at)
    select company_id, credit_card_id, ${id}, now() from cards`)
  const refused = await page(id)
  assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited'])
  assert.equal(refused.headers.get('retry-after'), '3600')
  await platform.db.run(sql`update credit_cards set updated_at = updated_at - interval '1 day'`)
  assert.equal((await page(id)).status, 200)
})

test('after all of it every invariant holds, the network’s books included', () => stage.holds())

test('a card that is entered on a page from before its company was suspended is destroyed uncharged; the debit stays open and is paid later', async () => {
  const { db, demo } = platform
  const { id, contactId } = await stage.createDebit({ amount: '31.00' })
  const before = await captured()
  const opened = await page(id)
  await suspendCompany(db, demo.company_id, 'an operator', 'does not deliver')
  assert.equal((await page(id)).body.code, 'company_suspended')
  await platform.submitCard(opened.body.url, '4242424242424242')
  const path = `/contact/${contactId}/creditcards/${opened.body.credit_card_id}`
  await until('the card to be gone', async () => (await platform.call('GET', path)).body.state === 'deleted')
  assert.deepEqual(await stage.movesOf(id), ['request'])
  assert.equal(await captured(), before)
  await unsuspendCompany(db, demo.company_id)
  await enter(id)
  await stage.inState(id, 'paid')
  assert.equal((await captured()) - before, 3100)
})
