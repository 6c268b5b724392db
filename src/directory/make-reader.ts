import pg from 'pg'
import { setForUser } from '../db/init-database.ts'
import { scramVerifier } from '../db/scram-verifier.ts'
import { OperatorError } from '../ground/errors.ts'

/** Who the directory is in a cell's main database. */
export const READER = 'jetpay_directory'

/**
 * What it asks for, and nothing else: whose a company, a token and a link is. It may also say which companies
 * have left the cell (`hide-departed.ts`).
 */
const readable = {
  companies: 'company_id',
  api_tokens: 'token_hash, company_id',
  payment_links: 'identifier, company_id',
}
const CONNECT_MS = 10_000

/**
 * Makes the user by which the directory reads a cell's main database, with this password. `adminUrl` names
 * that database, by who may make users and grant what is in it. Done twice is done once. Throws an
 * OperatorError where it cannot be made.
 */
export async function makeReader(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: CONNECT_MS })
  // Its connection may die at any moment; the call that waits for it says so.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('begin')
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [READER])
    const verifier = pg.escapeLiteral(scramVerifier(password))
    await client.query(`${rowCount ? 'alter' : 'create'} role ${READER} login password ${verifier}`)
    const { rows } = await client.query<{ database: string }>('select current_database() as database')
    const { database } = rows[0]!
    await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${READER}`)
    await setForUser(client, { user: READER, database })
    await client.query(`grant usage on schema public to ${READER}`)
    for (const [table, columns] of Object.entries(readable))
      await client.query(`grant select (${columns}) on ${table} to ${READER}`)
    await client.query(`grant execute on function hide_departed(text, uuid[], text[]) to ${READER}`)
    await client.query('commit')
  } catch (error) {
    throw new OperatorError(
      `The directory's user could not be made: ${(error as Error).message}. It needs the administrator of the cell's main database (DATABASE_ADMIN_URL_FILE), once its tables are there.`,
      'service_unavailable',
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}
