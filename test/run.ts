/**
 * `npm test [-- part of a path …]`, and `npm run test:long` for what takes minutes (`*.long.test.ts`): one
 * PostgreSQL with migrated template databases for all test files, which have databases of their own and run
 * in batches, each batch in a process of its own. Ends with `N passed, N failed`. Its options:
 * run-options.ts.
 */
import '../src/ground/environment.ts'
import { readFileSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { mainUrl, provision, vaultUrl } from '../src/db/provision.ts'
import { projectFolder, readConfig } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'
import { loopback } from '../src/ground/host-name.ts'
import { newSecret } from '../src/ground/ids.ts'
import { openLogFile } from '../src/supervisor/log-file.ts'
import { deal, startsWhileRead, writeBatches } from './batches.ts'
import { openRunFolder } from './run-folder.ts'
import { planRun } from './run-options.ts'

/** Files whose time is told at the end: where to look when a run has become slow. */
const SLOWEST = 20
/** How long test files get to end once they are told to, before what they use is taken away. */
const INTERRUPTED_MS = 3_000

const { files, runner } = planRun(process.argv.slice(2))

const { folder, remove } = await openRunFolder()
process.env.JETPAY_TEST_FOLDER = folder
// What one process has compiled the next ones read: starting is a fifth of all the work there is. Each user
// has a folder of its own in it, and roles run as users of theirs. Coverage counts exactly only what was
// compiled anew.
if (!runner.coverage) {
  process.env.NODE_COMPILE_CACHE = `${folder}/compiled`
  await mkdir(process.env.NODE_COMPILE_CACHE)
  await chmod(process.env.NODE_COMPILE_CACHE, 0o1777)
}
const interrupted = new AbortController()
// A second signal is not a second wish: npm passes on a Ctrl-C that the terminal has already sent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (interrupted.signal.aborted) return
    console.log(`${signal}: stopping …`)
    interrupted.abort()
    // The database is ended under whatever this process is at; that must not end it before all is removed.
    process.on('uncaughtException', () => undefined)
    setTimeout(() => void clearAway(), INTERRUPTED_MS)
  })

async function clearAway(): Promise<void> {
  await remove().catch((error) => console.error(error))
  process.exit(1)
}

const installation = {
  host: loopback(),
  port: await freePort(loopback()),
  adminPassword: newSecret(),
  mainPassword: newSecret(),
  vaultPassword: newSecret(),
}
const { host, port, adminPassword } = installation
/**
 * The data does not outlive the run, so nothing of it has to outlive the machine. Tests that kill a database
 * have one of their own, with its settings as they are.
 */
const forOneRun = [
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=512MB',
]
const server = await startEmbeddedPostgres({
  folder: `${folder}/postgres`,
  host,
  port,
  adminPassword,
  log: openLogFile(`${folder}/postgres.log`, console.error),
  flags: ['max_connections=400', ...forOneRun],
  programs: readConfig().postgresPrograms,
})
await provision(installation)
await migrate(mainUrl(installation), 'main')
await migrate(vaultUrl(installation), 'vault')
process.env.JETPAY_TEST_INSTALLATION = JSON.stringify(installation)

// What takes minutes is a process of its own, and so is a file that one debugs.
const alone = (file: string) =>
  /\.(long|nightly)\./.test(file) ||
  runner.concurrency === 1 ||
  startsWhileRead(readFileSync(join(projectFolder, file), 'utf8'))
// What is slow is dealt first, so that each batch has its share of it.
const slow = /browser|system|guide|rehearsal/
const short = files
  .filter((file) => !alone(file))
  .sort((a, b) => Number(slow.test(b)) - Number(slow.test(a)) || a.localeCompare(b))
// What takes minutes begins first, so that it is not what all else has ended before.
const takesMinutes = /^test\/|^src\/moving\//
const order = [
  ...files
    .filter(alone)
    .sort((a, b) => Number(takesMinutes.test(b)) - Number(takesMinutes.test(a)) || a.localeCompare(b)),
  ...writeBatches(`${folder}/batches`, deal(short), projectFolder),
]
let counts = { passed: 0, failed: 0 }
/** Files that could not be read, and hooks that failed: of a suite, which no count of tests has. */
let broken = 0
/**
 * More than half of most files' time is waiting, so four keep two cores busy. The limit is of each test: a
 * month on a slow machine needs most of it. What a file may take after its last test is in overstay.ts.
 */
const tests = run({
  files: order,
  cwd: projectFolder,
  concurrency: 4,
  timeout: 400_000,
  ...runner,
  execArgv: ['--import', `${import.meta.dirname}/overstay.ts`, ...runner.execArgv],
  signal: interrupted.signal,
})
tests.on('test:fail', ({ details: { type, error } }) => {
  if (type === 'suite' && !('failureType' in error && error.failureType === 'subtestsFailed')) broken += 1
})
/** Of each file the time of its tests, which run one after the other. */
const tookMs = new Map<string, number>()
for (const ended of ['test:pass', 'test:fail'] as const)
  tests.on(ended, ({ nesting, file = '', name, details }) => {
    if (nesting > 0) return
    // A batch's suites have the names of their files.
    const of = /\.test\.ts$/.test(name) ? name : relative(projectFolder, file)
    tookMs.set(of, (tookMs.get(of) ?? 0) + details.duration_ms)
  })
tests.on('test:summary', (summary) => {
  if (!summary.file) {
    const { passed, skipped, tests } = summary.counts
    // What wants a program that this machine has not is told by the report, and is no failure.
    counts = { passed, failed: tests - passed - skipped + broken }
  }
})
const report = tests.compose(spec)
report.pipe(process.stdout)
await new Promise((resolve) => report.on('end', resolve))
const slowest = [...tookMs].sort(([, one], [, other]) => other - one).slice(0, SLOWEST)
console.log(`slowest: ${slowest.map(([file, ms]) => `${file} ${(ms / 1_000).toFixed(0)} s`).join(', ')}`)
// An interrupted run is cleared away by its own timer.
if (interrupted.signal.aborted) await new Promise(() => undefined)
// What it still says is written before its folder goes.
await server.stop()
await remove()
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0
