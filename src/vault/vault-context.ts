import type { DestinationStream, Logger } from 'pino'
import { type MovingClock, openClock } from '../db/moving-clock.ts'
import { checkServer } from '../db/server-version.ts'
import { type Database, openDatabase, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { coreDumpRisk } from '../ground/core-dumps.ts'
import { documentProblemsAt } from '../ground/errors.ts'
import { LOST, logSparsely, openLog } from '../ground/log.ts'
import { openTraces } from '../ground/open-traces.ts'
import type { Traces } from '../ground/traces.ts'
import { type NetworkReference, VAULT_SEQUENCES_FROM } from '../ground/vault-protocol.ts'
import { openUpdateEar } from './account-updates/hear-update.ts'
import { openUpdateTaker } from './account-updates/take-update-message.ts'
import type { CardNetwork } from './card-network.ts'
import { openVaultKeys } from './data-keys.ts'
import { ensureVaultKeys } from './ensure-keys.ts'
import { type Keks, openKeks } from './kek/open-keks.ts'
import type { VaultKeys } from './keys.ts'
import { openCardNetwork } from './open-card-network.ts'
import { createVaultMetrics, type VaultMetrics } from './vault-metrics.ts'

/** What the vault has at hand. */
export type VaultContext = {
  config: Config
  clock: MovingClock
  log: Logger
  db: Database
  keys: VaultKeys
  /** Where their key-encryption keys are. */
  keks: Keks
  network: CardNetwork
  metrics: VaultMetrics
  traces: Traces | null
  close(): Promise<void>
}

/**
 * Opens the vault's own database, its keys and its link to the card network. Needs VAULT_DATABASE_URL.
 * Rejects with an OperatorError where the server is too old, or the key file is not its database's.
 */
export async function openVaultContext(
  config: Config,
  destination?: DestinationStream,
): Promise<VaultContext> {
  documentProblemsAt(config.publicUrl)
  const log = openLog('vault', config, destination)
  const risk = coreDumpRisk()
  if (risk !== null && config.environment === 'live') log.warn(risk)
  const logLost = logSparsely(log, 'warn', LOST)
  const db = openDatabase(config.vaultDatabaseUrl!, config.databasePoolSize, (error) => logLost(error, {}))
  let keks: Keks
  let keys: VaultKeys
  try {
    await checkServer(db, 'vault', config.vaultDatabaseUrl!)
    for (const line of await ensureVaultKeys(db, config)) log.warn(line)
    keks = await openKeks(config)
    keys = await openVaultKeys(db, keks)
  } catch (error) {
    await db.close()
    throw error
  }
  const clock = openClock(db, config)
  const metrics = createVaultMetrics(() => network.counters())
  const network = openCardNetwork(config, clock, log, async () => sequenceOf(await nextTrace(db)), {
    onUpdate: openUpdateEar({ db, keys, log }),
    onUpdateMessage: openUpdateTaker({ db, keys, log }),
    onAnswered: metrics.answered,
  })
  const traces = await openTraces('vault', config, log)
  return {
    config,
    clock,
    log,
    db,
    keys,
    keks,
    network,
    metrics,
    traces,
    async close() {
      clock.close()
      await network.close()
      await db.close()
      await traces?.close()
    },
  }
}

/**
 * The database gives them out, so that vaults which share it, and with it one identity at the network, never
 * make the same one.
 */
const nextTrace = async (db: Database): Promise<bigint> =>
  (await db.one<{ trace: bigint }>(sql`select nextval('network_traces') as trace`)).trace

/**
 * Above all of the main side's. They come round after 100,000: a network knows them together with the time.
 */
const sequenceOf = (trace: bigint): string =>
  String(VAULT_SEQUENCES_FROM + Number(trace % BigInt(1_000_000 - VAULT_SEQUENCES_FROM)))

/** A reference for a verification, which never meets one of the main side's. */
export async function newVerificationReference({ db, clock }: VaultContext): Promise<NetworkReference> {
  const trace = await nextTrace(db)
  return {
    id: `V${String(trace).padStart(11, '0')}`,
    sequence: sequenceOf(trace),
    sent_at: clock.now().toISOString(),
  }
}
