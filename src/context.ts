import type { DestinationStream, Logger } from 'pino'
import { type ChargeStatements, openChargeStatements } from './cards/charge-statements.ts'
import { openVaultClient, type VaultClient } from './cards/vault-client.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { openClock } from './db/moving-clock.ts'
import { type Database, openDatabase } from './db/sql.ts'
import { documentProblemsAt } from './errors.ts'
import { LOST, logSparsely, openLog } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { openSeal, type Seal } from './seal.ts'
import { settleMainKeys } from './seal-checks.ts'

/** What the api and the worker have at hand: one plain object, made once per process. */
export type Context = {
  config: Config
  clock: Clock
  /** Reads now how far the demo's clock was moved; else a process follows within moments. */
  lookAtClock(): Promise<void>
  log: Logger
  db: Database
  vault: VaultClient
  seal: Seal
  metrics: Metrics
  chargeStatements: ChargeStatements
  close(): Promise<void>
}

/** How much longer than the vault itself waits for the network the api waits for the vault. */
const VAULT_GRACE_MS = 2_000

/** Opens what a process of the main side needs. Needs DATABASE_URL. Rejects with an OperatorError where the key file is not its database's. */
export async function openContext(
  role: 'api' | 'worker' | 'cli',
  config: Config,
  destination?: DestinationStream,
): Promise<Context> {
  documentProblemsAt(config.publicUrl)
  const log = openLog(role, config, destination)
  const logLost = logSparsely(log, 'warn', LOST)
  const db = openDatabase(config.databaseUrl!, config.databasePoolSize, (error) => logLost(error, {}))
  try {
    for (const line of await settleMainKeys(db, config)) log.warn(line)
  } catch (error) {
    await db.close()
    throw error
  }
  const clock = openClock(db, config)
  const vault = openVaultClient(
    config.vaultSocket,
    config.networkTimeoutMs + VAULT_GRACE_MS,
    config.authorizationMaxAgeMs,
  )
  return {
    config,
    clock,
    lookAtClock: clock.look,
    log,
    db,
    vault,
    seal: openSeal(config.mainKeyFile),
    metrics: createMetrics(role),
    chargeStatements: openChargeStatements(db, config),
    async close() {
      clock.close()
      await vault.close()
      await db.close()
    },
  }
}
