/**
 * What every implementation of `CardNetwork` has to do with money, whatever it speaks. `exerciseCardNetwork`
 * makes the tests; an implementation's own test file opens it on the real far end, which keeps books.
 */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { type CardNetworkStage, captureReference, hold, request, sale } from './card-network-stage.ts'
import { until } from './platform.ts'

const entered = { cvc: '123', postalCode: 'H2X 1Y4' }
const once = { repeat: false }
const again = { repeat: true }

/**
 * Makes the tests of one implementation. `open` opens it with a far end of its own and empty books, until the
 * test ends.
 */
export function exerciseCardNetwork(name: string, open: (t: TestContext) => Promise<CardNetworkStage>) {
  const exercise = (guarantee: string, run: (stage: CardNetworkStage) => Promise<void>) =>
    test(guarantee, async (t) => run(await open(t)))

  // Some of them wait for silence; side by side, on far ends of their own, they wait together.
  describe(name, { concurrency: 8 }, () => {
    exercise('a charge is approved once, and the money is taken once', async (stage) => {
      const { network, newReference, cards, money } = stage
      const outcome = await network.charge(newReference(), cards.good, sale)
      assert.ok(outcome.outcome === 'approved')
      assert.deepEqual(Object.keys(outcome).sort(), ['authorization_code', 'outcome', 'response_code'])
      assert.deepEqual(await money(), { captured: 1050, reversed: 0, refunded: 0, held: 0, requests: 1 })
    })

    exercise('one reference is one charge, asked twice in turn or at the same moment', async (stage) => {
      const { network, newReference, cards, money } = stage
      const reference = newReference()
      await network.charge(reference, cards.good, sale)
      await network.charge(reference, cards.good, sale)
      const other = newReference()
      await Promise.all([1, 2, 3].map(() => network.charge(other, cards.good, sale)))
      const { captured, requests } = await money()
      assert.deepEqual([captured, requests], [2100, 2])
    })

    exercise(
      'two references are two charges, of the same card and amount in the same moment',
      async (stage) => {
        const { network, newReference, cards, money } = stage
        const references = Array.from({ length: 100 }, newReference)
        assert.equal(new Set(references.map((reference) => JSON.stringify(reference))).size, 100)
        const outcomes = await Promise.all(references.map((one) => network.charge(one, cards.good, sale)))
        for (const { outcome } of outcomes) assert.equal(outcome, 'approved')
        assert.equal((await money()).captured, 105_000)
      },
    )

    exercise(
      'each of many requests at once gets its own outcome',
      async ({ network, newReference, cards, money }) => {
        const [declined] = cards.declined
        const outcomes = await Promise.all(
          Array.from({ length: 200 }, (_, i) =>
            network.charge(newReference(), i % 3 ? cards.good : declined!.card, sale),
          ),
        )
        for (const [i, { outcome }] of outcomes.entries())
          assert.equal(outcome, i % 3 ? 'approved' : 'declined')
        assert.equal((await money()).captured, 133 * 1050)
      },
    )

    exercise('a decline says its reason and what may mend it, and moves nothing', async (stage) => {
      const { network, newReference, cards, money } = stage
      assert.ok(cards.declined.length > 0)
      for (const { card, fail_reason, retry } of cards.declined) {
        const outcome = await network.charge(newReference(), card, sale)
        const response_code = outcome.outcome === 'declined' ? outcome.response_code : ''
        assert.match(response_code, /\S/)
        assert.deepEqual(outcome, { outcome: 'declined', response_code, fail_reason, retry })
      }
      const { captured, held } = await money()
      assert.deepEqual([captured, held], [0, 0])
    })

    for (const [silence, taken] of [
      ['silentTaken', 1050],
      ['silentNotTaken', 0],
      ['breaksOff', 1050],
    ] as const)
      exercise(
        `silence is unknown and never failed (${silence}), and its reversal undoes it`,
        async (stage) => {
          const { network, newReference, cards, money } = stage
          const reference = newReference()
          const outcome = await network.charge(reference, cards[silence], sale)
          assert.equal(outcome.outcome, 'unknown')
          assert.equal((await money()).captured, taken)
          await network.ready()
          const reversed = await network.reverse(request('charge', reference), cards[silence], once)
          assert.equal(reversed.outcome, 'acknowledged')
          const { captured, reversed: undone } = await money()
          assert.equal(captured - undone, 0)
        },
      )

    exercise(
      'a reversal is repeated until it is confirmed, and undoes once however often it is sent',
      async (stage) => {
        const { network, newReference, cards, money } = stage
        const reference = newReference()
        await network.charge(reference, cards.reversalsUnheard, sale)
        const outcomes: string[] = []
        for (const options of [once, again, again, again])
          outcomes.push((await network.reverse(request('charge', reference), null, options)).outcome)
        assert.deepEqual(outcomes, ['unacknowledged', 'unacknowledged', 'acknowledged', 'acknowledged'])
        const { captured, reversed } = await money()
        assert.deepEqual([captured, reversed], [1050, 1050])
      },
    )

    exercise('what is reversed before it arrives takes nothing when it does', async (stage) => {
      const { network, newReference, cards, money } = stage
      const reference = newReference()
      const reversed = await network.reverse(request('charge', reference), cards.good, once)
      assert.equal(reversed.outcome, 'acknowledged')
      assert.notEqual((await network.charge(reference, cards.good, sale)).outcome, 'approved')
      assert.equal((await money()).captured, 0)
    })

    exercise('a reversal for another amount is not confirmed, and undoes nothing', async (stage) => {
      const { network, newReference, cards, money } = stage
      const reference = newReference()
      await network.charge(reference, cards.good, sale)
      const other = { ...request('charge', reference), amount: 1n }
      assert.equal((await network.reverse(other, null, once)).outcome, 'unacknowledged')
      assert.equal((await money()).reversed, 0)
    })

    exercise(
      'a hold takes nothing; its capture takes what it says, once, and never more than is held',
      async (stage) => {
        const { network, cards, money } = stage
        const held = await hold(stage, cards.good)
        assert.deepEqual([(await money()).captured, (await money()).held], [0, 1050])
        const tooMuch = await network.capture(captureReference(stage, held), held, 1051n, once)
        assert.ok(tooMuch.outcome === 'refused')
        assert.match(tooMuch.response_code, /\S/)
        const reference = captureReference(stage, held)
        for (const options of [once, again])
          assert.equal((await network.capture(reference, held, 600n, options)).outcome, 'acknowledged')
        assert.deepEqual([(await money()).captured, (await money()).held], [600, 0])
      },
    )

    exercise('a capture is repeated until it is confirmed, and takes once', async (stage) => {
      const { network, cards, money } = stage
      const held = await hold(stage, cards.capturesUnheard)
      const reference = captureReference(stage, held)
      const outcomes: string[] = []
      for (const options of [once, again, again])
        outcomes.push((await network.capture(reference, held, 700n, options)).outcome)
      assert.deepEqual(outcomes, ['unacknowledged', 'unacknowledged', 'acknowledged'])
      assert.equal((await money()).captured, 700)
    })

    exercise('a hold that is reversed holds nothing, and no capture takes it after that', async (stage) => {
      const { network, cards, money } = stage
      const held = await hold(stage, cards.good)
      const reversed = await network.reverse(request('authorization', held.reference), null, once)
      assert.equal(reversed.outcome, 'acknowledged')
      const captured = await network.capture(captureReference(stage, held), held, 1050n, once)
      assert.equal(captured.outcome, 'refused')
      const { captured: taken, held: still } = await money()
      assert.deepEqual([taken, still], [0, 0])
    })

    exercise(
      'a refund gives money to the card, its reversal takes that back, and a decline gives nothing',
      async (stage) => {
        const { network, newReference, cards, money } = stage
        const reference = newReference()
        assert.equal((await network.refund(reference, cards.good, sale)).outcome, 'approved')
        assert.equal((await money()).refunded, 1050)
        const reversed = await network.reverse(request('refund', reference), null, once)
        assert.equal(reversed.outcome, 'acknowledged')
        assert.equal((await network.refund(newReference(), cards.refundDeclined, sale)).outcome, 'declined')
        const { captured, refunded } = await money()
        assert.deepEqual([captured, refunded], [0, 0])
      },
    )

    exercise('a card is verified without moving money: what matched, and how it is funded', async (stage) => {
      const { network, newReference, cards, money } = stage
      const whole = await network.verify(newReference(), { ...cards.good, ...entered })
      assert.ok(whole.outcome === 'approved')
      assert.deepEqual([whole.matched, whole.funding], [['cvc', 'postal_code'], 'credit'])
      assert.deepEqual([whole.cvcResult, whole.postalCodeResult, whole.country], ['M', 'Z', 'US'])
      assert.match(whole.transactionId ?? '', /^[A-Z0-9]{1,15}$/, 'later charges name it')
      const prepaid = await network.verify(newReference(), { ...cards.prepaid, cvc: '123' })
      assert.ok(prepaid.outcome === 'approved')
      assert.deepEqual([prepaid.matched, prepaid.funding], [['cvc'], 'prepaid'])
      for (const [card, fail_reason] of [
        [cards.wrongCvc, 'incorrect_cvc'],
        [cards.wrongPostalCode, 'incorrect_postal_code'],
      ] as const) {
        const outcome = await network.verify(newReference(), { ...card, ...entered })
        assert.ok(outcome.outcome === 'declined')
        assert.deepEqual([outcome.fail_reason, outcome.retry], [fail_reason, 'after_fix'])
      }
      const { captured, held } = await money()
      assert.deepEqual([captured, held], [0, 0])
    })

    exercise(
      'what the network has no form for is unsent, whatever is asked, and not a byte of it arrives',
      async (stage) => {
        const { network, newReference, cards, money } = stage
        const card = cards.notExpressible
        const unsent = { outcome: 'unsent', reason: 'not_expressible' }
        assert.deepEqual(await network.charge(newReference(), card, sale), unsent)
        assert.deepEqual(await network.authorize(newReference(), card, sale), unsent)
        assert.deepEqual(await network.refund(newReference(), card, sale), unsent)
        assert.deepEqual(await network.verify(newReference(), { ...card, ...entered }), unsent)
        assert.deepEqual(await network.reverse(request('charge', newReference()), card, once), unsent)
        assert.equal((await money()).requests, 0)
      },
    )

    exercise('an account that is kept is told once, however often, and so is its end', async (stage) => {
      const { network, newReference, cards, money } = stage
      const told = (card: typeof cards.good | null) => network.enrol(newReference(), 'BCDFGHJKLMNPQRST', card)
      for (const card of [cards.good, cards.good, null, null]) assert.equal(await told(card), 'taken')
      assert.equal(await told(cards.notExpressible), 'refused')
      assert.equal((await money()).requests, 0)
    })

    exercise('no outcome repeats a card number or CVC', async ({ network, newReference, cards }) => {
      const sent = [cards.good, cards.declined[0]!.card, cards.silentTaken, cards.notExpressible]
      const outcomes = await Promise.all(
        sent.flatMap((card) => [
          network.charge(newReference(), card, sale),
          network.verify(newReference(), { ...card, cvc: '871' }),
        ]),
      )
      const told = JSON.stringify(outcomes)
      for (const { number } of sent) assert.ok(!told.includes(number))
      assert.ok(!told.includes('871'))
    })

    exercise(
      'a network that is away is said to be, and what is asked then is unsent and never arrives',
      async (stage) => {
        const { network, newReference, cards, money } = stage
        const held = await hold(stage, cards.good)
        await network.ready()
        assert.equal(network.reachable(), true)
        await stage.goAway()
        await until('the network to be seen away', async () => !network.reachable())
        const outcomes = await Promise.all([
          network.charge(newReference(), cards.good, sale),
          network.authorize(newReference(), cards.good, sale),
          network.refund(newReference(), cards.good, sale),
          network.verify(newReference(), { ...cards.good, ...entered }),
          network.reverse(request('authorization', held.reference), null, once),
          network.capture(captureReference(stage, held), held, 1050n, once),
        ])
        for (const { outcome } of outcomes) assert.equal(outcome, 'unsent')

        await stage.comeBack()
        await network.ready()
        assert.equal(network.reachable(), true)
        assert.deepEqual(await money(), { captured: 0, reversed: 0, refunded: 0, held: 1050, requests: 1 })
        assert.equal((await network.charge(newReference(), cards.good, sale)).outcome, 'approved')
        for (const count of Object.values(network.counters()))
          assert.ok(Number.isSafeInteger(count) && count >= 0)
      },
    )

    exercise('closing waits for what is under way, and takes nothing more', async (stage) => {
      const { network, newReference, cards, money } = stage
      const last = network.charge(newReference(), cards.good, sale)
      const closed = network.close()
      assert.equal((await network.charge(newReference(), cards.good, sale)).outcome, 'unsent')
      assert.equal((await last).outcome, 'approved')
      await closed
      assert.equal(network.reachable(), false)
      await assert.rejects(network.ready())
      assert.equal((await network.charge(newReference(), cards.good, sale)).outcome, 'unsent')
      const { captured, requests } = await money()
      assert.deepEqual([captured, requests], [1050, 1])
    })
  })
}
