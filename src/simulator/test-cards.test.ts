import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cardNumbered, goodCard, sale, startTestNetwork, type TestNetwork } from '../../test/network.ts'
import { declineOf } from '../vault/iso8583/response-codes.ts'
import { type CardFault, testCards } from './test-cards.ts'

/** ISO/IEC 7812-1 annex B: from the right, every second digit doubled, digits added up, a multiple of ten. */
function passesLuhn(number: string): boolean {
  let sum = 0
  ;[...number].reverse().forEach((digit, i) => {
    const value = Number(digit) * (i % 2 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  })
  return sum % 10 === 0
}

const verify = ({ network, newReference }: TestNetwork, number: string) =>
  network.verify(newReference(), { ...cardNumbered(number), cvc: '123', postalCode: '90210' })

test('every number of the table passes Luhn and stands there once', () => {
  for (const { number } of testCards) assert.ok(passesLuhn(number), number)
  assert.equal(new Set(testCards.map(({ number }) => number)).size, testCards.length)
})

describe('each card that answers does what the table says', () => {
  for (const dialect of ['ascii', 'bcd'] as const) {
    test(`in ${dialect}`, async (t) => {
      const demo = await startTestNetwork(t, { dialect })
      for (const card of testCards.filter(({ fault }) => fault === null)) {
        const saved = await verify(demo, card.number)
        const mismatch = card.cvcResult === 'N' || card.avsResult === 'N'
        const kept = card.verification === '00' && !mismatch
        assert.equal(saved.outcome, kept ? 'approved' : 'declined', card.behaviour)
        if (saved.outcome === 'declined') assert.match(card.behaviour, new RegExp(`: ${saved.fail_reason}`))

        const charged = await demo.network.charge(demo.newReference(), cardNumbered(card.number), sale)
        const meant = declineOf(card.charge, card.advice ?? undefined)
        const decline = { outcome: 'declined', response_code: card.charge, ...meant }
        if (card.charge === '00') assert.equal(charged.outcome, 'approved', card.behaviour)
        else assert.deepEqual(charged, decline, card.behaviour)
      }
    })
  }
})

describe('a card that misbehaves can be saved, leaves its charge unknown, and is reversed', () => {
  const silent: [CardFault, string, number][] = [
    ['timeout_captured', 'timeout', 1050],
    ['timeout_not_captured', 'timeout', 0],
    ['late_answer', 'timeout', 1050],
    ['drop_link', 'link_lost', 1050],
    ['garbage_answer', 'timeout', 1050],
  ]
  for (const [fault, reason, captured] of silent) {
    test(fault, async (t) => {
      const demo = await startTestNetwork(t, { timeoutMs: 400 })
      const { number } = testCards.find((card) => card.fault === fault)!
      assert.equal((await verify(demo, number)).outcome, 'approved')
      const reference = demo.newReference()
      const outcome = await demo.network.charge(reference, cardNumbered(number), sale)
      assert.deepEqual(outcome, { outcome: 'unknown', reason })
      assert.equal((await demo.books()).totals.CAD!.captured, captured)

      await demo.network.ready()
      const original = { kind: 'charge', reference, amount: sale.amount, currency: sale.currency } as const
      const reversed = await demo.network.reverse(original, cardNumbered(number), { repeat: false })
      assert.deepEqual(reversed, { outcome: 'acknowledged', response_code: '00' })
      assert.equal((await demo.books()).totals.CAD!.net, 0)
    })
  }

  test('reversal_unacknowledged_twice', async (t) => {
    const demo = await startTestNetwork(t, { timeoutMs: 400 })
    const card = cardNumbered(
      testCards.find(({ fault }) => fault === 'reversal_unacknowledged_twice')!.number,
    )
    const reference = demo.newReference()
    assert.equal((await demo.network.charge(reference, card, sale)).outcome, 'unknown')
    const original = { kind: 'charge', reference, amount: sale.amount, currency: sale.currency } as const
    const outcomes: string[] = []
    for (const repeat of [false, true, true, true]) {
      outcomes.push((await demo.network.reverse(original, card, { repeat })).outcome)
    }
    assert.deepEqual(outcomes, ['unacknowledged', 'unacknowledged', 'acknowledged', 'acknowledged'])
    const { CAD } = (await demo.books()).totals
    assert.deepEqual([CAD!.captured, CAD!.reversed, CAD!.net], [1050, 1050, 0])
  })
})

test('a card that is not in the table is invalid, and one whose date has passed is expired', async (t) => {
  const { network, newReference } = await startTestNetwork(t)
  const codeOf = async (card: typeof goodCard) => {
    const outcome = await network.charge(newReference(), card, sale)
    return outcome.outcome === 'declined' ? outcome.fail_reason : outcome.outcome
  }
  assert.equal(await codeOf(cardNumbered('4012888888881881')), 'invalid_card_number')
  assert.equal(await codeOf({ ...goodCard, expiryMonth: 1, expiryYear: 2020 }), 'expired_card')
})

test('a card is good until the month that is printed on it has ended everywhere', async (t) => {
  let now = new Date('2031-06-01T11:59:00Z')
  const { network, newReference } = await startTestNetwork(t, { clock: { now: () => now } })
  const card = { ...goodCard, expiryMonth: 5, expiryYear: 2031 }
  assert.equal((await network.charge(newReference(), card, sale)).outcome, 'approved')
  now = new Date('2031-06-01T12:00:00Z')
  assert.equal((await network.charge(newReference(), card, sale)).outcome, 'declined')
  assert.equal(
    (await network.refund(newReference(), card, sale)).outcome,
    'approved',
    'the account outlives it',
  )
})
