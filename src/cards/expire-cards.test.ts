/**
 * The end of a card's month: the card page, the card network and our own state say the same at every moment
 * of it.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { expireCards } from './expire-cards.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

const MINUTE = 60_000

/** The demo's clock is moved to a time ahead of it, in steps that are allowed. */
async function goTo(time: Date): Promise<void> {
  const now = new Date((await platform.call('GET', '/sandbox/clock')).body.now)
  const seconds = Math.floor((time.getTime() - now.getTime()) / 1000)
  assert.equal((await platform.call('POST', '/sandbox/clock', { advance: `${seconds}s` })).status, 200)
}

const told = async (cardId: string) => {
  const rows = await platform.db.many<{ type: string; state: string }>(sql`
    select type, data ->> 'state' as state from events
    where company_id = ${platform.demo.company_id} and data ->> 'creditCardId' = ${cardId}
      and type like 'contacts.%' order by event_id`)
  return rows.map(({ type, state }) => `${type.split('.').at(-1)} ${state}`)
}

/** Saves a card with this expiry date; what the page answers. */
async function enter(expiry: string) {
  const contactId = await platform.createContact()
  const { body } = await platform.call('POST', `/contact/${contactId}/creditcards/url`)
  const answer = await platform.submitCard(body.url, '4242424242424242', { expiry })
  return {
    answer,
    cardId: body.credit_card_id as string,
    path: `/contact/${contactId}/creditcards/${body.credit_card_id}`,
  }
}
const stateOf = async (path: string) => (await platform.call('GET', path)).body.state

test('a card is announced as its last month begins, and good until that month has ended everywhere', async () => {
  const now = new Date((await platform.call('GET', '/sandbox/clock')).body.now)
  const month = (ahead: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead))
  const last = month(2)
  const expiry = `${last.toISOString().slice(5, 7)}/${last.toISOString().slice(2, 4)}`
  const card = await enter(expiry)
  assert.equal(card.answer.status, 200)
  await until('the card to be active', async () => (await stateOf(card.path)) === 'active')

  await goTo(new Date(last.getTime() - MINUTE))
  await expireCards.run(platform.context)
  assert.deepEqual(await told(card.cardId), ['tokenized active'])
  await goTo(new Date(last.getTime() + MINUTE))
  await expireCards.run(platform.context)
  await until('the announcement', async () => (await told(card.cardId)).length > 1)
  assert.deepEqual(await told(card.cardId), ['tokenized active', 'expiring active'])

  // UTC's month is over, that of a holder on Baker Island (UTC-12) is not.
  await goTo(new Date(month(3).getTime() + 12 * 60 * MINUTE - 5 * MINUTE))
  await expireCards.run(platform.context)
  assert.equal(await stateOf(card.path), 'active')
  const charged = await platform.charge(card)
  assert.equal(charged.status, 200, charged.text)
  const twin = await enter(expiry)
  assert.equal(twin.answer.status, 200)
  await until('the second card to be active', async () => (await stateOf(twin.path)) === 'active')

  await goTo(new Date(month(3).getTime() + 12 * 60 * MINUTE + MINUTE))
  for (const { path } of [card, twin]) {
    await until('the card to have expired', async () => {
      await expireCards.run(platform.context)
      return (await stateOf(path)) === 'expired'
    })
  }
  assert.equal((await platform.charge(card)).status, 409)
  const { answer } = await enter(expiry)
  assert.deepEqual([answer.status, answer.body.errors], [422, [{ field: 'expiry', code: 'expiry.past' }]])
  await until('all that is told', async () => (await told(twin.cardId)).length === 3)
  for (const { cardId } of [card, twin])
    assert.deepEqual(await told(cardId), ['tokenized active', 'expiring active', 'expired expired'])

  const refund = await platform.call('POST', `/debit/${charged.body.debit_id}/refund`, { amount: 1 })
  assert.equal(refund.status, 200, refund.text)
})

test('two workers tell of each card once', async () => {
  const card = await platform.saveCard()
  await platform.db.run(sql`
    update credit_cards set expiry_year = 2026, expiry_month = 1
    where company_id = ${platform.demo.company_id} and credit_card_id = ${card.cardId}`)
  await Promise.all(Array.from({ length: 8 }, () => expireCards.run(platform.context)))
  await until('all that is told', async () => (await told(card.cardId)).length >= 3)
  assert.deepEqual(await told(card.cardId), ['tokenized active', 'expiring active', 'expired expired'])
})

test('what the network says of how a card is funded is shown with it', async () => {
  for (const [number, funding] of [
    ['4242424242424242', 'credit'],
    ['4000056655665556', 'debit'],
    ['5105105105105100', 'prepaid'],
  ] as const) {
    const card = await platform.saveCard(number)
    assert.equal((await platform.call('GET', card.path)).body.funding, funding)
  }
})
