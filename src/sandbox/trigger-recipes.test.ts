/**
 * Every type of the catalogue is made to happen on one installation, by what makes it in real life: at the
 * same time those that leave the clock alone, then one by one those that move it.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { type EverydayType, everydayTypes } from '../events/event-types.ts'
import { clockMoveOf } from './trigger-recipes.ts'

/** One less than the API runs of a company (src/http/slots.ts): recipes make such requests themselves. */
const AT_ONCE = 4

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

/** What went wrong with it, if anything. */
async function wrongWith(type: EverydayType): Promise<string[]> {
  const answer = await platform.call('POST', '/sandbox/trigger', { type })
  const event = answer.body
  try {
    assert.equal(event.type, type, answer.text)
    const { body } = await platform.call('GET', `/events?after=${event.id - 1}&limit=1`)
    assert.deepEqual(body.data, [event])
    return []
  } catch (error) {
    return [`${type}: ${(error as Error).message}`]
  }
}

/** Has these happen, `AT_ONCE` of them at a time. */
async function triggerAll(left: EverydayType[]): Promise<string[]> {
  const wrong: string[] = []
  const one = async () => {
    for (let type = left.shift(); type !== undefined; type = left.shift())
      wrong.push(...(await wrongWith(type)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  return wrong
}

test('every type of event but that of a restore can be made to happen, and is in the log as it is answered', async () => {
  const unmoved = everydayTypes.filter((type) => clockMoveOf(type) === undefined)
  assert.deepEqual(await triggerAll(unmoved), [])
})

test('those that need time move the clock by as much as they say', async () => {
  const ahead = async () => (await platform.call('GET', '/sandbox/clock')).body.ahead_seconds
  const seconds = { m: 60, h: 3_600, d: 86_400 }
  for (const type of everydayTypes) {
    const step = clockMoveOf(type)
    if (step === undefined) continue
    const was = await ahead()
    assert.deepEqual(await wrongWith(type), [])
    const [, count, unit] = /^(\d+)([mhd])$/.exec(step)!
    assert.equal((await ahead()) - was, Number(count) * seconds[unit as keyof typeof seconds], type)
  }
})
