/** Rehearsals of planted shops, in the test's own process. */
import assert from 'node:assert/strict'
import type { Memory } from '../src/rehearsal/left-behind.ts'
import { type Limits, rehearsalLimits } from '../src/rehearsal/limits.ts'
import type { MistakeCode } from '../src/rehearsal/mistakes.ts'
import type { PlayChoices } from '../src/rehearsal/play.ts'
import { rehearse } from '../src/rehearsal/rehearse.ts'
import type { Platform } from './platform.ts'
import { openPlantedShop, type Plant } from './rehearsal-shop.ts'

/**
 * A planted shop knows what it believes before it answers a delivery, so waiting longer for it would only
 * make a test slow.
 */
const testLimits: Limits = {
  ...rehearsalLimits,
  beliefMs: 500,
  beliefAgainMs: 100,
  stillMs: 500,
  promptMs: 100,
  newKeyMs: 400,
  newKeyPauseMs: 200,
  againMs: 100,
  againForMs: 300,
  resumeMs: [50, 50, 50],
  afterwardsMs: 20,
}

let seed = 1

export function openMemory(kept?: unknown): Memory {
  return {
    kept: () => kept,
    keep: (settings) => (kept = settings),
    forget: () => (kept = undefined),
  }
}

/** Plays these scenarios, or all, with such a shop; each time with another seed. */
export async function rehearsed(
  platform: Platform,
  plant: Plant,
  only?: string[],
  limits: Partial<Limits> = {},
  choices: Partial<PlayChoices> = {},
  memory = openMemory(),
) {
  const shop = await openPlantedShop(platform, plant)
  try {
    return await rehearse({
      endpoint: shop.endpoint,
      ...choices,
      seed: seed++,
      ...(only && { only }),
      demo: { ...platform.demo, api_url: platform.url, simulator_url: platform.simulatorUrl },
      context: platform.context,
      memory,
      limits: { ...testLimits, ...limits },
    })
  } finally {
    await shop.close()
  }
}

/** Holds that this mistake is told, with why it matters, and no other. */
export async function isTold(
  platform: Platform,
  code: string,
  plant: Plant,
  only?: string[],
  limits: Partial<Limits> = {},
) {
  const { mistakes, scenarios } = await rehearsed(platform, plant, only, limits)
  assert.deepEqual(
    mistakes.map((one) => one.code),
    [code],
    JSON.stringify({ plant, mistakes, scenarios }, null, 1),
  )
  const [{ why, remedy, guide, seen }] = mistakes as [(typeof mistakes)[0]]
  assert.ok(why.length > 40 && remedy.length > 40 && seen.length > 0)
  assert.ok(guide.endsWith(`/docs/guide/rehearsal#${code}`))
  return { seen, scenarios }
}

/**
 * A way to make a mistake: what such a shop does, what it is told, and in which of all scenarios; the others
 * pass.
 */
export type Way = [what: string, MistakeCode, Plant, string[]]

/** Holds that a way is told as its mistake, where it is seen and nowhere else. */
export async function toldIn(platform: Platform, [, code, plant, seenIn]: Way): Promise<void> {
  const { seen, scenarios } = await isTold(platform, code, plant)
  const where = (found: string[]) => [...new Set(found)].sort()
  const told = where(seen.map((one) => one.replace('in the end, ', '').split(':')[0]!))
  const inTime = where(seen.filter((one) => !one.startsWith('in the end')).map((one) => one.split(':')[0]!))
  const mistaken = scenarios.filter(({ outcome }) => outcome !== 'passed').map(({ name }) => name)
  assert.deepEqual(where(mistaken), inTime, JSON.stringify(scenarios, null, 1))
  // By a clock of its own it finds any charge slow where the machine is.
  const byClock = plant.impatientMs !== undefined || plant.givesUpMs !== undefined
  const expected = byClock ? told.filter((name) => seenIn.includes(name)) : told
  assert.deepEqual(expected, seenIn, seen.join('\n'))
}
