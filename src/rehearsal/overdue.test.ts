/**
 * How long a shop has for what it has not done: with its answers alone. With a demo: overdue.nightly.test.ts.
 */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { type Belief, openDoor } from './door.ts'
import type { Late } from './late.ts'
import { type Limits, rehearsalLimits } from './limits.ts'
import { type Backlog, belatedNote, STOPPED, waitForShop } from './overdue.ts'

const orderNamed = (name: string) => ({
  name,
  contactId: '',
  amount: '',
  spoiled: false,
  isCharged: false,
})
const belief = (order: string, state: Belief['state'], shipped: number): Belief => ({ order, state, shipped })

/** A shop that says these of its orders, one after the other, and then the last for ever. */
async function openShop(t: TestContext, says: Belief[][], signal = new AbortController().signal) {
  let looks = 0
  const server = createServer((_request, response) => {
    const orders = says[Math.min(looks++, says.length - 1)]
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ orders }))
  })
  await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const door = (await openDoor(`http://127.0.0.1:${port}/webhook`, rehearsalLimits))!
  looks = 0
  return door(signal)
}

/** Waits for the order `a` to be paid; answers what was told, and why it was not seen. */
async function waited(
  t: TestContext,
  says: Belief[][],
  limits: Partial<Limits>,
  { late = [], stop }: { late?: Late[]; stop?: AbortSignal } = {},
) {
  const told: string[] = []
  const backlog: Backlog = { overdue: [], belated: [] }
  backlog.overdue.push({
    scenario: 'paid',
    order: orderNamed('a'),
    code: 'misses_payment',
    since: performance.now(),
    fits: ({ state }) => state === 'paid',
    wrong: ({ state }) => `the order is ${state}`,
    tell: (code, seen) => void told.push(`${code}: ${seen}`),
  })
  const unseen = await waitForShop({
    door: await openShop(t, says),
    backlog,
    late,
    lags: [],
    limits: { ...rehearsalLimits, ...limits },
    stop,
  })
  return { told, unseen, note: belatedNote(backlog).join() }
}

const waiting = [belief('a', 'waiting', 0)]
const paid = [belief('a', 'paid', 1)]

test('what a shop does in the end is late and no mistake, however many others it does before', async (t) => {
  const others = Array.from({ length: 5 }, (_, shipped) => [...waiting, belief('b', 'paid', shipped)])
  const { told, unseen, note } = await waited(t, [...others, paid], { stillMs: 60_000 })
  assert.deepEqual([told, unseen], [[], undefined])
  assert.match(note, /^your shop is late, and right in the end: 1 order \(paid\), up to \d+ s after/)
})

test('what a shop has not done once nothing changes any more is told, also of an order that it does not know', async (t) => {
  const { told, unseen, note } = await waited(t, [waiting], { stillMs: 0 })
  assert.deepEqual([told, unseen, note], [['misses_payment: the order is waiting'], undefined, ''])
  assert.deepEqual((await waited(t, [[]], { stillMs: 0 })).told, told)
})

test('of a shop that is still at it when the time is over nothing is told', async (t) => {
  const { told, unseen } = await waited(t, [waiting], { stillMs: 60_000, drainMs: 0 })
  assert.deepEqual([told, unseen], [[], 'your shop was still at it 0 s after all was delivered'])
})

test('of a shop that could not be waited for, since it was stopped, nothing is told', async (t) => {
  const { told, unseen } = await waited(t, [waiting], { stillMs: 0 }, { stop: AbortSignal.abort() })
  assert.deepEqual([told, unseen], [[], STOPPED])
})

test('what an order came to late is what it must not go back from', async (t) => {
  const order = orderNamed('c')
  const before = belief('c', 'paid', 1)
  const repeated = { order, before, what: 'old events' }
  const late: Late[] = [{ since: performance.now() - 3_600_000, order, repeated }]
  const gone = belief('c', 'taken_back', 1)
  await waited(
    t,
    [
      [...waiting, gone],
      [...paid, before],
    ],
    { stillMs: 60_000 },
    { late },
  )
  assert.deepEqual(repeated.before, gone)
})
