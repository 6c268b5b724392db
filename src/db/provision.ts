import pg from 'pg'
import { OperatorError } from '../ground/errors.ts'
import { hostName } from '../ground/host-name.ts'

/**
 * The two databases of an installation, each with an owner that cannot even connect to the other (PCI DSS
 * 7.2.1).
 */
export type Installation = {
  host: string
  port: number
  adminPassword: string
  mainPassword: string
  vaultPassword: string
}

export const databaseUrl = (at: Installation, user: string, password: string, database: string) =>
  `postgres://${user}:${password}@${hostName(at.host)}:${at.port}/${database}`

export const mainUrl = (at: Installation) => databaseUrl(at, 'jetpay', at.mainPassword, 'jetpay')
export const vaultUrl = (at: Installation) =>
  databaseUrl(at, 'jetpay_vault', at.vaultPassword, 'jetpay_vault')

/**
 * A server on this machine that has just started answers at once; one that does not within this is not well.
 */
const CONNECT_MS = 10_000
const STATEMENT_MS = 60_000

/**
 * Makes the roles and databases that are missing. Safe to run at each start. Throws an OperatorError that
 * says why not.
 */
export async function provision(at: Installation): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl(at, 'postgres', at.adminPassword, 'postgres'),
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
  })
  // Its connection may die at any moment; the call that waits for it says so.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await makeMissing(client, at)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    const advice =
      code === '28P01'
        ? 'its passwords are not those in database.json; restore that file from its backup'
        : message
    throw new OperatorError(`The embedded PostgreSQL could not be set up: ${advice}.`)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function makeMissing(client: pg.Client, at: Installation): Promise<void> {
  for (const [name, password] of [
    ['jetpay', at.mainPassword],
    ['jetpay_vault', at.vaultPassword],
  ] as const) {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [name])
    // These statements take no parameters; both names are ours and the password is base64url.
    const verb = role.rowCount === 0 ? 'create' : 'alter'
    await client.query(`${verb} role ${name} login password '${password}'`)
    const database = await client.query('select 1 from pg_database where datname = $1', [name])
    if (database.rowCount === 0) await client.query(`create database ${name} owner ${name}`)
    await client.query(`revoke connect, temporary on database ${name} from public`)
  }
}
