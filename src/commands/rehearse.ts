import { rmSync } from 'node:fs'
import { type Config, readConfig } from '../ground/config.ts'
import { OperatorError, UsageError } from '../ground/errors.ts'
import { didYouMean } from '../ground/nearest.ts'
import { openContext } from '../process/context.ts'
import type { Memory } from '../rehearsal/left-behind.ts'
import { rehearse } from '../rehearsal/rehearse.ts'
import { reportText, scenarioLine } from '../rehearsal/report.ts'
import { scenarioNames } from '../rehearsal/scenarios.ts'
import { readIfThere, writePrivately } from '../supervisor/run-file.ts'
import { lockBySocket } from '../supervisor/socket-lock.ts'
import type { DemoFile } from '../supervisor/welcome.ts'
import type { Given } from './command.ts'
import { mainDatabaseUrl } from './main-database.ts'
import { openProgress } from './progress.ts'
import { webAddress } from './web-address.ts'

/**
 * `jetpay rehearse <url>`: plays the demo's accidents with the platform that receives webhooks there, and
 * tells its mistakes. Returns the exit code: 0 none were found, 1 some were, 2 it was not played to its end.
 * After Ctrl-C, SIGTERM or SIGHUP it ends with that signal, once all is put back and told. Throws a
 * UsageError (exit code 2) where it could not be played.
 */
export async function rehearseCommand(given: Given): Promise<0 | 1 | 2> {
  try {
    return await run(given)
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error
    // What could not be played says nothing about the platform: another code than that of a mistake.
    throw new UsageError(error.message, error.fault)
  }
}

async function run(given: Given): Promise<0 | 1 | 2> {
  const endpoint = webAddress('The address', given.word, 'http://localhost:3000/webhook')
  const seed = seedOf(given.has('seed'))
  const only = onlyOf(given.has('only'))
  const config = readConfig()
  const demo = readIfThere<DemoFile>(`${config.dataFolder}/demo.json`)
  if (config.environment !== 'demo' || !demo.api_url || !demo.api_token)
    throw new OperatorError(
      'There is no demo here: start it with `npm start`. Rehearsals are played in a demo only.',
      'service_unavailable',
    )
  const databaseUrl = await mainDatabaseUrl()
  const lock = await lockBySocket(
    `${config.dataFolder}/rehearsal.sock`,
    `${endpoint}, process ${process.pid}`,
    playing,
  )
  try {
    return await play(given, { endpoint, seed, only }, demo as DemoFile, { ...config, databaseUrl })
  } finally {
    lock.release()
  }
}

/** Two would take each other's delays, held deliveries and keys for what the shops do. */
const playing = (who: string) =>
  new OperatorError(
    `Another rehearsal of this installation is being played${who && ` (${who})`}: wait until it has ended.`,
    'service_unavailable',
  )

type Choices = { endpoint: string; seed: number; only: string[] | undefined }

async function play(
  given: Given,
  { endpoint, seed, only }: Choices,
  demo: DemoFile,
  config: Config,
): Promise<0 | 1 | 2> {
  const context = await openContext('cli', {
    ...config,
    databasePoolSize: 1,
    logLevel: 'silent',
  })
  const progress = openProgress()
  const { stop, endedBy, unlisten } = listenForEnd()
  // Of a terminal that is gone nobody reads, and what cannot be written would end the process.
  const say = (text: string) => {
    if (!(endedBy() === 'SIGHUP' && process.stdout.isTTY)) console.log(text)
  }
  const began = performance.now()
  try {
    const rehearsal = await rehearse({
      endpoint,
      seed,
      ...(only && { only }),
      demo,
      context,
      memory: memoryIn(`${config.dataFolder}/rehearsal.json`),
      stop,
      onStep: (scenario, what) =>
        progress.say(`  ${scenario}: ${what} (${((performance.now() - began) / 1000).toFixed(0)} s)`),
      ...(!given.json && {
        onScenario: (played) => {
          progress.end()
          say(scenarioLine(played))
        },
      }),
    })
    progress.end()
    say(given.json ? JSON.stringify(rehearsal) : `\n${reportText(rehearsal)}`)
    if (rehearsal.mistakes.length > 0) return 1
    return rehearsal.complete ? 0 : 2
  } finally {
    progress.end()
    unlisten()
    await context.close()
    // The shell is told what ended it, so that a loop around it ends too.
    const signal = endedBy()
    if (signal) process.kill(process.pid, signal)
  }
}

/** The first signal has it put all back and tell what it found; a second ends the process. */
function listenForEnd() {
  const stop = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  let ended: NodeJS.Signals | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    ended = signal
    unlisten()
    stop.abort()
  }
  const unlisten = () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
  for (const signal of signals) process.on(signal, onSignal)
  return { stop: stop.signal, endedBy: () => ended, unlisten }
}

/** Beside the rehearsal's lock, which there is one of. */
const memoryIn = (path: string): Memory => ({
  kept: () => readIfThere(path),
  keep: (settings) => writePrivately(path, settings),
  forget: () => rmSync(path, { force: true }),
})

function seedOf(text = '1'): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new OperatorError(`--seed is "${text}"; give a whole number such as 7.`)
}

function onlyOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !scenarioNames.includes(name))
  if (unknown === undefined) return names
  throw new OperatorError(
    `There is no scenario "${unknown}".${didYouMean(unknown, scenarioNames)} There are: ${scenarioNames.join(', ')}.`,
  )
}
