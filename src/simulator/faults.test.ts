import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goodCard, sale, startTestNetwork, type TestNetwork } from '../../test/network.ts'
import { until } from '../../test/platform.ts'

/** Sends charges in one write and answers their numbers in the order in which they were answered. */
async function answeredOrder({ network, newReference }: TestNetwork, charges: number): Promise<number[]> {
  const order: number[] = []
  await Promise.all(
    Array.from({ length: charges }, async (_, i) => {
      const outcome = await network.charge(newReference(), goodCard, sale)
      assert.equal(outcome.outcome, 'approved')
      order.push(i)
    }),
  )
  return order
}

test('reordered answers come in the opposite order, and each reaches its request', async (t) => {
  const demo = await startTestNetwork(t)
  assert.deepEqual(await answeredOrder(demo, 4), [0, 1, 2, 3])
  await demo.setFaults({ reorder_answers: 4 })
  assert.deepEqual(await answeredOrder(demo, 4), [3, 2, 1, 0])
  assert.deepEqual(await answeredOrder(demo, 4), [0, 1, 2, 3])
})

test('fewer answers than are to be reordered are not held for ever', async (t) => {
  const demo = await startTestNetwork(t)
  await demo.setFaults({ reorder_answers: 100 })
  assert.deepEqual(await answeredOrder(demo, 3), [2, 1, 0])
  assert.deepEqual(await answeredOrder(demo, 1), [0])
})

test('answers that are held when their connection goes are lost, and the next connection works', async (t) => {
  const demo = await startTestNetwork(t)
  // Delayed as well, so that the answer cannot leave first however slow this machine is.
  await demo.setFaults({ reorder_answers: 2, answer_delay_ms: 600_000 })
  const charge = demo.network.charge(demo.newReference(), goodCard, sale)
  await until('the charge', async () => (await demo.books()).entries.length === 1)
  await demo.setFaults({ drop_link: true, answer_delay_ms: 0, reorder_answers: 0 })
  assert.deepEqual(await charge, { outcome: 'unknown', reason: 'link_lost' })
  await demo.network.ready()
  assert.deepEqual(await answeredOrder(demo, 2), [0, 1])
})

test('a network that is late about payments still answers sign-ons and echo tests: its link stays', async (t) => {
  const demo = await startTestNetwork(t, { echoIntervalMs: 5, managementTimeoutMs: 500 })
  await demo.setFaults({ answer_delay_ms: 1_500 })
  const { outcome } = await demo.network.charge(demo.newReference(), goodCard, sale)
  assert.equal(outcome, 'approved')
  await demo.setFaults({ drop_link: true })
  await demo.events.happened('up', 2)
  const reasons = demo.events.events.flatMap((event) => (event.type === 'down' ? event.reason : []))
  assert.deepEqual(reasons, ['connection_lost'])
})

test('duplicated answers settle their requests once, sign-ons too', async (t) => {
  const demo = await startTestNetwork(t)
  await demo.setFaults({ duplicate_answers: 3 })
  await answeredOrder(demo, 5)
  await demo.events.happened('duplicate_answer', 3)
  assert.equal(demo.network.counters().duplicate, 3)
  assert.equal((await demo.books()).totals.CAD!.captured, 5 * 1050)
  await demo.setFaults({ duplicate_answers: 1, drop_link: true })
  await demo.events.happened('up', 2)
  assert.deepEqual(await answeredOrder(demo, 2), [0, 1])
})

test('POST /faults answers with every fault as it is now', async (t) => {
  const { simulator } = await startTestNetwork(t)
  const headers = { 'content-type': 'application/json' }
  const set = (body: object) =>
    fetch(`${simulator.httpUrl}/faults`, { method: 'POST', headers, body: JSON.stringify(body) })
  await set({ reorder_answers: 7 })
  assert.deepEqual(await (await set({ duplicate_answers: 2, answer_delay_ms: 5 })).json(), {
    answer_delay_ms: 5,
    stop_answering: 0,
    refuse_sign_on: 0,
    reorder_answers: 7,
    duplicate_answers: 2,
  })
  assert.equal((await set({ duplicate_answers: -1 })).status, 422)
})
