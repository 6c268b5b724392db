import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Platform } from '../../test/platform.ts'
import { provocations, startProblemStage } from '../../test/problem-stage.ts'
import { type ProblemCode, problems } from '../ground/errors.ts'
import { sampleProblem } from './problem-samples.ts'

let platform: Platform
before(async () => {
  platform = await startProblemStage()
})
after(() => platform?.close())

/** Ids and seconds of a wait differ each time; all else of an answer is what the sample says. */
const comparable = (body: unknown) =>
  JSON.parse(
    JSON.stringify(body)
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
      .replaceAll(/wait \d+ seconds?/g, 'wait <n> seconds'),
  )

test('the sample of each problem is an answer that the platform gives', async () => {
  const { idempotency_in_progress, ...others } = provocations(platform)
  // It waits for twenty seconds, and nothing waits for it.
  const inProgress = idempotency_in_progress()
  const given: Record<string, unknown> = {}
  for (const [code, ask] of Object.entries(others)) given[code] = comparable(await ask())
  given.idempotency_in_progress = comparable(await inProgress)
  const samples = (Object.keys(problems) as ProblemCode[]).map((code) => [
    code,
    comparable(sampleProblem(code, platform.url)),
  ])
  assert.deepEqual(given, Object.fromEntries(samples))
})
