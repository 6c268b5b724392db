import { styleText } from 'node:util'
import { openDatabase } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'
import { counted } from '../../ground/counted.ts'
import { UsageError } from '../../ground/errors.ts'
import { hostName } from '../../ground/host-name.ts'
import { hasKeyFile } from '../../ground/key-file.ts'
import { didYouMean } from '../../ground/nearest.ts'
import { readRunFile } from '../../supervisor/run-file.ts'
import { openMarks } from '../../verify/marks.ts'
import { CHECK_MS } from '../../verify/snapshot.ts'
import {
  type CheckResult,
  everyCheck,
  type Report,
  simulatorChecks,
  VERIFY_CONNECTIONS,
  verify,
} from '../../verify/verify.ts'
import { keepReport } from '../../verify/verify-report.ts'
import { aboutDatabase } from '../about-database.ts'
import type { Given } from '../command.ts'
import { exactJson } from '../exact-json.ts'
import { mainDatabaseOf } from '../main-database.ts'
import { openProgress } from '../progress.ts'

/** Beyond an attempt's limit: the worker may be restarting, and looks four times a second. */
export const SENT_GRACE_MS = 30_000

type RunFile = { DATABASE_URL: string; JETPAY_HOST: string; JETPAY_SIMULATOR_PORT: string }

/**
 * `jetpay verify`: checks DATABASE_URL, or the database of the running `npm start` and the books of its card
 * network. Who asks by hand wants to know of everything, so that is what it looks at; a timer says
 * `--incremental`. Either leaves marks for the next incremental run, where the main key file is at hand.
 * Returns the exit code: 0 where all holds, 1 where something does not.
 */
export async function verifyDatabase(given: Given): Promise<number> {
  const incremental = given.flag('incremental')
  if (given.flag('full') && incremental) throw new UsageError('Say --full or --incremental, not both.')
  const config = readConfig()
  const running = await readRunFile<RunFile>(config)
  const url = mainDatabaseOf(config, running)
  const simulator = given.has('simulator')
  if (simulator !== undefined && !/^https?:$/.test(URL.parse(simulator)?.protocol ?? ''))
    throw new UsageError(`--simulator is "${simulator}"; give a URL such as http://localhost:8402.`)
  const itsOwn =
    !config.databaseUrl && config.environment === 'demo' && running.JETPAY_SIMULATOR_PORT
      ? `http://${hostName(running.JETPAY_HOST ?? config.host)}:${running.JETPAY_SIMULATOR_PORT}`
      : null
  const simulatorUrl = simulator ?? itsOwn
  const only = checksAsked(given, simulatorUrl !== null)
  const progress = openProgress(() => '\nInterrupted: it was not checked whole, and nothing was changed.')
  const db = openDatabase(url, VERIFY_CONNECTIONS, () => undefined, CHECK_MS)
  try {
    const report = await verify(
      db,
      { sentMaxMs: config.attemptAbandonedMs + SENT_GRACE_MS, simulatorUrl },
      {
        marks: hasKeyFile(config.mainKeyFile) ? openMarks(config.mainKeyFile) : undefined,
        incremental,
        only,
        onCheck: (done, all) => progress.say(`verify: ${done} of ${counted(all, 'check')}`),
      },
    )
    progress.end()
    if (!only && !hasKeyFile(config.mainKeyFile))
      report.unmarked = `the key file ${config.mainKeyFile} is not there`
    // A database that only reads keeps none, and a part of the checks is no result.
    if (!only)
      await keepReport(db, incremental ? 'incremental' : 'full', 'jetpay verify', report).catch(
        () => undefined,
      )
    console.log(given.json ? exactJson(report, 2) : printReport(report))
    return report.ok ? 0 : 1
  } catch (error) {
    throw aboutDatabase(error, url)
  } finally {
    progress.end()
    await db.close()
  }
}

/** The checks that `--check` names; undefined for all. Each can be run, or it is told why not. */
function checksAsked(given: Given, hasSimulator: boolean): string[] | undefined {
  const only = given.has('check')?.split(',')
  const names = everyCheck.map(({ name }) => name)
  for (const name of only ?? []) {
    if (!names.includes(name))
      throw new UsageError(`--check is "${name}", and no check is called so.${didYouMean(name, names)}`)
    if (!hasSimulator && simulatorChecks.some((check) => check.name === name))
      throw new UsageError(`${name} reads the books of a demo’s network and bank; name them by --simulator.`)
  }
  return only
}

export function printReport({ ok, ms, since, unmarked, checks }: Report): string {
  const failed = checks.filter((check) => !check.ok).length
  const full = checks.filter(({ extent }) => extent === 'full').length
  const held = checks.length === 1 ? 'the check holds' : `all ${checks.length} checks hold`
  const summary = ok ? held : `${failed} of ${checks.length} checks failed`
  const read = since
    ? `${checks.length - full} incremental, since ${since.at} (${counted(since.transactions, 'transaction')}), ${full} in full, none left to the full run`
    : `${full} in full`
  return [
    ...checks.flatMap(linesOf),
    ...(unmarked === null ? [] : [`note  the next run cannot go on from this one: ${unmarked}`]),
    `verify: ${summary}: ${read} (${ms} ms)`,
  ].join('\n')
}

export function linesOf({ name, says, ok, extent, count, examples, ms, error }: CheckResult): string[] {
  const took = `(${ms} ms${extent === 'full' ? '' : ', incremental'})`
  if (ok) return [`${styleText('green', 'ok')}    ${name} ${took}`]
  const found = error === null ? `${counted(count, 'violation')}` : `could not run: ${error}`
  return [
    `${styleText('red', 'FAIL')}  ${name}: ${found} ${took}`,
    `      ${says}`,
    ...examples.map((row) => `      ${exactJson(row)}`),
  ]
}
