import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { sql } from '../../db/sql.ts'
import { makeReader, READER } from '../../directory/make-reader.ts'
import { readConfig } from '../../ground/config.ts'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import { cellDatabasesOf } from '../../ground/settings/directory.ts'
import { runningAdministrator } from '../../supervisor/running-administrator.ts'
import { mainDatabaseUrl, withMainDatabase } from '../main-database.ts'

/**
 * Makes the directory's user in this cell's main database, and puts its address into the file of
 * JETPAY_CELL_DATABASES_FILE. One that is in the file already keeps its password. `own`: the cell's own
 * address is put there instead.
 */
export async function runReader(cell: string, file: string, own: boolean) {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(cell))
    throw new UsageError(`"${cell}" is no name of a cell; write small letters, digits and hyphens.`)
  // It answers, or says what is wrong with it.
  await withMainDatabase((db) => db.many(sql`select`))
  const main = URL.parse(await mainDatabaseUrl())
  if (!main) throw new OperatorError('DATABASE_URL is no address of one host; name one here.')
  const known = new Map(cellDatabasesOf(existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined))
  if (!own) {
    main.password = URL.parse(known.get(cell) ?? '')?.password || randomBytes(24).toString('base64url')
    await makeReader(await administratorOf(main.pathname), decodeURIComponent(main.password))
    main.username = READER
  }
  known.set(cell, main.href)
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${[...known].map(([name, url]) => `${name}=${url}`).join(' ')}\n`, { mode: 0o600 })
  renameSync(draft, file)
  return {
    ok: true,
    user: main.username,
    note: `${file} has the address of ${[...known.keys()].join(', ')}.`,
  }
}

/** Who may make users on the server of the cell's main database, which is at this path. */
async function administratorOf(path: string): Promise<string> {
  const config = readConfig()
  const admin = URL.parse(config.databaseAdminUrl ?? (await runningAdministrator(config)) ?? '')
  if (!admin)
    throw new OperatorError(
      'Set DATABASE_ADMIN_URL_FILE to a file with the address of the server’s administrator, or run this beside the `npm start` whose PostgreSQL it is.',
      'service_unavailable',
    )
  admin.pathname = path
  return admin.href
}
