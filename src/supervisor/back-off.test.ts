import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBackOff } from './back-off.ts'

test('what keeps ending is started again ever more slowly, up to every five seconds, until it has lived well', () => {
  const { afterLiving } = openBackOff(() => undefined)
  const waits = Array.from({ length: 9 }, () => afterLiving(50))
  assert.deepEqual(waits, [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000])
  assert.equal(afterLiving(10_001), 100)
  assert.equal(afterLiving(50), 200)
})

test('the same line is said once while it keeps ending, another at once, and again once it has lived well', () => {
  const said: string[] = []
  const backOff = openBackOff((line) => said.push(line))
  for (const line of ['no space', 'no space', 'it ended', 'no space']) backOff.say(line)
  assert.deepEqual(said, ['no space', 'it ended'])
  backOff.afterLiving(10_001)
  backOff.say('no space')
  assert.deepEqual(said, ['no space', 'it ended', 'no space'])
})
