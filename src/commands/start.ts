import { existsSync } from 'node:fs'
import { ensureDashboard } from '../dashboard/built.ts'
import { migrate } from '../db/migrate.ts'
import { endPostgresIn } from '../db/postgres-processes.ts'
import { ensureMainKeys } from '../db/seal-checks.ts'
import { openDatabase } from '../db/sql.ts'
import { type Config, readConfig } from '../ground/config.ts'
import { refusePlain } from '../ground/settings/live.ts'
import { lockDataFolder, prepareDataFolder } from '../supervisor/data-folder.ts'
import { postgresFolder, startDatabases } from '../supervisor/database.ts'
import { debuggerPorts, requireDemo } from '../supervisor/debuggers.ts'
import { writeDemoFile } from '../supervisor/demo-file.ts'
import { databaseChecklist, requireSafe, settingsChecklist } from '../supervisor/live-checklist.ts'
import { liveWarnings } from '../supervisor/live-warnings.ts'
import { choosePorts } from '../supervisor/ports.ts'
import { processesOf } from '../supervisor/processes.ts'
import { roleUsers } from '../supervisor/role-users.ts'
import { removeRunFile, runFile, toEnvironment, writePrivately } from '../supervisor/run-file.ts'
import { startRoles } from '../supervisor/start-roles.ts'
import { ensureStripped } from '../supervisor/stripped.ts'
import { banner } from '../supervisor/welcome.ts'
import { ensureVaultKeys } from '../vault/ensure-keys.ts'
import { migrateMain } from './migrate.ts'

const say = (line: string) => console.log(line)

/**
 * `jetpay start`: everything under one supervisor, until Ctrl-C or SIGTERM. `--debug`: each role has a
 * debugger, in the demo. `--live`: nothing unsafe is started, and what was looked at is said.
 */
export async function start(debug: boolean, live = false): Promise<void> {
  const stopWith: (() => unknown)[] = []
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= stopAll(stopWith)
    return stopped
  }
  // Nobody may be there to read: a terminal that was closed, a pipe to `head`, a file on a full disk.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)
  // Whoever forked us, as tests do, and is gone: nobody else would stop us.
  process.on('disconnect', () => void stop().then(() => process.exit(0)))
  // npm passes on a Ctrl-C that the terminal has already sent, so a second signal is not a second wish.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stopped) say('\nStopping …')
      void stop().then(() => process.exit(0))
    })
  }
  try {
    await startAll(stopWith, debug, live)
  } catch (error) {
    await stop()
    throw error
  }
}

async function startAll(stopWith: (() => unknown)[], debug: boolean, live: boolean): Promise<void> {
  const given = readConfig()
  refusePlain(given)
  if (debug) requireDemo(given)
  if (live) requireSafe(settingsChecklist(given, process.env), say)
  prepareDataFolder(given.dataFolder)
  const lock = await lockDataFolder(given.dataFolder)
  stopWith.push(() => lock.release())
  // What a start left that was killed, before it is taken for somebody else's. Its roles end by themselves.
  const killed = existsSync(runFile(given))
  if (await endPostgresIn(postgresFolder(given.dataFolder)))
    say('A start before this one was killed; the database that it left was stopped first.')
  const settled = await choosePorts(given, killed)
  const processes = await processesOf(given, settled, killed)
  const debuggers = debug
    ? await debuggerPorts(processes.flat().map(({ name }) => name))
    : new Map<string, number>()
  // While the database starts; the api serves it as soon as it is there.
  const dashboard = ensureDashboard()
  const stripped = ensureStripped()
  const config = await startDatabases(settled, say, (stop) => stopWith.push(stop))
  await migrateMain(config.databaseDirectUrl ?? config.databaseUrl!)
  await migrate(config.vaultDatabaseDirectUrl ?? config.vaultDatabaseUrl!, 'vault')
  if (live) await checkServers(config)
  await ensureKeyFiles(config)
  const users = roleUsers(config)
  if ('why' in users) say(users.why)
  for (const line of config.environment === 'live' && !live ? liveWarnings(config, process.env) : [])
    say(line)
  writePrivately(runFile(config), {
    ...toEnvironment(config),
    DATABASE_URL: config.databaseUrl,
    VAULT_DATABASE_URL: config.vaultDatabaseUrl,
  })
  stopWith.push(() => removeRunFile(config))

  const demo = config.environment === 'demo' ? await writeDemoFile(config, say) : null
  await stripped
  await startRoles(processes, config, {
    env: process.env,
    users,
    debuggers,
    say,
    stopWith: (stop) => stopWith.push(stop),
  })
  const built = await dashboard
  if (built) say(built)
  say(demo ? banner(config, demo) : `Jetpay is ready: ${config.publicUrl}`)
}

/** Before any role runs, whose commits would be lost. */
async function checkServers(config: Config): Promise<void> {
  const check = async (url: string, which: 'main' | 'vault') => {
    const db = openDatabase(url, 1, () => undefined)
    try {
      return await databaseChecklist(db, which)
    } finally {
      await db.close()
    }
  }
  const points = [
    ...(await check(config.databaseUrl!, 'main')),
    ...(await check(config.vaultDatabaseUrl!, 'vault')),
  ]
  requireSafe(points, say)
}

/**
 * Before anything runs, so that a wrong key is one line on the console. Roles that start by themselves do the
 * same.
 */
async function ensureKeyFiles(config: Config): Promise<void> {
  const ensure = async (url: string, ensureKeys: typeof ensureMainKeys | typeof ensureVaultKeys) => {
    const db = openDatabase(url, 1, () => undefined)
    try {
      for (const line of await ensureKeys(db, config)) say(line)
    } finally {
      await db.close()
    }
  }
  await ensure(config.databaseUrl!, ensureMainKeys)
  await ensure(config.vaultDatabaseUrl!, ensureVaultKeys)
}

async function stopAll(stopWith: (() => unknown)[]): Promise<void> {
  for (const stop of stopWith.reverse()) {
    try {
      await stop()
    } catch (error) {
      say(`While stopping: ${(error as Error).message}`)
    }
  }
}
