import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardNumbered, goodCard, sale, startTestNetwork } from '../../../test/network.ts'
import { declineOf } from './response-codes.ts'

const cvc = '123'
const postalCode = 'H2X 1Y4'

test('a card is verified with its CVC and postal code, and no money moves', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const outcome = await network.verify(newReference(), { ...goodCard, cvc, postalCode })
  assert.equal(outcome.outcome, 'approved')
  assert.deepEqual(outcome, { ...outcome, response_code: '00', matched: ['cvc', 'postal_code'] })
  assert.equal((await books()).totals.CAD!.captured, 0)
})

test('a postal code is optional, and without one no address result comes back', async (t) => {
  const { network, newReference } = await startTestNetwork(t)
  const outcome = await network.verify(newReference(), { ...goodCard, cvc })
  assert.equal(outcome.outcome, 'approved')
  assert.deepEqual(outcome.matched, ['cvc'])
})

test('an approval whose CVC or postal code does not match is a decline that the cardholder can fix', async (t) => {
  const { network, newReference } = await startTestNetwork(t)
  for (const [number, fail_reason] of [
    ['4000000000000127', 'incorrect_cvc'],
    ['4000000000000036', 'incorrect_postal_code'],
  ] as const) {
    const card = { ...cardNumbered(number), cvc, postalCode }
    assert.deepEqual(await network.verify(newReference(), card), {
      outcome: 'declined',
      response_code: '00',
      fail_reason,
      retry: 'after_fix',
    })
  }
})

test('an authorization is captured for its amount or less, once, and not beyond it', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const reference = newReference()
  const held = await network.authorize(reference, goodCard, sale)
  assert.ok(held.outcome === 'approved')
  const { amount, currency } = sale
  const authorization = { reference, amount, currency, authorizationCode: held.authorization_code }
  const capture = (of: bigint, repeat = false) =>
    network.capture(newReference(), authorization, of, { repeat })

  assert.equal((await books()).totals.CAD!.authorized, 1050)
  const refused = {
    outcome: 'refused',
    response_code: '13',
    fail_reason: 'invalid_amount',
    retry: 'after_fix',
  }
  assert.deepEqual(await capture(1051n), refused)
  assert.deepEqual(await capture(600n), { outcome: 'acknowledged', response_code: '00' })
  assert.deepEqual(await capture(600n, true), { outcome: 'acknowledged', response_code: '00' })
  const { CAD } = (await books()).totals
  assert.deepEqual([CAD!.captured, CAD!.authorized, CAD!.net], [600, 0, 600])
})

test('a refund gives money back, and its reversal takes that back', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const reference = newReference()
  assert.equal((await network.refund(reference, goodCard, sale)).outcome, 'approved')
  assert.equal((await books()).totals.CAD!.net, -1050)
  const original = { kind: 'refund', reference, amount: sale.amount, currency: sale.currency } as const
  assert.equal((await network.reverse(original, null, { repeat: false })).outcome, 'acknowledged')
  assert.equal((await books()).totals.CAD!.net, 0)
})

test('a card that the dialect cannot express is refused unsent, without its number in the error', async (t) => {
  const { network, newReference, events } = await startTestNetwork(t)
  const card = cardNumbered('4242 4242 4242 4242')
  assert.deepEqual(await network.charge(newReference(), card, sale), {
    outcome: 'unsent',
    reason: 'not_expressible',
  })
  const told = events.events.at(-1)!
  assert.ok(told.type === 'not_expressible')
  assert.match(String(told.error), /^Iso8583Error: field 2: bad_character$/)
})

test('a response code that the table lacks is an honest decline', () => {
  assert.deepEqual(declineOf('Z9'), { fail_reason: 'card_declined', retry: 'later' })
  assert.deepEqual(declineOf('51'), { fail_reason: 'insufficient_funds', retry: 'later' })
  assert.deepEqual(declineOf('43'), { fail_reason: 'stolen_card', retry: 'never' })
  assert.deepEqual(declineOf('constructor'), { fail_reason: 'card_declined', retry: 'later' })
})
