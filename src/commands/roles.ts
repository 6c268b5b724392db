import { startApi } from '../api.ts'
import { type Config, readRoleConfig } from '../config.ts'
import { openContext } from '../context.ts'
import { OperatorError } from '../errors.ts'
import { openLog } from '../log.ts'
import { serveMainOperations } from '../main-operations.ts'
import { needs } from '../settings/hand-over.ts'
import { refusePlain } from '../settings/live.ts'
import { startShop } from '../shop/shop.ts'
import { startSimulator } from '../simulator/server.ts'
import type { RoleMessage } from '../supervisor/child.ts'
import { readIfThere, secretsOf } from '../supervisor/run-file.ts'
import type { DemoFile } from '../supervisor/welcome.ts'
import { startVault } from '../vault/vault.ts'
import { openVaultContext } from '../vault/vault-context.ts'
import { startWorker } from '../worker/worker.ts'

type Running = { close(): Promise<void> | void }
export type Role = keyof typeof roles

/** The roles of an installation, each a process of its own: `jetpay api`, `jetpay vault` … */
export const roles = {
  async api(config: Config): Promise<Running> {
    const context = await openContext('api', need(config, 'databaseUrl', 'DATABASE_URL'))
    return both(await startApi(context), context)
  },
  async worker(config: Config): Promise<Running> {
    const context = await openContext('worker', need(config, 'databaseUrl', 'DATABASE_URL'))
    await context.lookAtClock()
    const operations = await serveMainOperations(context, config.workerMetricsPort)
    return both(both(startWorker(context), operations), context)
  },
  async vault(config: Config): Promise<Running> {
    const context = await openVaultContext(need(config, 'vaultDatabaseUrl', 'VAULT_DATABASE_URL'))
    return both(await startVault(context), context)
  },
  simulator: (config: Config): Promise<Running> =>
    startSimulator({
      host: config.host,
      httpPort: config.simulatorPort,
      isoPort: config.networkPort,
      dialect: config.networkDialect,
      dataFolder: `${config.dataFolder}/simulator`,
      clearingFolder: config.clearingFolder,
      acquirerId: config.acceptor.acquirerId,
      bank: config.bank,
      log: openLog('simulator', config),
      lateAnswerMs: config.networkTimeoutMs + 2_000,
    }),
  shop(config: Config): Promise<Running> {
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

/** Runs one role until SIGTERM, SIGINT, or the end of the supervisor that started it. */
export async function runRole(role: Role): Promise<void> {
  process.title = `jetpay ${role}`
  const running = await start(role)
  let closing = false
  const close = async () => {
    if (closing) return
    closing = true
    await running.close()
    process.exit(0)
  }
  process.on('SIGTERM', close)
  process.on('SIGINT', close)
  process.on('disconnect', close)
  process.send?.('ready' satisfies RoleMessage)
}

/** What an operator has to mend is told to the supervisor too, which has the console. */
async function start(role: Role): Promise<Running> {
  try {
    const config = readRoleConfig()
    refusePlain(config, role)
    // Started by itself it has what it was given; a supervisor gives it its own.
    for (const [name, value] of Object.entries(secretsOf(config)))
      if (value && !needs(role, name))
        console.error(`${name} is set, and the ${role} has no use for it: take it out of its environment.`)
    return await roles[role](config)
  } catch (error) {
    if (error instanceof OperatorError) process.send?.({ refused: error.message } satisfies RoleMessage)
    throw error
  }
}

/** The server first, so that nothing new comes in; then what it stands on. */
const both = (server: Running, context: Running): Running => ({
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
