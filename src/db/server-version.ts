import { OperatorError } from '../ground/errors.ts'
import { type Db, sql } from './sql.ts'

type Which = 'main' | 'vault'
export type ServerVersion = { number: number; version: string }

/**
 * The oldest PostgreSQL that is supported, as `server_version_num` has it. Statements and migrations keep to
 * what it knows: `npm run test:postgres-15` runs them all on it.
 */
const OLDEST = 150_000

/** The row of it has the columns of `ServerVersion`. */
export const askVersion = sql`
  select current_setting('server_version_num')::integer as number, current_setting('server_version') as version`

/**
 * Throws an OperatorError where the server is older: it would refuse some statements only, and those for
 * ever. `oldest` is for tests.
 */
export function refuseOldServer({ number, version }: ServerVersion, which: Which, oldest = OLDEST): void {
  if (number >= oldest) return
  throw new OperatorError(
    `The ${which} database runs on PostgreSQL ${version}, and Jetpay needs ${oldest / 10_000} or later: upgrade the server (pg_upgrade, or pg_dump into a newer one), then start again.`,
  )
}

/** The same, of the server behind a pool: what each role asks before all else. */
export const checkServer = async (db: Db, which: Which): Promise<void> =>
  refuseOldServer(await db.one<ServerVersion>(askVersion), which)
