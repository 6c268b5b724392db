import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../../test/platform.ts'
import { watchDeadlines } from './deadlines.ts'

test('what waits expires once, in its time and out of what waits by then; what was answered never does', async (t) => {
  const waiting = new Map<number, { dueAt: number }>()
  const expired: number[] = []
  const deadlines = watchDeadlines(waiting, ({ dueAt }, key) => {
    assert.ok(dueAt <= performance.now() && !waiting.has(key))
    expired.push(key)
  })
  t.after(() => deadlines.stop())
  const wait = (key: number, ms: number) => {
    const dueAt = performance.now() + ms
    waiting.set(key, { dueAt })
    deadlines.watch(dueAt)
  }
  wait(1, 60_000)
  for (let key = 2; key < 100; key++) wait(key, 100 - key)
  for (let key = 3; key < 100; key += 2) waiting.delete(key)
  await until('all that is due to expire', async () => waiting.size === 1)
  // Those that come after all before have expired are watched as well.
  wait(100, 5)
  await until('the next one to expire', async () => waiting.size === 1)
  const even = Array.from({ length: 50 }, (_, at) => 2 * at + 2)
  assert.deepEqual(
    expired.sort((a, b) => a - b),
    even,
  )
  assert.deepEqual([...waiting.keys()], [1])
})

test('one that expires may begin others, and what is begun while many expire is watched', async (t) => {
  const waiting = new Map<string, { dueAt: number }>()
  const expired: string[] = []
  const wait = (key: string) => {
    const dueAt = performance.now() + 1
    waiting.set(key, { dueAt })
    deadlines.watch(dueAt)
  }
  const deadlines = watchDeadlines(waiting, (_entry, key) => {
    expired.push(key)
    if (key.length < 5) wait(`${key}x`)
  })
  t.after(() => deadlines.stop())
  wait('a')
  wait('b')
  await until('the last to expire', async () => expired.length === 10)
  assert.equal(waiting.size, 0)
})
