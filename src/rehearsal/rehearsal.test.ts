/** What of a rehearsal needs no installation; the rest: rehearsal.nightly.test.ts. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFolder } from '../ground/config.ts'
import { openChance } from './chance.ts'
import { doorUrl } from './door.ts'
import { seenBy } from './late.ts'
import { rehearsalLimits } from './limits.ts'
import { mistakes } from './mistakes.ts'
import { anyOrder, scenarioNames } from './scenarios.ts'

const page = readFileSync(`${projectFolder}/docs/rehearsal.md`, 'utf8')

test('the same seed makes the same choices, another one others', () => {
  const draw = (seed: number) => {
    const chance = openChance(seed)
    return JSON.stringify([
      chance.shuffled(anyOrder.map(({ name }) => name)),
      chance.amount(),
      chance.amount(),
    ])
  }
  for (const seed of [0, 1, 7, 999_999_999]) assert.equal(draw(seed), draw(seed))
  assert.equal(new Set(Array.from({ length: 100 }, (_, seed) => draw(seed))).size, 100)
})

test('choices stay within their bounds', () => {
  const chance = openChance(3)
  for (let time = 0; time < 1_000; time += 1) {
    assert.match(chance.amount(), /^([5-9]|[1-8]\d|90)\.\d\d$/)
    assert.deepEqual(chance.shuffled([1, 2, 3]).sort(), [1, 2, 3])
  }
})

test('every mistake and every scenario is explained, and the page explains no other', () => {
  const [, explained = ''] = page.split('## The mistakes')
  assert.deepEqual(
    [...explained.matchAll(/^### (\w+)$/gm)].map(([, code]) => code),
    Object.keys(mistakes),
  )
  assert.deepEqual(
    [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name).sort(),
    [...scenarioNames].sort(),
  )
})

test('the door is beside the webhook, whatever its address ends with', () => {
  for (const endpoint of ['http://a.test/hook', 'http://a.test/hook/', 'http://a.test/hook?key=1'])
    assert.equal(doorUrl(endpoint), 'http://a.test/hook/rehearsal')
  assert.equal(doorUrl('http://a.test'), 'http://a.test/rehearsal')
})

test('a shop that is quick is not waited for long, one that takes a forgery all the time there is', () => {
  const order = { name: '', contactId: '', amount: '', spoiled: false, isCharged: false }
  const repeated = { order, before: { order: '', state: 'paid', shipped: 1 } as const, what: '' }
  const again = [{ since: 100, order, repeated }]
  const { beliefMs, promptMs, stillMs } = rehearsalLimits
  assert.equal(seenBy([], [], rehearsalLimits), 0)
  assert.equal(seenBy(again, [3, 20], rehearsalLimits), 100 + 40 + promptMs)
  assert.equal(seenBy(again, [90_000], rehearsalLimits), 100 + stillMs)
  assert.equal(seenBy(again, [], rehearsalLimits), 100 + beliefMs)
  assert.equal(seenBy([{ since: 100, order }], [3], rehearsalLimits), 100 + beliefMs)
  assert.equal(seenBy([{ since: 100, order }], [90_000], rehearsalLimits), 100 + stillMs)
  assert.equal(seenBy([{ since: 100, order: { ...order, spoiled: true } }], [3], rehearsalLimits), 0)
})
