import { setTimeout as delay } from 'node:timers/promises'
import { type Config, readRoleConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { openLog } from '../ground/log.ts'
import { needs } from '../ground/settings/hand-over.ts'
import { refusePlain } from '../ground/settings/live.ts'
import type { RoleMessage } from '../supervisor/child.ts'
import { readIfThere, secretsOf } from '../supervisor/run-file.ts'
import type { DemoFile } from '../supervisor/welcome.ts'

/** `leave`: it serves on, and says that it is about to stop. */
type Running = { leave?(): void; close(): Promise<void> | void }
export type Role = keyof typeof roles

/**
 * The roles of an installation, each a process of its own: `jetpay api`, `jetpay vault` … Each imports its
 * own program when it starts: what handles cards has nothing else in it, and it is back the sooner after a
 * crash.
 */
export const roles = {
  async api(config: Config): Promise<Running> {
    const { startApi } = await import('../api.ts')
    const { openContext } = await import('../process/context.ts')
    const context = await openContext('api', need(config, 'databaseUrl', 'DATABASE_URL'))
    return both(await startApi(context), context)
  },
  async worker(config: Config): Promise<Running> {
    const { startWorker } = await import('../worker/worker.ts')
    const { watchQueues } = await import('../worker/queue-metrics.ts')
    const { openContext } = await import('../process/context.ts')
    const { serveMainOperations } = await import('../process/main-operations.ts')
    const context = await openContext('worker', need(config, 'databaseUrl', 'DATABASE_URL'))
    await context.lookAtClock()
    watchQueues(context)
    const operations = await serveMainOperations(context, config.workerMetricsPort)
    return both({ ...both(startWorker(context), operations), leave: operations.leave }, context)
  },
  async vault(config: Config): Promise<Running> {
    const { startVault } = await import('../vault/vault.ts')
    const { openVaultContext } = await import('../vault/vault-context.ts')
    const context = await openVaultContext(need(config, 'vaultDatabaseUrl', 'VAULT_DATABASE_URL'))
    return both(await startVault(context), context)
  },
  async simulator(config: Config): Promise<Running> {
    const { startSimulator } = await import('../simulator/server.ts')
    return startSimulator({
      host: config.host,
      httpPort: config.simulatorPort,
      isoPort: config.networkPort,
      dialect: config.networkDialect,
      dataFolder: `${config.dataFolder}/simulator`,
      clearingFolder: config.clearingFolder,
      accountUpdateFolder: config.accountUpdateFolder,
      acquirerId: config.acceptor.acquirerId,
      furtherAcquirers: config.furtherAcceptors.map(({ acquirerId }) => acquirerId),
      bank: config.bank,
      log: openLog('simulator', config),
      lateAnswerMs: config.networkTimeoutMs + 2_000,
    })
  },
  async directory(config: Config): Promise<Running> {
    const { startDirectory } = await import('../directory/directory.ts')
    const { aboutDatabase } = await import('./about-database.ts')
    return startDirectory(config).catch((error) => {
      throw aboutDatabase(error, config.directoryDatabaseUrl ?? '', 'DIRECTORY_DATABASE_URL')
    })
  },
  async shop(config: Config): Promise<Running> {
    const { startShop } = await import('../shop/shop.ts')
    const demo = readIfThere<DemoFile>(`${config.dataFolder}/demo.json`)
    return startShop({
      host: config.host,
      port: config.shopPort,
      apiUrl: config.publicUrl,
      apiToken: demo.api_token ?? '',
      bankAccountId: demo.bank_account_id ?? '',
      jwksUrl: `${config.publicUrl}/.well-known/jwks.json`,
    })
  },
} as const satisfies Record<string, (config: Config) => Promise<Running>>

/**
 * How long a role that was asked to end waits for what is under way, once it serves no more. With the time
 * before it (`drainMs`) less than the supervisor's patience, which is 15 s more than that.
 */
const CLOSE_MS = 10_000
/**
 * The same once its supervisor is gone: the database is the next to go, and the next `npm start` waits for
 * the ports.
 */
const ORPHAN_CLOSE_MS = 4_000

/**
 * Runs one role until SIGTERM, SIGINT, or the end of the supervisor that started it. It then ends within
 * seconds, whatever it waits for: each piece of work is safe to be cut off at any point.
 */
export async function runRole(role: Role): Promise<void> {
  process.title = `jetpay ${role}`
  let running: Running | undefined
  let closing = false
  let drainMs = 0
  const close = async (withinMs: number, waitMs: number) => {
    setTimeout(() => process.exit(1), withinMs + waitMs)
    if (closing) return
    closing = true
    running?.leave?.()
    await delay(running?.leave ? waitMs : 0)
    await running?.close()
    process.exit(0)
  }
  // Before it starts, which may wait for a database, too.
  process.on('SIGTERM', () => void close(CLOSE_MS, drainMs))
  process.on('SIGINT', () => void close(CLOSE_MS, drainMs))
  process.on('disconnect', () => void close(ORPHAN_CLOSE_MS, 0))
  // Undefined where nobody forked it; false where the supervisor ended while this program was being read.
  if (process.connected === false) process.exit(0)
  const config = configOf(role)
  running = await roles[role](config)
  drainMs = config.drainMs
  process.send?.('ready' satisfies RoleMessage)
}

/** The role's settings, or an OperatorError where they would have it talk in the clear live. */
function configOf(role: Role): Config {
  const config = readRoleConfig()
  refusePlain(config, role)
  // Started by itself it has what it was given; a supervisor gives it its own.
  for (const [name, value] of Object.entries(secretsOf(config)))
    if (value && !needs(role, name))
      console.error(`${name} is set, and the ${role} has no use for it: take it out of its environment.`)
  return config
}

/** The server first, so that nothing new comes in; then what it stands on. */
const both = (server: Running, context: Running): Running => ({
  ...(server.leave ? { leave: server.leave } : {}),
  async close() {
    await server.close()
    await context.close()
  },
})

function need(config: Config, key: 'databaseUrl' | 'vaultDatabaseUrl', name: string): Config {
  if (!config[key])
    throw new OperatorError(`Set ${name} to the address of its PostgreSQL database, or use \`npm start\`.`)
  return config
}
