import { OperatorError, UsageError } from '../../ground/errors.ts'
import { advanceClock, parseStep, showClock } from '../../sandbox/sandbox-clock.ts'
import { withMainDatabase } from '../main-database.ts'
import { openProgress } from '../progress.ts'

const LOOK_MS = 200

/** Moves the demo's clock forward by a step such as `3d`; what time it has then. */
export async function advance(text: string) {
  const stepMs = parseStep(text)
  if (!stepMs) throw new UsageError(`"${text}" is no step; give 3d, 12h, 30m or 1d12h, 366d at most.`)
  const progress = openProgress(
    () =>
      `\nNot waited for: what was asked stays asked, and the demo moves by ${text}. \`jetpay clock show\` has it.`,
  )
  const started = performance.now()
  const timer = setInterval(
    () => progress.say(`The demo moves by ${text}: ${((performance.now() - started) / 1000).toFixed(1)} s`),
    LOOK_MS,
  )
  try {
    const clock = await withMainDatabase((db) => advanceClock(db, stepMs))
    if (clock === false)
      throw new OperatorError('The clock is ten years ahead; start with a new data folder.', 'wrong_state')
    if (clock === null)
      throw new OperatorError(
        'Nothing moved the clock yet: worker, vault and simulator must run. It moves once they do.',
        'service_unavailable',
      )
    return showClock(clock)
  } finally {
    clearInterval(timer)
    progress.end()
  }
}
