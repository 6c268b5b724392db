import { openDatabase } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { hostName } from '../ground/host-name.ts'
import { hasKeyFile } from '../ground/key-file.ts'
import { readRunFile } from '../supervisor/run-file.ts'
import { openMarks } from '../verify/marks.ts'
import { CHECK_MS } from '../verify/snapshot.ts'
import { type CheckResult, type Report, VERIFY_CONNECTIONS, verify } from '../verify/verify.ts'
import { exactJson } from './exact-json.ts'
import { parseOptions } from './parse-options.ts'

export const verifyUsage = 'jetpay verify [--full | --incremental] [--json] [--simulator <url>]'

const options = {
  full: { type: 'boolean' },
  incremental: { type: 'boolean' },
  json: { type: 'boolean' },
  simulator: { type: 'string' },
} as const

/** Beyond an attempt's limit: the worker may be restarting, and looks four times a second. */
const GRACE_MS = 30_000

type RunFile = { DATABASE_URL: string; JETPAY_HOST: string; JETPAY_SIMULATOR_PORT: string }

/**
 * `jetpay verify`: checks DATABASE_URL, or the database of the running `npm start` and the books of its card
 * network. Who asks by hand wants to know of everything, so that is what it looks at; a timer says
 * `--incremental`. Either leaves marks for the next incremental run, where the main key file is at hand.
 * Returns the exit code: 0 where all holds, 1 where something does not.
 */
export async function verifyCommand(args: string[]): Promise<number> {
  const { full, incremental, json, simulator } = parseOptions({ args, options }, verifyUsage).values
  if (full && incremental)
    throw new OperatorError(`Say --full or --incremental, not both. Usage: ${verifyUsage}`)
  const config = readConfig()
  const running = await readRunFile<RunFile>(config)
  const url = config.databaseUrl ?? running.DATABASE_URL
  if (!url)
    throw new OperatorError('Nothing is running here: start it with `npm start`, or set DATABASE_URL.')
  const itsOwn =
    !config.databaseUrl && config.environment === 'demo' && running.JETPAY_SIMULATOR_PORT
      ? `http://${hostName(running.JETPAY_HOST ?? config.host)}:${running.JETPAY_SIMULATOR_PORT}`
      : null
  const db = openDatabase(url, VERIFY_CONNECTIONS, () => undefined, CHECK_MS)
  try {
    const report = await verify(
      db,
      { sentMaxMs: config.attemptAbandonedMs + GRACE_MS, simulatorUrl: simulator ?? itsOwn },
      { marks: hasKeyFile(config.mainKeyFile) ? openMarks(config.mainKeyFile) : undefined, incremental },
    )
    if (!hasKeyFile(config.mainKeyFile)) report.unmarked = `the key file ${config.mainKeyFile} is not there`
    console.log(json ? exactJson(report, 2) : print(report))
    return report.ok ? 0 : 1
  } finally {
    await db.close()
  }
}

function print({ ok, ms, since, unmarked, checks }: Report): string {
  const failed = checks.filter((check) => !check.ok).length
  const full = checks.filter(({ extent }) => extent === 'full').length
  const summary = ok ? `all ${checks.length} checks hold` : `${failed} of ${checks.length} checks failed`
  const read = since
    ? `${checks.length - full} incremental, since ${since.at} (${since.transactions} transactions), ${full} in full, none left to the full run`
    : `${full} in full`
  return [
    ...checks.flatMap(linesOf),
    ...(unmarked === null ? [] : [`note  the next run cannot go on from this one: ${unmarked}`]),
    `verify: ${summary}: ${read} (${ms} ms)`,
  ].join('\n')
}

function linesOf({ name, says, ok, extent, count, examples, ms, error }: CheckResult): string[] {
  const took = `(${ms} ms${extent === 'full' ? '' : ', incremental'})`
  if (ok) return [`ok    ${name} ${took}`]
  const found = error === null ? `${count} violations` : `could not run: ${error}`
  return [
    `FAIL  ${name}: ${found} ${took}`,
    `      ${says}`,
    ...examples.map((row) => `      ${exactJson(row)}`),
  ]
}
