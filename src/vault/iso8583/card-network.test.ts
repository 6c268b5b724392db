import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardNumbered, goodCard, sale, startTestNetwork } from '../../../test/network.ts'
import { declineOf } from './response-codes.ts'

const cvc = '123'
const postalCode = 'H2X 1Y4'

test('a card is verified with its CVC and postal code, and no money moves', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const outcome = await network.verifyCard(newReference(), { ...goodCard, cvc, postalCode })
  assert.equal(outcome.outcome, 'approved')
  assert.deepEqual(outcome, { ...outcome, responseCode: '00', cvcResult: 'M', avsResult: 'Z' })
  assert.equal((await books()).totals.CAD!.captured, 0)
})

test('a postal code is optional, and without one no address result comes back', async (t) => {
  const { network, newReference } = await startTestNetwork(t)
  const outcome = await network.verifyCard(newReference(), { ...goodCard, cvc })
  assert.equal(outcome.outcome, 'approved')
  assert.equal('avsResult' in outcome, false)
})

test('an approval whose CVC or postal code does not match is a decline that the cardholder can fix', async (t) => {
  const { network, newReference } = await startTestNetwork(t)
  for (const [number, failReason] of [
    ['4000000000000127', 'incorrect_cvc'],
    ['4000000000000036', 'incorrect_postal_code'],
  ] as const) {
    const card = { ...cardNumbered(number), cvc, postalCode }
    assert.deepEqual(await network.verifyCard(newReference(), card), {
      outcome: 'declined',
      responseCode: '00',
      failReason,
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
  const authorization = { ...reference, mti: '0100', amount, currency, ...held }
  const capture = (of: bigint, repeat = false) =>
    network.capture(newReference(), authorization, of, { repeat })

  assert.equal((await books()).totals.CAD!.authorized, 1050)
  const refused = {
    outcome: 'declined',
    responseCode: '13',
    failReason: 'invalid_amount',
    retry: 'after_fix',
  }
  assert.deepEqual(await capture(1051n), refused)
  assert.deepEqual(await capture(600n), { outcome: 'acknowledged', responseCode: '00' })
  assert.deepEqual(await capture(600n, true), { outcome: 'acknowledged', responseCode: '00' })
  const { CAD } = (await books()).totals
  assert.deepEqual([CAD!.captured, CAD!.authorized, CAD!.net], [600, 0, 600])
})

test('a refund gives money back, and its reversal takes that back', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t)
  const reference = newReference()
  assert.equal((await network.refund(reference, goodCard, sale)).outcome, 'approved')
  assert.equal((await books()).totals.CAD!.net, -1050)
  const original = { ...reference, mti: '0200', amount: sale.amount, currency: sale.currency }
  assert.equal((await network.reverse(original, null, { repeat: false })).outcome, 'acknowledged')
  assert.equal((await books()).totals.CAD!.net, 0)
})

test('a card that the dialect cannot express is refused unsent, without its number in the error', async (t) => {
  const { network, newReference } = await startTestNetwork(t)
  const card = cardNumbered('4242 4242 4242 4242')
  await assert.rejects(network.charge(newReference(), card, sale), /^Iso8583Error: field 2: bad_character$/)
})

test('a response code that the table lacks is an honest decline', () => {
  assert.deepEqual(declineOf('Z9'), { failReason: 'card_declined', retry: 'later' })
  assert.deepEqual(declineOf('51'), { failReason: 'insufficient_funds', retry: 'later' })
  assert.deepEqual(declineOf('43'), { failReason: 'stolen_card', retry: 'never' })
  assert.deepEqual(declineOf('constructor'), { failReason: 'card_declined', retry: 'later' })
})
