import pg from 'pg'
import { OperatorError } from '../ground/errors.ts'
import { openClient } from './client.ts'
import { scramVerifier } from './scram-verifier.ts'
import { askVersion, refuseOldServer, type ServerVersion, settingOf, type Which } from './server-version.ts'
import { sessionSettings } from './session-settings.ts'

/** One thing that an installation's server must have, and whether it was missing. */
export type Step = { database: Which; what: string; done: 'made' | 'changed' | 'was there' }

/** A server that does not answer within this is not one that anything can be made on. */
const CONNECT_MS = 10_000
/** From this version on a database can have a locale of PostgreSQL's own. */
const BUILTIN_LOCALE = 170_000
/** From this version on to be a member of a user is not yet to act as it. */
const SET_RIGHT = 160_000

/**
 * Makes what is missing for one of the two databases on the server that `adminUrl` administers: the user of
 * `url` with its password, and its database, which nobody else can connect to (PCI DSS 7.2.1). What is there
 * stays. Then connects by `url`, as a role will. Behind a pooler the user has our settings, too, as no
 * connection can set them for itself. Throws an OperatorError that says why not; no password is in
 * any statement or line.
 */
export async function initDatabase(
  adminUrl: string,
  url: string,
  which: Which,
  behindPooler = false,
): Promise<Step[]> {
  const wanted = wantedOf(url)
  const client = await connect(adminUrl, 'The administrator’s address')
  const steps: Step[] = []
  const note = (what: string, done: Step['done']) => steps.push({ database: which, what, done })
  try {
    const { rows } = await client.query<ServerVersion>(askVersion.text)
    refuseOldServer(rows[0]!, which)
    note(`user ${wanted.user}`, await makeUser(client, wanted, url))
    note(`database ${wanted.database}`, await makeDatabase(client, wanted, rows[0]!.number))
    note('nobody else connects', await closeToOthers(client, wanted.database))
    if (behindPooler) note(`settings of ${wanted.user}`, await setForUser(client, wanted))
  } catch (error) {
    if (error instanceof OperatorError) throw error
    throw new OperatorError(`The ${which} database could not be made: ${(error as Error).message}.`)
  } finally {
    await client.end().catch(() => undefined)
  }
  const own = await connect(url, settingOf[which])
  await own.end()
  return steps
}

type Wanted = { user: string; password: string; database: string }

/** As the driver understands the address. */
function wantedOf(url: string): Wanted {
  const { user = '', password, database = '' } = openClient(url, {})
  if (user && password && database) return { user, password, database }
  throw new OperatorError('DATABASE_URL and VAULT_DATABASE_URL must each name user, password and database.')
}

async function connect(url: string, whose: string): Promise<pg.Client> {
  const client = openClient(url, { connectionTimeoutMillis: CONNECT_MS })
  // Its connection may die at any moment; the call that waits for it says so.
  client.on('error', () => undefined)
  await client.connect().catch((error: Error & { code?: string }) => {
    throw new OperatorError(`${whose} lets nobody in: ${error.message || error.code}.`)
  })
  return client
}

async function makeUser(client: pg.Client, wanted: Wanted, url: string): Promise<Step['done']> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [wanted.user])
  if (rowCount && (await letsIn(url))) return 'was there'
  const verb = rowCount ? 'alter' : 'create'
  const user = pg.escapeIdentifier(wanted.user)
  await client.query(
    `${verb} role ${user} login password ${pg.escapeLiteral(scramVerifier(wanted.password))}`,
  )
  return rowCount ? 'changed' : 'made'
}

/** Whether the password is right, also where the database is not there yet, or closed to the user. */
async function letsIn(url: string): Promise<boolean> {
  const client = openClient(url, { connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => undefined)
  const code = await client.connect().then(
    () => undefined,
    (error: { code?: string }) => error.code ?? 'unreachable',
  )
  await client.end().catch(() => undefined)
  return code === undefined || code === '3D000' || code === '42501'
}

async function makeDatabase(client: pg.Client, { user, database }: Wanted, version: number) {
  const { rows } = await client.query<{ encoding: string; owner: string }>(
    `select pg_encoding_to_char(encoding) as encoding, pg_get_userbyid(datdba) as owner
     from pg_database where datname = $1`,
    [database],
  )
  const [found] = rows
  if (found && (found.encoding !== 'UTF8' || found.owner !== user))
    throw new OperatorError(
      `The database ${database} is there, but with encoding ${found.encoding} and owner ${found.owner}; it must be UTF8 and ${user}’s. Name another one.`,
    )
  if (found) return 'was there'
  // Who is no superuser makes databases only for users that it may act as.
  const right = version >= SET_RIGHT ? 'set' : 'member'
  const { rows: mine } = await client.query<{ may: boolean }>('select pg_has_role($1, $2) as may', [
    user,
    right,
  ])
  if (!mine[0]!.may) await client.query(`grant ${pg.escapeIdentifier(user)} to current_user`)
  // By code point, and of the server where it can be: an upgrade of the machine's locales changes no index.
  const locale =
    version >= BUILTIN_LOCALE
      ? `locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C'`
      : `lc_collate 'C' lc_ctype 'C.UTF-8'`
  await client.query(
    `create database ${pg.escapeIdentifier(database)} owner ${pg.escapeIdentifier(user)} template template0 encoding 'UTF8' ${locale}`,
  )
  return 'made'
}

async function closeToOthers(client: pg.Client, database: string): Promise<Step['done']> {
  const { rowCount } = await client.query(
    `select from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) where datname = $1 and grantee = 0`,
    [database],
  )
  if (!rowCount) return 'was there'
  await client.query(`revoke all on database ${pg.escapeIdentifier(database)} from public`)
  return 'changed'
}

/**
 * Gives a user in a database what a connection of ours sets as it starts, which a pooler in transaction mode
 * does not hand on.
 */
export async function setForUser(
  client: pg.Client,
  { user, database }: Pick<Wanted, 'user' | 'database'>,
): Promise<Step['done']> {
  const { rows } = await client.query<{ config: string[] | null }>(
    `select setconfig as config from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
     where setrole = (select oid from pg_roles where rolname = $1) and datname = $2`,
    [user, database],
  )
  const missing = Object.entries(sessionSettings).filter(
    ([name, value]) => !rows[0]?.config?.includes(`${name}=${value}`),
  )
  for (const [name, value] of missing)
    await client.query(
      `alter role ${pg.escapeIdentifier(user)} in database ${pg.escapeIdentifier(database)} set ${name} = ${pg.escapeLiteral(value)}`,
    )
  return missing.length === 0 ? 'was there' : 'changed'
}
