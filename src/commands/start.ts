import { existsSync } from 'node:fs'
import { migrate } from '../db/migrate.ts'
import { endPostgresIn } from '../db/postgres-processes.ts'
import { ensureMainKeys } from '../db/seal-checks.ts'
import { openDatabase } from '../db/sql.ts'
import { type Config, readConfig, settingNames } from '../ground/config.ts'
import { hostName, loopback } from '../ground/host-name.ts'
import { environmentFor, type ServedRole, secretsFor } from '../ground/settings/hand-over.ts'
import { refusePlain } from '../ground/settings/live.ts'
import { openContext } from '../process/context.ts'
import { type Child, keepRunning } from '../supervisor/child.ts'
import { lockDataFolder, prepareDataFolder } from '../supervisor/data-folder.ts'
import { postgresFolder, startDatabases } from '../supervisor/database.ts'
import { debuggerPorts } from '../supervisor/debuggers.ts'
import { liveWarnings } from '../supervisor/live-warnings.ts'
import { choosePorts } from '../supervisor/ports.ts'
import { giveDataFolder, roleUsers } from '../supervisor/role-users.ts'
import {
  readIfThere,
  removeRunFile,
  runFile,
  secretsOf,
  toEnvironment,
  writePrivately,
} from '../supervisor/run-file.ts'
import { seedDemo } from '../supervisor/seed-demo.ts'
import { banner, type DemoFile } from '../supervisor/welcome.ts'
import { ensureVaultKeys } from '../vault/ensure-keys.ts'
import { parseOptions } from './parse-options.ts'

/** Started in this order, stopped in the reverse: who asks stops before who answers. */
const demoRoles = ['simulator', 'vault', 'api', 'worker', 'shop'] as const
const liveRoles = ['vault', 'api', 'worker'] as const

const say = (line: string) => console.log(line)

export const startUsage = 'jetpay start [--debug]'
const options = { debug: { type: 'boolean', default: false } } as const

/**
 * `jetpay start`: everything under one supervisor, until Ctrl-C or SIGTERM. `--debug`: each role has a
 * debugger, in the demo.
 */
export async function start(args: string[]): Promise<void> {
  const { debug } = parseOptions({ args, options }, startUsage).values
  const stopWith: (() => Promise<void> | void)[] = []
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
    await startAll(stopWith, debug)
  } catch (error) {
    await stop()
    throw error
  }
}

async function startAll(stopWith: (() => Promise<void> | void)[], debug: boolean): Promise<void> {
  const given = readConfig()
  refusePlain(given)
  const debuggers = debug ? await debuggerPorts(given, demoRoles) : new Map<string, number>()
  prepareDataFolder(given.dataFolder)
  const lock = await lockDataFolder(given.dataFolder)
  stopWith.push(() => lock.release())
  // What a start left that was killed, before it is taken for somebody else's. Its roles end by themselves.
  const killed = existsSync(runFile(given))
  if (await endPostgresIn(postgresFolder(given.dataFolder)))
    say('A start before this one was killed; the database that it left was stopped first.')
  const config = await startDatabases(await choosePorts(given, killed), say, (stop) => stopWith.push(stop))
  await migrate(config.databaseUrl!, 'main')
  await migrate(config.vaultDatabaseUrl!, 'vault')
  await ensureKeyFiles(config)
  const users = roleUsers(config)
  if ('why' in users) say(users.why)
  for (const line of config.environment === 'live' ? liveWarnings(config, process.env) : []) say(line)
  writePrivately(runFile(config), { ...toEnvironment(config), DATABASE_URL: config.databaseUrl })
  stopWith.push(() => removeRunFile(config))

  if (config.environment === 'demo') {
    const demo = await demoFile(config)
    await startRoles(demoRoles, config, users, stopWith, debuggers)
    say(banner(config, demo))
  } else {
    await startRoles(liveRoles, config, users, stopWith, debuggers)
    say(`Jetpay is ready: ${config.publicUrl}`)
  }
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

/**
 * Each with the settings and secrets that it needs, under its user, once what it needs of the data folder is
 * that user's.
 */
async function startRoles(
  roles: readonly ServedRole[],
  config: Config,
  users: ReturnType<typeof roleUsers>,
  stopWith: (() => Promise<void> | void)[],
  debuggers: Map<string, number>,
): Promise<void> {
  let lent = 'why' in users ? undefined : users
  try {
    if (lent) giveDataFolder(config, lent)
  } catch (error) {
    say(
      `All roles run as root: the data folder could not be given to their users (${(error as Error).message.split('\n')[0]}).`,
    )
    lent = undefined
  }
  const settings = settingNames()
  for (const role of roles) {
    const debuggerPort = debuggers.get(role)
    if (debuggerPort) say(`The debugger of ${role}: ${hostName(loopback())}:${debuggerPort}`)
    const child: Child = keepRunning(
      role,
      {
        env: environmentFor(role, process.env, toEnvironment(config), settings),
        secrets: secretsFor(role, secretsOf(config)),
        user: (role === 'vault' ? lent?.vault : lent?.others) ?? {},
        debuggerPort,
      },
      `${config.dataFolder}/logs/${role}.log`,
      say,
    )
    stopWith.push(() => child.stop())
    await child.ready
  }
}

/** Seeds the demo company and writes `demo.json`: the token in it is the only copy there is. */
async function demoFile(config: Config): Promise<DemoFile> {
  const path = `${config.dataFolder}/demo.json`
  const context = await openContext('cli', { ...config, logLevel: 'silent' })
  try {
    const known = readIfThere<DemoFile>(path)
    if (existsSync(path) && known.api_token === undefined)
      say(`${path} held no token of the demo; it is written anew, with a new token.`)
    const demo = await seedDemo(context.db, context.seal, known)
    const file = {
      api_url: config.publicUrl,
      vault_url: config.vaultPublicUrl,
      ...demo,
      simulator_url: `http://${hostName(config.host)}:${config.simulatorPort}`,
      webhook_jwks_url: `${config.publicUrl}/.well-known/jwks.json`,
    }
    writePrivately(path, file)
    return file
  } finally {
    await context.close()
  }
}

async function stopAll(stopWith: (() => Promise<void> | void)[]): Promise<void> {
  for (const stop of stopWith.reverse()) {
    try {
      await stop()
    } catch (error) {
      say(`While stopping: ${(error as Error).message}`)
    }
  }
}
