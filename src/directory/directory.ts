import type { DestinationStream } from 'pino'
import { checkServer } from '../db/server-version.ts'
import { openDatabase, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { documentProblemsAt, OperatorError } from '../ground/errors.ts'
import { LOST, logSparsely, openLog } from '../ground/log.ts'
import { serveOperations } from '../ground/operations.ts'
import { createDirectoryMetrics } from './directory-metrics.ts'
import { followMoves, openFollowedMoves } from './follow-moves.ts'
import { keepDepartedHidden, takeAway } from './hide-departed.ts'
import { openPlaces } from './places.ts'
import { startRouter } from './router.ts'

/** Connections to each cell's database: it is asked for what is not known yet, and nothing else. */
const CELL_CONNECTIONS = 4
/** A look at an index takes a millisecond; who has not met the token waits for it. */
const CELL_ANSWER_MS = 3_000
const CELL_STATEMENT_MS = 2_000

/** Its user was made before it had to. */
const mayNotTell = (error: Error) => (error as { code?: string }).code === '42501'

/** `jetpay directory`: the router with its database, and what it shows operators. */
export async function startDirectory(config: Config, destination?: DestinationStream) {
  const { directoryDatabaseUrl: url, cellDatabases } = config
  if (!url) throw new OperatorError('Set DIRECTORY_DATABASE_URL to the address of the directory’s database.')
  if (cellDatabases.size === 0)
    throw new OperatorError('Set JETPAY_CELL_DATABASES_FILE to a file with `a=postgres://… b=postgres://…`.')
  documentProblemsAt(config.publicUrl)
  const log = openLog('directory', config, destination)
  const logLost = logSparsely(log, 'warn', LOST)
  const lost = (error: Error) => logLost(error, {})
  const db = openDatabase(url, config.databasePoolSize, lost)
  const cells = new Map(
    [...cellDatabases].map(([cell, url]) => [
      cell,
      openDatabase(url, CELL_CONNECTIONS, lost, CELL_ANSWER_MS, CELL_STATEMENT_MS),
    ]),
  )
  const close = async () => {
    await Promise.all([db, ...cells.values()].map((database) => database.close()))
  }
  try {
    await checkServer(db, 'directory', url)
    const metrics = createDirectoryMetrics()
    const places = openPlaces(db, cells)
    const moves = openFollowedMoves(places)
    const following = followMoves(db, url, moves, lost)
    const hiding = keepDepartedHidden(db, cells, {
      found: (cell, count) =>
        log.error(
          { cell, companies: count },
          `companies that have left this cell are in its database again, as after a restore to before their move, and are hidden there: ${takeAway('<id>', '<where it is>')} takes each copy away (docs/cells.md)`,
        ),
      lost: (cell, error) =>
        logLost(error, { cell, do: mayNotTell(error) ? `jetpay cell reader ${cell}` : undefined }),
    })
    const router = await startRouter(
      { ...config, port: config.directoryPort },
      places,
      moves,
      log,
      metrics.passed,
    ).catch(async (error) => {
      await Promise.all([following.stop(), hiding.stop()])
      throw error
    })
    metrics.countHeldBy(router.held)
    const operations = await serveOperations(
      { host: config.metricsHost, port: config.directoryMetricsPort, environment: config.environment },
      metrics.registry,
      { database: async () => (await db.one<{ one: number }>(sql`select 1 as one`)).one === 1 },
    )
    return {
      port: router.port,
      leave() {
        operations.leave()
        router.leave()
      },
      async close() {
        await router.close()
        await Promise.all([following.stop(), hiding.stop()])
        await operations.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
