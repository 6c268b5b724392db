import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cardNumbered,
  goodCard,
  linkEvents,
  NEVER_MS,
  sale,
  startTestNetwork,
} from '../../../test/network.ts'
import { systemClock } from '../../ground/clock.ts'
import { openLink } from './link.ts'

const timesOut = cardNumbered('4000000000900011')
const answersLate = cardNumbered('4000000000900037')
const dropsLink = cardNumbered('4000000000900045')
const answersGarbage = cardNumbered('4000000000900060')
const answersTwice = cardNumbered('4000000000900078')

test('a link signs on before it takes requests, and signs on again when that is refused', async (t) => {
  const { network, events, setFaults } = await startTestNetwork(t)
  assert.equal(network.state(), 'up')
  await setFaults({ refuse_sign_on: 2, drop_link: true })
  await events.happened('up', 2)
  const reasons = events.events.map((event) => (event.type === 'down' ? event.reason : event.type))
  assert.deepEqual(reasons, ['up', 'connection_lost', 'sign_on_failed', 'sign_on_failed', 'up'])
})

test('an unanswered echo drops the link, which then comes back', async (t) => {
  const { events, setFaults } = await startTestNetwork(t, { echoIntervalMs: 5, managementTimeoutMs: 200 })
  await setFaults({ stop_answering: 1 })
  await events.happened('up', 2)
  assert.ok(events.events.some((event) => event.type === 'down' && event.reason === 'echo_unanswered'))
})

test('many requests share a connection and each gets its own answer', async (t) => {
  const { network, newReference } = await startTestNetwork(t)
  const outcomes = await Promise.all(
    Array.from({ length: 500 }, (_, i) =>
      network.charge(newReference(), i % 2 ? goodCard : cardNumbered('4000000000009995'), sale),
    ),
  )
  outcomes.forEach((outcome, i) => {
    assert.equal(outcome.outcome, i % 2 ? 'approved' : 'declined')
  })
  assert.equal(network.counters().connects, 1)
})

test('answers in another order than the requests reach the right ones', async (t) => {
  const { network, newReference } = await startTestNetwork(t, { lateAnswerMs: 20 })
  const order: string[] = []
  const slow = network.charge(newReference(), answersLate, sale).then(() => order.push('first'))
  const quick = network.charge(newReference(), goodCard, sale).then(() => order.push('second'))
  await Promise.all([slow, quick])
  assert.deepEqual(order, ['second', 'first'])
})

test('an answer after the timeout is counted and given to nobody', async (t) => {
  const { network, events, newReference } = await startTestNetwork(t, { lateAnswerMs: 100, timeoutMs: 20 })
  const reference = newReference()
  assert.deepEqual(await network.charge(reference, answersLate, sale), {
    outcome: 'unknown',
    reason: 'timeout',
  })
  await events.happened('late_answer')
  assert.deepEqual(events.events.at(-1), {
    type: 'late_answer',
    mti: '0210',
    stan: reference.sequence,
    rrn: reference.id,
  })
  assert.equal(network.counters().late, 1)
})

test('a second answer to the same request is counted and dropped', async (t) => {
  const { network, events, newReference } = await startTestNetwork(t)
  assert.equal((await network.charge(newReference(), answersTwice, sale)).outcome, 'approved')
  await events.happened('duplicate_answer')
  assert.equal(network.counters().duplicate, 1)
})

test('an answer that cannot be read is counted, and the link goes on', async (t) => {
  const { network, events, newReference } = await startTestNetwork(t, { timeoutMs: 1_000 })
  const garbled = network.charge(newReference(), answersGarbage, sale)
  await events.happened('malformed_message')
  assert.equal((await network.charge(newReference(), goodCard, sale)).outcome, 'approved')
  assert.deepEqual(await garbled, { outcome: 'unknown', reason: 'timeout' })
  assert.equal(network.counters().connects, 1)
})

test('requests under way when the link drops are unknown, and the next one goes over a new connection', async (t) => {
  const { network, events, newReference } = await startTestNetwork(t)
  const waiting = network.charge(newReference(), timesOut, sale)
  const dropping = network.charge(newReference(), dropsLink, sale)
  for (const outcome of await Promise.all([waiting, dropping])) {
    assert.deepEqual(outcome, { outcome: 'unknown', reason: 'link_lost' })
  }
  await events.happened('up', 2)
  assert.equal((await network.charge(newReference(), goodCard, sale)).outcome, 'approved')
})

test('while the link is down nothing is sent, and that is what the caller hears', async (t) => {
  const { network, simulator, events, newReference } = await startTestNetwork(t)
  await simulator.close()
  await events.happened('down')
  assert.deepEqual(await network.charge(newReference(), goodCard, sale), {
    outcome: 'unsent',
    reason: 'link_down',
  })
})

test('beyond the bound on requests under way, a request is refused unsent', async (t) => {
  const { network, newReference, books } = await startTestNetwork(t, { maxInFlight: 2, timeoutMs: 200 })
  const waiting = [1, 2].map(() => network.charge(newReference(), timesOut, sale))
  assert.deepEqual(await network.charge(newReference(), goodCard, sale), {
    outcome: 'unsent',
    reason: 'link_busy',
  })
  await Promise.all(waiting)
  assert.equal((await books()).entries.length, 2)
})

test('closing waits for the requests under way and takes no more', async (t) => {
  const { network, newReference } = await startTestNetwork(t, { lateAnswerMs: 20 })
  const last = network.charge(newReference(), answersLate, sale)
  const closed = network.close()
  assert.deepEqual(await network.charge(newReference(), goodCard, sale), {
    outcome: 'unsent',
    reason: 'link_down',
  })
  assert.equal((await last).outcome, 'approved')
  await closed
  assert.equal(network.state(), 'closed')
  await assert.rejects(network.ready(), /closed/)
})

test('a network that is not there yet is waited for', async (t) => {
  const { simulator } = await startTestNetwork(t)
  const events = linkEvents()
  await simulator.close()
  const link = openLink({
    host: '127.0.0.1',
    port: simulator.isoPort,
    dialect: 'bcd',
    clock: systemClock,
    timeoutMs: NEVER_MS,
    retryMinMs: 1,
    onEvent: events.onEvent,
  })
  await events.happened('down', 3)
  assert.equal(await link.request({ mti: '0800', fields: { 70: '301' } }, ({ outcome }) => outcome), 'unsent')
  await link.close()
})
