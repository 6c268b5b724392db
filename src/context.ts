import type { Logger } from 'pino'
import type { VaultClient } from './cards/vault-client.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './db/sql.ts'
import type { Metrics } from './metrics.ts'
import type { Seal } from './seal.ts'

/** What the api and the worker have at hand: one plain object, made once per process. */
export type Context = {
  config: Config
  clock: Clock
  log: Logger
  db: Database
  vault: VaultClient
  seal: Seal
  metrics: Metrics
}
