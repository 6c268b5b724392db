import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { coalesce, REST_MAX_MS } from './coalesce.ts'

/** Statements that end when they are told to; `batches` are their items, in the order in which they began. */
function openLane(shape: Parameters<typeof coalesce>[1] = { atOnce: 2, batchMax: 4 }) {
  const batches: number[][] = []
  const ends: (() => void)[] = []
  const add = coalesce((items: number[]) => {
    batches.push(items)
    return new Promise<number[]>((resolve) => ends.push(() => resolve(items.map((item) => item * 10))))
  }, shape)
  return { batches, ends, add }
}

test('a single call runs at once and alone', () => {
  const { batches, add } = openLane()
  void add(1)
  assert.deepEqual(batches, [[1]])
})

test('calls that come while one is under way share the next, in order, each with its own result', async () => {
  const { batches, ends, add } = openLane()
  const results = [1, 2, 3].map(add)
  assert.deepEqual(batches, [[1]])
  ends[0]!()
  assert.equal(await results[0], 10)
  const { promise, resolve } = Promise.withResolvers<void>()
  const wait = setInterval(() => batches.length === 2 && resolve(), 1)
  await promise
  clearInterval(wait)
  assert.deepEqual(batches, [[1], [2, 3]])
  ends[1]!()
  assert.deepEqual(await Promise.all(results), [10, 20, 30])
})

test('what comes together with the first shares its statement where it is asked for, and a single call waits for nobody', async () => {
  const { batches, add } = openLane({ atOnce: 2, batchMax: 4, together: true })
  for (const item of [1, 2, 3]) void add(item)
  await Promise.resolve()
  assert.deepEqual(batches, [[1, 2, 3]])
  const alone = openLane({ atOnce: 2, batchMax: 4, together: true })
  void alone.add(1)
  await Promise.resolve()
  assert.deepEqual(alone.batches, [[1]])
})

test('a full batch does not wait for one that is under way, and there are never more at once than may be', () => {
  const { batches, add } = openLane()
  for (let item = 1; item <= 13; item++) void add(item)
  assert.deepEqual(batches, [[1], [2, 3, 4, 5]])
})

test('after a statement that was shared there is a rest, which its end ends, or half a batch that waits', async ({
  mock,
}) => {
  let now = 0
  mock.timers.enable({ apis: ['setTimeout'] })
  mock.method(performance, 'now', () => now)
  const { batches, ends, add } = openLane({ atOnce: 1, batchMax: 16 })
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
  const end = async (afterMs: number) => {
    now += afterMs
    ends.at(-1)!()
    await turn()
  }
  for (const item of numbers(1, 9)) void add(item)
  await end(0)
  assert.deepEqual(batches.slice(1), [numbers(2, 9)])
  // It took 2 ms and eight shared it.
  await end(2)
  for (const item of numbers(10, 16)) void add(item)
  assert.equal(batches.length, 2)
  void add(17)
  assert.deepEqual(batches.slice(2), [numbers(10, 17)])
  await end(60_000)
  void add(18)
  assert.equal(batches.length, 3)
  mock.timers.tick(REST_MAX_MS)
  assert.deepEqual(batches.slice(3), [[18]])
  // One alone is followed by hardly any.
  await end(2)
  void add(19)
  assert.deepEqual(batches.slice(4), [[19]])
})

test('where the database refuses a row, its neighbours have their results all the same', async () => {
  const add = coalesce(
    async (items: number[]) => {
      if (items.includes(3)) throw Object.assign(new Error('bad'), { code: '23514' })
      return items
    },
    { atOnce: 1, batchMax: 8 },
  )
  const results = await Promise.allSettled([1, 2, 3, 4].map(add))
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
})
