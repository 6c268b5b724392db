/** Plays one scenario after the other, each within its time and all within theirs. */
import { OperatorError } from '../ground/errors.ts'
import type { DemoClient } from '../sandbox/demo-client.ts'
import type { Deliveries } from './deliveries.ts'
import type { Door } from './door.ts'
import { lookBack } from './look-back.ts'
import { EndOfRehearsal, NotPlayed, NotReached } from './outcome.ts'
import { belatedNote, STOPPED, waitForShop } from './overdue.ts'
import { anyOrder, first, last, type Scenario } from './scenarios.ts'
import { openStage, type Stage, type StageOptions, type Told } from './stage.ts'

/** Whom a scenario asks; each stops asking when the signal is aborted. */
type Cast = { demo: DemoClient; deliveries: Deliveries; door: Door | undefined }

export type Played = {
  name: string
  about: string
  /**
   * `not_played`: the shop has no such step. `not_reached`: it could not be played to its end, so nothing is
   * known of it.
   */
  outcome: 'passed' | 'mistaken' | 'not_played' | 'not_reached'
  /** Why it was not played, or not to its end. */
  reason?: string
}

/** What is played, and who hears of it. */
export type PlayChoices = {
  /** The names of the scenarios that are played; all where it is left out. */
  only?: readonly string[]
  /** Ends it early; what is there is judged, and all is put back. */
  stop?: AbortSignal
  onScenario?(scenario: Played): void
  /** What is under way. */
  onStep?(scenario: string, what: string): void
}

type PlayOptions = PlayChoices & {
  cast: (signal: AbortSignal) => Cast
  stage: Omit<StageOptions, keyof Cast | 'signal' | 'doing'>
  limits: StageOptions['limits']
  /** After a scenario that was cut off: the network is quick, and the webhook delivers at once. */
  putRight: () => Promise<unknown>
}

export type Record = { played: Played[]; told: Told[]; notes: string[] }

export async function playAll(options: PlayOptions): Promise<Record> {
  const { limits, only, stop, cast, stage, onScenario, putRight } = options
  const whole = AbortSignal.any([AbortSignal.timeout(limits.playMs), ...(stop ? [stop] : [])])
  const played: Played[] = []
  const stages: Stage[] = []
  const stageOf = ({ name }: Played) => stages.find(({ scenario }) => scenario === name)
  /** What may still turn out to be a mistake is not called passed yet. */
  const isOpen = ({ name, outcome }: Played) =>
    outcome === 'passed' &&
    (stages.some(({ scenario, late }) => scenario === name && late.length > 0) ||
      stage.backlog.overdue.some(({ scenario }) => scenario === name))
  const open = new Set<Played>()
  /** How much was told of a scenario when it was called what it is. */
  const toldThen = new Map<string, number>()
  let ended: string | undefined
  // Drawn whatever is played of it, so that a scenario by itself is what it was among all.
  const order = [first, ...stage.chance.shuffled(anyOrder), ...last]
  for (const scenario of order.filter(({ name }) => only?.includes(name) ?? true)) {
    if (whole.aborted) ended ??= timeOver(options)
    const one = ended
      ? { name: scenario.name, about: scenario.about, outcome: 'not_reached' as const, reason: ended }
      : await play(scenario, options, whole, stages)
    if (one.stands) ended = `nothing is delivered any more: ${one.reason}`
    if (!ended && one.outcome === 'not_reached') await putRight()
    const { stands: _, ...shown } = one
    played.push(shown)
    if (isOpen(shown)) open.add(shown)
    else {
      toldThen.set(shown.name, stageOf(shown)?.told.length ?? 0)
      onScenario?.(shown)
    }
  }
  const unseen = await seenLate(stages, options)
  const { demo, door } = cast(AbortSignal.timeout(limits.lookBackMs))
  const notes = belatedNote(stage.backlog)
  if (door)
    await lookBack(demo, door, stages).catch((error: Error) =>
      notes.push(`what your shop did late could not be looked at: ${error.message}`),
    )
  const judged = played.map((one): Played => {
    if (!open.has(one)) return one
    if ((stageOf(one)?.told.length ?? 0) > 0) return { ...one, outcome: 'mistaken' }
    return unseen === undefined ? one : { ...one, outcome: 'not_reached', reason: unseen }
  })
  for (const [at, one] of judged.entries()) if (open.has(played[at]!)) onScenario?.(one)
  return {
    played: judged,
    told: stages.flatMap(({ scenario, told }) =>
      // A scenario that was called something stays that: what is found of it later stands by itself.
      told.map((one, at) =>
        at >= (toldThen.get(scenario) ?? at + 1) ? { ...one, inTheEnd: true as const } : one,
      ),
    ),
    notes: [...stages.flatMap((one) => one.notes), ...notes],
  }
}

/** Waits once for all that the shop may still do; answers why, where it was not waited for to its end. */
async function seenLate(
  stages: Stage[],
  { cast, stage, limits, stop, onStep }: PlayOptions,
): Promise<string | undefined> {
  const { backlog, lags } = stage
  const within = AbortSignal.timeout(limits.drainMs + limits.stillMs)
  const { door } = cast(stop ? AbortSignal.any([stop, within]) : within)
  if (!door) return undefined
  onStep?.('all', 'what does the shop still do about what was delivered?')
  const late = stages.flatMap((one) => one.late)
  return waitForShop({ door, backlog, late, lags, limits, stop }).catch((error: Error) =>
    stop?.aborted ? STOPPED : `what your shop does late could not be seen: ${error.message}`,
  )
}

const timeOver = ({ stop, limits }: PlayOptions) =>
  stop?.aborted ? 'it was stopped' : `the rehearsal’s ${limits.playMs / 1000} s were over`

/** `stands`: nothing can be played after it. */
async function play(
  scenario: Scenario,
  options: PlayOptions,
  whole: AbortSignal,
  stages: Stage[],
): Promise<Played & { stands?: true }> {
  const { cast, limits, onStep } = options
  const { name, about } = scenario
  const signal = AbortSignal.any([whole, AbortSignal.timeout(limits.scenarioMs)])
  let step = 'it began'
  const doing = (what: string) => {
    step = what
    onStep?.(name, what)
  }
  const stage = openStage({ ...options.stage, ...cast(signal), signal, doing }, name)
  stages.push(stage)
  const outcome = () => (stage.told.length > 0 ? 'mistaken' : 'passed')
  try {
    await scenario.play(stage)
    return { name, about, outcome: outcome() }
  } catch (error) {
    const reason = (error as Error).message
    if (error instanceof EndOfRehearsal) {
      const ended = stage.told.length > 0 ? 'mistaken' : 'not_reached'
      return { name, about, outcome: ended, reason, stands: true }
    }
    if (signal.aborted) {
      const over = whole.aborted ? timeOver(options) : `its ${limits.scenarioMs / 1000} s were over`
      return { name, about, outcome: 'not_reached', reason: `${over} while ${step}` }
    }
    if (error instanceof NotPlayed) return { name, about, outcome: 'not_played', reason }
    if (!(error instanceof NotReached || error instanceof OperatorError)) throw error
    return { name, about, outcome: 'not_reached', reason }
  }
}
