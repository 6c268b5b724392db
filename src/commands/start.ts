import { existsSync } from 'node:fs'
import { seedDemo } from '../companies/demo.ts'
import { type Config, readConfig } from '../config.ts'
import { openContext } from '../context.ts'
import { migrate } from '../db/migrate.ts'
import { endPostgresIn } from '../db/postgres-processes.ts'
import { openDatabase } from '../db/sql.ts'
import { hostName } from '../host-name.ts'
import { settleMainKeys } from '../seal-checks.ts'
import { type Child, keepRunning } from '../supervisor/child.ts'
import { lockDataFolder, prepareDataFolder } from '../supervisor/data-folder.ts'
import { postgresFolder, startDatabases } from '../supervisor/database.ts'
import { settlePorts } from '../supervisor/ports.ts'
import {
  environmentOf,
  readIfThere,
  removeRunFile,
  runFile,
  toEnvironment,
  writePrivately,
} from '../supervisor/run-file.ts'
import { banner, type DemoFile } from '../supervisor/welcome.ts'
import { settleVaultKeys } from '../vault/keys.ts'

/** Started in this order, stopped in the reverse: who asks stops before who answers. */
const demoRoles = ['simulator', 'vault', 'api', 'worker', 'shop'] as const
const liveRoles = ['vault', 'api', 'worker'] as const

const say = (line: string) => console.log(line)

/** `jetpay start`: everything under one supervisor, until Ctrl-C or SIGTERM. */
export async function start(): Promise<void> {
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
    await startAll(stopWith)
  } catch (error) {
    await stop()
    throw error
  }
}

async function startAll(stopWith: (() => Promise<void> | void)[]): Promise<void> {
  const given = readConfig()
  prepareDataFolder(given.dataFolder)
  const lock = await lockDataFolder(given.dataFolder)
  stopWith.push(() => lock.release())
  // What a start left that was killed, before it is taken for somebody else's. Its roles end by themselves.
  const killed = existsSync(runFile(given))
  if (await endPostgresIn(postgresFolder(given.dataFolder)))
    say('A start before this one was killed; the database that it left was stopped first.')
  const config = await startDatabases(await settlePorts(given, killed), say, (stop) => stopWith.push(stop))
  await migrate(config.databaseUrl!, 'main')
  await migrate(config.vaultDatabaseUrl!, 'vault')
  await settleKeyFiles(config)
  writePrivately(runFile(config), { ...toEnvironment(config), DATABASE_URL: config.databaseUrl })
  stopWith.push(() => removeRunFile(config))

  if (config.environment === 'demo') {
    const demo = await demoFile(config)
    for (const role of demoRoles) await startRole(role, config, stopWith)
    say(banner(config, demo))
  } else {
    for (const role of liveRoles) await startRole(role, config, stopWith)
    say(`Jetpay is ready: ${config.publicUrl}`)
  }
}

/** Before anything runs, so that a wrong key is one line on the console. Roles that start by themselves do the same. */
async function settleKeyFiles(config: Config): Promise<void> {
  const settle = async (url: string, settleKeys: typeof settleMainKeys | typeof settleVaultKeys) => {
    const db = openDatabase(url, 1, () => undefined)
    try {
      for (const line of await settleKeys(db, config)) say(line)
    } finally {
      await db.close()
    }
  }
  await settle(config.databaseUrl!, settleMainKeys)
  await settle(config.vaultDatabaseUrl!, settleVaultKeys)
}

async function startRole(
  role: string,
  config: Config,
  stopWith: (() => Promise<void> | void)[],
): Promise<void> {
  const env = { ...process.env, ...environmentOf(role, config) }
  const child: Child = keepRunning(role, env, `${config.dataFolder}/logs/${role}.log`, say)
  stopWith.push(() => child.stop())
  await child.ready
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
