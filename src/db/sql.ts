import { createHash } from 'node:crypto'
import pg from 'pg'
import sql, { empty, join, raw, type Sql as Statement } from 'sql-template-tag'
import { isPooled } from '../ground/database-addresses.ts'
import { arrayText } from './array-parameter.ts'
import { clientsOf } from './client.ts'
import { Instant, toInstant } from './instant.ts'
import { leaveOldPrimary } from './leave-old-primary.ts'
import { planSettings, STATEMENT_MS, timeLimits } from './session-settings.ts'

export { empty, join, raw, type Statement, sql }

/** Runs statements: the pool, or one transaction of it. Every statement is prepared once per connection. */
export type Db = {
  /** All rows. */
  many<Row>(statement: Statement): Promise<Row[]>
  /** The only row; throws when there is none. */
  one<Row>(statement: Statement): Promise<Row>
  /** The first row, if there is one. */
  first<Row>(statement: Statement): Promise<Row | undefined>
  /** The number of rows that the statement wrote. */
  run(statement: Statement): Promise<number>
}

export type Database = Db & {
  /**
   * Runs `work` in one transaction: commits when it returns, rolls back when it throws. Never call a network
   * inside.
   */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** For work that opens a transaction where it stands alone: inside one, it is a part of that one. */
export const within = (db: Db): Database => ({
  many: (statement) => db.many(statement),
  one: (statement) => db.one(statement),
  first: (statement) => db.first(statement),
  run: (statement) => db.run(statement),
  transaction: (work) => work(db),
  close: async () => undefined,
})

// bigint columns hold money and event ids: exact, so BigInt and not number.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, BigInt)
// Times keep their microseconds on the way out and, as parameters, on the way back in.
const toDate = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => toInstant(text, toDate(text)))
function toParameter(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return arrayText(value) ?? value
  return value instanceof Instant ? value.toISOString() : value
}

/** Statement names by text, so that PostgreSQL parses and plans each text once per connection. */
const names = new Map<string, string>()

function nameOf(text: string): string {
  let name = names.get(text)
  if (!name) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 22)
    names.set(text, name)
  }
  return name
}

/** `named` is whether a connection is the same from statement to statement. */
function runner(named: boolean, query: (config: pg.QueryConfig) => Promise<pg.QueryResult>): Db {
  const send = (statement: Statement) => {
    const text = statement.text
    const values = statement.values.map(toParameter)
    return query(named ? { name: nameOf(text), text, values } : { text, values }).catch(fromDatabase)
  }
  return {
    many: async <Row>(statement: Statement) => (await send(statement)).rows as Row[],
    one: async <Row>(statement: Statement) => {
      const { rows } = await send(statement)
      if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}`)
      return rows[0] as Row
    },
    first: async <Row>(statement: Statement) => (await send(statement)).rows[0] as Row | undefined,
    run: async (statement: Statement) => (await send(statement)).rowCount ?? 0,
  }
}

const PLANS = Object.entries(planSettings)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ')

/**
 * How long an answer is waited for: longer than any statement may run, for a server that is stopped or cut
 * off and ends nothing by itself.
 */
const ANSWER_MS = 12_000

/**
 * Opens a pool. Every wait has a bound: 5 s for a connection, 10 s for a statement (or `statementMs`), 5 s
 * for a lock, 12 s for an answer, and a transaction that its client forgot is ended after 15 s. Behind a
 * pooler (`pooler=transaction` in the address) those in the server are the user's settings, which
 * server-version.ts checks, and `statementMs` is set by each transaction.
 */
export function openDatabase(
  url: string,
  poolSize: number,
  onError: (error: Error) => void,
  answerMs = ANSWER_MS,
  statementMs = STATEMENT_MS,
): Database {
  const pooled = isPooled(url)
  const settings = { ...timeLimits, statement_timeout: statementMs, options: PLANS }
  const pool = new pg.Pool({
    ...clientsOf(url),
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    query_timeout: answerMs,
    application_name: 'jetpay',
    ...(pooled ? {} : settings),
    types,
  })
  // A connection that dies while idle (database restart) is replaced by the pool; the error is only worth a
  // log line.
  pool.on('error', onError)
  const leaving = leaveOldPrimary(pool, url)

  const ownLimit = pooled && statementMs !== STATEMENT_MS
  async function transaction<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch(fromDatabase)
    // A connection that dies between two statements tells nobody but its listeners, and without one ends
    // the process. The next statement on it fails.
    client.on('error', onError)
    let broken: Error | undefined
    const ask = (config: pg.QueryConfig) => leaving.waiting(client.query(config))
    try {
      await ask({
        text: ownLimit ? `begin; set local statement_timeout = ${statementMs}` : 'begin',
      }).catch(fromDatabase)
      const result = await work(runner(!pooled, ask))
      await ask({ text: 'commit' }).catch(fromDatabase)
      return result
    } catch (error) {
      // The server was made a standby: another takes writes now. Or it does not answer, and would not answer
      // a rollback either, which would be waited for as long again.
      if (isReadOnly(error) || isUnanswered(error)) broken = error as Error
      else
        await ask({ text: 'rollback' }).catch((rollbackError: Error) => {
          broken = rollbackError
        })
      throw error
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  const single = runner(!pooled, (config) => leaving.waiting(pool.query(config)))
  const limited: Db = {
    many: (statement) => transaction((db) => db.many(statement)),
    one: (statement) => transaction((db) => db.one(statement)),
    first: (statement) => transaction((db) => db.first(statement)),
    run: (statement) => transaction((db) => db.run(statement)),
  }
  return {
    ...(ownLimit ? limited : single),
    transaction,
    close: () => {
      leaving.close()
      return pool.end()
    },
  }
}

/**
 * Errors that came from a connection to the database: a client's or the vault's that is cut has the same
 * codes.
 */
const databaseErrors = new WeakSet<Error>()
function fromDatabase(error: Error): never {
  databaseErrors.add(error)
  throw error
}

/**
 * The database cannot be reached, is restarting, or ended a wait: the request may be tried again, unlike a
 * mistake of ours.
 */
export function isUnavailable(error: unknown): boolean {
  if (!databaseErrors.has(error as Error)) return false
  const code = (error as { code?: string }).code ?? ''
  const message = (error as Error).message ?? ''
  return (
    isReadOnly(error) ||
    /^(08|57P0|53|58|40P01)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', '55P03', '57014'].includes(code) ||
    /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message,
    )
  )
}

const isReadOnly = (error: unknown) => (error as { code?: string }).code === '25006'

const isUnanswered = (error: unknown) =>
  databaseErrors.has(error as Error) && (error as Error).message === 'Query read timeout'

/** Whether it was the database, or the way to it, that failed. */
export const isOfDatabase = (error: unknown): boolean => databaseErrors.has(error as Error)

/** The statement was ended because it ran for longer than it may. */
export const isTooLong = (error: unknown): boolean =>
  databaseErrors.has(error as Error) && (error as { code?: string }).code === '57014'

/** The name of the unique constraint that a write ran into, if that is what went wrong. */
export function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' ? constraint : undefined
}
