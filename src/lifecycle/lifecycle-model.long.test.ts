/**
 * The statements that move a charge, in any order, repeated and against each other, over the real vault,
 * network and database: after each step everything is as the simple model (test/charge-model.ts) has it, and
 * at the end the network's books are.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { booksAgree } from '../../test/charge-agreement.ts'
import type { Model } from '../../test/charge-model.ts'
import {
  approvedTooLate,
  ask,
  byHand,
  neverLeft,
  race,
  recordAll,
  recordBy,
  requests,
  reverseByRequest,
  type Stage,
  work,
} from '../../test/charge-steps.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

const RUNS = 60
const STEPS_MAX = 40
/** A network that keeps silent costs a run this long, many times. */
const TIMEOUT_MS = 60
/** At the end the network answers. Even a very busy machine hears it in one of so many tries. */
const ROUNDS_MAX = 50

let platform: Platform
let stage: Stage
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: TIMEOUT_MS, reversalTimeoutMs: TIMEOUT_MS })
  const cards = {
    good: await platform.saveCard('4242424242424242'),
    poor: await platform.saveCard('4000000000009995'),
    silent: await platform.saveCard('4000000000900011'),
  }
  await platform.stopWorker()
  const worker = { ...platform.context, config: { ...platform.config, attemptAbandonedMs: 0 } }
  stage = { platform, worker, cards }
})
// Its steps take the parts of a charge one by one, without what keeps a card from being declined too often.
after(() => platform.close({ judged: false }))

const which = fc.nat(20)
const asked = fc.record({
  card: fc.constantFrom(
    'good' as const,
    'good' as const,
    'poor' as const,
    'silent' as const,
    'unknown' as const,
  ),
  key: fc.option(fc.constantFrom('k1', 'k2', 'k3', 'k4')),
})
const steps = fc.commands(
  [
    fc.array(asked, { minLength: 1, maxLength: 4 }).map(requests),
    which.map(ask),
    which.map(neverLeft),
    fc.tuple(which, fc.integer({ min: 1, max: 3 })).map(([charge, rivals]) => recordBy(charge, rivals)),
    fc.constant(recordAll),
    fc
      .tuple(fc.integer({ min: 1, max: 2 }), fc.boolean())
      .map(([workers, answered]) => work(workers, answered)),
    which.map(race),
    which.map(reverseByRequest),
    which.map(approvedTooLate),
    fc
      .tuple(which, fc.constantFrom('debits' as const, 'attempts' as const), which)
      .map(([charge, table, state]) => byHand(charge, table, state)),
  ],
  { maxCommands: STEPS_MAX, size: 'max' },
)

test('whatever the order of requests, answers, repeats, reversals and rivals: charges are as the model has them, and the books too', async () => {
  const property = fc.asyncProperty(steps, async (commands) => {
    const model: Model = { charges: [], keys: new Map() }
    await platform.db.run(sql`delete from idempotency_keys`)
    await fc.asyncModelRun(() => ({ model, real: stage }), commands)
    // Whoever has heard something says so; then the worker settles the rest.
    if (recordAll.check(model)) await recordAll.run(model, stage)
    for (const charge of model.charges.keys()) {
      const late = approvedTooLate(charge)
      if (late.check(model)) await late.run(model, stage)
    }
    let rounds = 0
    do await work(1, true).run(model, stage)
    while (model.charges.some(({ attempt }) => attempt === 'reversing') && ++rounds < ROUNDS_MAX)
    assert.ok(rounds < ROUNDS_MAX, 'a reversal is never acknowledged')
    await booksAgree(platform, model)
  })
  await fc.assert(property, { numRuns: RUNS })
})
