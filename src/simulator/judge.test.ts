/** The network's judge of stored cards, by messages over the link. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { cardNumbered, goodCard, sale, startTestNetwork } from '../../test/network.ts'
import type { CredentialUse } from '../ground/vault-protocol.ts'

const HOUR = 3_600_000
const AGREEMENT = 'BCDFGHJKLMNPQRST'
const recurring: CredentialUse = { initiator: 'merchant', reason: 'recurring' }

async function openStage(t: TestContext) {
  let now = new Date('2031-03-01T12:00:00Z')
  const demo = await startTestNetwork(t, { clock: { now: () => now } })
  const { network, newReference } = demo
  const verdicts = async () => {
    const { violations, fees } = (await demo.books()) as unknown as { violations: object; fees: number }
    return { violations, fees }
  }
  return {
    ...demo,
    verdicts,
    wait: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
    /** What the network calls the verification of a card. */
    async store(number = goodCard.number, agreement: string | undefined = AGREEMENT) {
      const card = { ...cardNumbered(number), cvc: '123' }
      const verified = await network.verify(newReference(), card, agreement)
      assert.ok(verified.outcome === 'approved' && verified.transactionId)
      return verified.transactionId
    },
    /** The response code of a charge. */
    async charge(
      transactionId: string | null,
      number = goodCard.number,
      use = recurring,
      agreement: string | null = AGREEMENT,
    ) {
      const charged = await network.charge(newReference(), cardNumbered(number), {
        ...sale,
        credential: { ...use, transactionId, agreement },
      })
      assert.ok('response_code' in charged)
      return charged.response_code
    },
  }
}

test('a charge that the merchant starts names the verification of its own card, or is refused', async (t) => {
  const { network, newReference, store, charge, verdicts } = await openStage(t)
  const [mine, other] = [await store(), await store('5555555555554444')]
  assert.equal(await charge(mine), '00')
  assert.deepEqual(await verdicts(), { violations: {}, fees: 0 })
  assert.equal(await charge(null), '30')
  assert.equal(await charge(other), '30')
  assert.equal(await charge('999999999000000'), '30')
  const silent = { amount: sale.amount, currency: sale.currency, statement: sale.statement }
  const unsaid = await network.charge(newReference(), goodCard, silent)
  assert.ok(unsaid.outcome === 'declined' && unsaid.response_code === '30')
  assert.equal(await charge(null, goodCard.number, { initiator: 'customer', reason: 'recurring' }), '00')
  assert.deepEqual(await verdicts(), {
    violations: { no_original: 1, other_card: 2, no_agreement: 1 },
    fees: 0,
  })
})

test('a charge that the merchant starts names the agreement that its card was stored under, or is refused', async (t) => {
  const { network, newReference, store, charge, verdicts } = await openStage(t)
  const id = await store()
  const customers: CredentialUse = { initiator: 'customer', reason: 'unscheduled' }
  assert.equal(await charge(id, goodCard.number, recurring, null), '30')
  assert.equal(await charge(id, goodCard.number, recurring, 'TSRQPNMLKJHGFDCB'), '30')
  assert.equal(await charge(id, goodCard.number, customers, 'TSRQPNMLKJHGFDCB'), '30')
  assert.equal(await charge(id, goodCard.number, customers, null), '00')
  // Its holder entered it, for one payment.
  const once = await network.verify(newReference(), { ...goodCard, cvc: '123' })
  assert.ok(once.outcome === 'approved')
  assert.equal(await charge(once.transactionId, goodCard.number, recurring, null), '30')
  assert.deepEqual(await verdicts(), { violations: { no_reference: 2, other_reference: 2 }, fees: 0 })
})

test('what is never to be tried again is declined again and billed, also after the network was away', async (t) => {
  const { store, charge, verdicts, wait, events, goAway, comeBack, network } = await openStage(t)
  const stolen = '4000000000200438'
  const id = await store(stolen)
  assert.equal(await charge(id, stolen), '43')
  wait(5_000)
  await goAway()
  await events.happened('down')
  await comeBack()
  await network.ready()
  assert.equal(await charge(id, stolen), '43')
  assert.deepEqual(await verdicts(), { violations: { never_retried: 1 }, fees: 10 })
  assert.equal(await charge(await store(stolen), stolen), '43')
  assert.deepEqual((await verdicts()).fees, 10, 'a card that is stored anew is another agreement')
})

test('a merchant advice code of a time is kept to', async (t) => {
  const { store, charge, verdicts, wait } = await openStage(t)
  const poor = '5555550000002404'
  const id = await store(poor)
  await charge(id, poor)
  wait(HOUR - 1_000)
  await charge(id, poor)
  assert.deepEqual(await verdicts(), { violations: { retried_too_soon: 1 }, fees: 10 })
  wait(HOUR)
  await charge(id, poor)
  assert.deepEqual((await verdicts()).fees, 10)
})

test('a decline may be tried again fifteen times within thirty days', async (t) => {
  const { store, charge, verdicts, wait } = await openStage(t)
  const poor = '4000000000009995'
  const id = await store(poor)
  for (let tries = 0; tries < 16; tries++) {
    assert.equal(await charge(id, poor), '51')
    wait(HOUR)
  }
  assert.deepEqual(await verdicts(), { violations: {}, fees: 0 })
  await charge(id, poor)
  assert.deepEqual(await verdicts(), { violations: { retried_too_often: 1 }, fees: 10 })
  wait(31 * 24 * HOUR)
  await charge(id, poor)
  assert.deepEqual((await verdicts()).fees, 10)
})

test('a Mastercard may be tried again ten times within a day, and another card oftener', async (t) => {
  const { store, charge, verdicts, wait } = await openStage(t)
  const [poor, visa] = ['5555550000002404', '4000000000009995']
  const [id, other] = [await store(poor), await store(visa)]
  for (let tries = 0; tries < 11; tries++) {
    assert.equal(await charge(id, poor), '51')
    assert.equal(await charge(other, visa), '51')
    // As its advice says.
    wait(HOUR + 1_000)
  }
  assert.deepEqual(await verdicts(), { violations: {}, fees: 0 })
  await charge(other, visa)
  await charge(id, poor)
  assert.deepEqual(await verdicts(), { violations: { retried_too_often: 1 }, fees: 10 })
  wait(24 * HOUR)
  await charge(id, poor)
  assert.deepEqual((await verdicts()).fees, 10)
})
