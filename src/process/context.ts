import type { DestinationStream, Logger } from 'pino'
import { openClock } from '../db/moving-clock.ts'
import { ensureMainKeys } from '../db/seal-checks.ts'
import { openSealOf } from '../db/sealing/sealing-key.ts'
import { checkServer } from '../db/server-version.ts'
import { type Database, openDatabase } from '../db/sql.ts'
import type { Clock } from '../ground/clock.ts'
import type { Config } from '../ground/config.ts'
import { documentProblemsAt } from '../ground/errors.ts'
import { LOST, logSparsely, openLog } from '../ground/log.ts'
import { createMetrics, type Metrics } from '../ground/metrics.ts'
import { openTraces } from '../ground/open-traces.ts'
import { openSeal, type Seal } from '../ground/seal.ts'
import { tellEnding } from '../ground/tls-identity.ts'
import type { Traces } from '../ground/traces.ts'
import { openVaultClient, type VaultClient } from '../vault-client/vault-client.ts'
import { type Acceptors, openAcceptors, readAcceptors } from './acceptors.ts'
import { followSealingKey } from './follow-sealing-key.ts'

/** What the api and the worker have at hand: one plain object, made once per process. */
export type Context = {
  config: Config
  clock: Clock
  /** Reads now how far the demo's clock was moved; else a process follows within moments. */
  lookAtClock(): Promise<void>
  log: Logger
  db: Database
  /**
   * The same database for searches and exports, over connections of their own that end what takes long: no
   * charge waits for a connection that a search holds. In a process that answers nobody it is `db`.
   */
  searches: Database
  vault: VaultClient
  /** Who we are to the card network, and were. */
  acceptors: Acceptors
  seal: Seal
  metrics: Metrics
  /** Null where none are wanted, which is to cost nothing. */
  traces: Traces | null
  /** The process's own context, also where this is a copy that counts one request's time. */
  ofProcess: Context
  close(): Promise<void>
}

/** A search that takes longer is to be narrowed: whoever waits at a screen has given up too. */
const SEARCH_MS = 2_000

/**
 * Opens what a process of the main side needs. Needs DATABASE_URL. Rejects with an OperatorError where the
 * server is too old, or the key file is not its database's.
 */
export async function openContext(
  role: 'api' | 'worker' | 'cli',
  config: Config,
  destination?: DestinationStream,
): Promise<Context> {
  documentProblemsAt(config.publicUrl)
  const log = openLog(role, config, destination)
  const logLost = logSparsely(log, 'warn', LOST)
  const tellLost = (error: Error) => logLost(error, {})
  const db = openDatabase(config.databaseUrl!, config.databasePoolSize, tellLost)
  let seal: Seal
  let acceptors: Acceptors
  let unfollow: (() => Promise<void>) | undefined
  const vault = openVaultClient(config, log)
  try {
    await checkServer(db, 'main', config.databaseUrl!)
    for (const line of await ensureMainKeys(db, config)) log.warn(line)
    acceptors = role === 'cli' ? readAcceptors(db) : await openAcceptors(db, config.acceptor, vault)
    if (role === 'cli') seal = await openSealOf(db, config.mainKeyFile)
    else {
      seal = openSeal(config.mainKeyFile)
      unfollow = await followSealingKey({ db, seal, log }, role)
    }
  } catch (error) {
    await vault.close()
    await db.close()
    throw error
  }
  const searches =
    role === 'api'
      ? openDatabase(config.databaseUrl!, config.databasePoolSize, tellLost, undefined, SEARCH_MS)
      : db
  const clock = openClock(db, config)
  const untell = config.tls && role !== 'cli' ? tellEnding(config.tls, (line) => log.warn(line)) : undefined
  const traces = await openTraces(role, config, log)
  const context: Context = {
    config,
    clock,
    lookAtClock: clock.look,
    log,
    db,
    searches,
    vault,
    acceptors,
    seal,
    metrics: createMetrics(role),
    traces,
    get ofProcess() {
      return context
    },
    async close() {
      untell?.()
      clock.close()
      await vault.close()
      await unfollow?.()
      if (searches !== db) await searches.close()
      await db.close()
      await traces?.close()
    },
  }
  return context
}

/**
 * What a process makes once, at its first use, of what it has at hand: statements that requests share, say.
 */
export function oncePerProcess<T extends object>(make: (context: Context) => T): (context: Context) => T {
  const made = new WeakMap<Context, T>()
  return ({ ofProcess }) => {
    const found = made.get(ofProcess) ?? make(ofProcess)
    made.set(ofProcess, found)
    return found
  }
}
