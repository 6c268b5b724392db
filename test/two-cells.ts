/** Whole installations, mostly two, with a directory in front, all in the test's own process. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { migrate } from '../src/db/migrate.ts'
import { databaseUrl, type Installation } from '../src/db/provision.ts'
import { openDatabase } from '../src/db/sql.ts'
import { addCell } from '../src/directory/cells.ts'
import { startDirectory } from '../src/directory/directory.ts'
import { type Config, projectFolder, readConfig } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'
import type { AcceptorIdentity } from '../src/ground/settings/card-network.ts'
import { sharedServer } from './databases.ts'
import { type Platform, startPlatform } from './platform.ts'

let databases = 0

/** The user that docs/cells.md makes for the directory in a cell's main database; its address. */
async function makeReader(at: Installation, mainUrl: string, name: string): Promise<string> {
  const database = new URL(mainUrl).pathname.slice(1)
  const [, text = ''] =
    /```sql\n([\s\S]*?)```/.exec(readFileSync(`${projectFolder}/docs/cells.md`, 'utf8')) ?? []
  const admin = new pg.Client({ connectionString: databaseUrl(at, 'postgres', at.adminPassword, database) })
  await admin.connect()
  const made = text
    .replaceAll('jetpay_directory', name)
    .replace('database jetpay ', `database ${database} `)
    .replace('…', 'read')
  await admin.query(made)
  await admin.end()
  return databaseUrl(at, name, 'read', database)
}

async function dropRole(at: Installation, name: string) {
  const admin = new pg.Client({ connectionString: databaseUrl(at, 'postgres', at.adminPassword, 'postgres') })
  await admin.connect()
  await admin.query(`drop role ${name}`)
  await admin.end()
}

/** A new and migrated database of a directory. `close` lets nobody in any more, or again. */
export async function createDirectoryDatabase() {
  const at = sharedServer()
  const name = `test_${process.pid}_directory_${databases++}`
  const admin = new pg.Client({ connectionString: databaseUrl(at, 'postgres', at.adminPassword, 'postgres') })
  await admin.connect()
  await admin.query(`create database ${name} owner jetpay`)
  const url = databaseUrl(at, 'jetpay', at.mainPassword, name)
  await migrate(url, 'directory')
  return {
    url,
    async shut() {
      await admin.query(`alter database ${name} with allow_connections false`)
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    },
    open: () => admin.query(`alter database ${name} with allow_connections true`),
    async drop() {
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** What a move needs to know of a cell. */
function settingsText(at: Installation, { acceptor, furtherAcceptors, ...config }: Config): string {
  const written = ({ acquirerId, terminalId, merchantId }: AcceptorIdentity) =>
    `${acquirerId}:${terminalId}:${merchantId}`
  return Object.entries({
    JETPAY_DATA: config.dataFolder,
    DATABASE_URL: config.databaseUrl,
    DATABASE_ADMIN_URL: databaseUrl(at, 'postgres', at.adminPassword, 'postgres'),
    VAULT_DATABASE_URL: config.vaultDatabaseUrl,
    JETPAY_ACQUIRER_ID: acceptor.acquirerId,
    JETPAY_TERMINAL_ID: acceptor.terminalId,
    JETPAY_MERCHANT_ID: acceptor.merchantId,
    JETPAY_FURTHER_ACCEPTORS: furtherAcceptors.map(written).join(','),
    ...(config.vaultKek.pkcs11 && {
      JETPAY_VAULT_KEK: config.vaultKek.provider,
      JETPAY_VAULT_PKCS11_MODULE: config.vaultKek.pkcs11.module,
      JETPAY_VAULT_PKCS11_TOKEN: config.vaultKek.pkcs11.token,
      JETPAY_VAULT_PKCS11_PIN: config.vaultPkcs11Pin,
    }),
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

export type TwoCells = Awaited<ReturnType<typeof startTwoCells>>

/**
 * `oneNetwork`: all ask one card network, which files for the first. `secondServer`: where the databases of
 * the second cell are, if not with all others.
 */
type Apart = {
  oneNetwork?: boolean
  secondServer?: Installation | undefined
  /** What the second cell has otherwise. */
  second?: Partial<Config>
  /** The addresses as the directory has them, by way of a pooler for instance. */
  asked?: (url: string) => Promise<string>
}

/** The requests of each cell's platform (`a.call`) go by the router, as clients' do. */
export async function startTwoCells(apart: Apart = {}) {
  const { cells, ...started } = await startCells(['a', 'b'], apart)
  return { ...started, a: cells[0]!, b: cells[1]! }
}

/** As many cells as it is given names, in one process, with a directory in front. */
export async function startCells(
  names: readonly string[],
  { oneNetwork = false, secondServer, second = {}, asked = async (url) => url }: Apart = {},
) {
  const serverOf = (at: number) => (at === 1 && secondServer) || sharedServer()
  const directoryPort = await freePort('127.0.0.1')
  const publicUrl = `http://127.0.0.1:${directoryPort}`
  const trustedProxies = [{ address: '127.0.0.1', prefix: 32 }]
  const database = await createDirectoryDatabase()
  // Each is another to the card network, and speaks for the others: of a company that has moved.
  const { acceptor: first } = readConfig({})
  const acceptors = names.map((_, at) =>
    at === 0 ? first : { ...first, acquirerId: String(400_555 + at), terminalId: `JETPAY0${at + 1}` },
  )
  // What they hand on to each other.
  const cellsFolder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/cells-`)
  const cells: Platform[] = []
  for (const [at, acceptor] of acceptors.entries()) {
    const furtherAcceptors = acceptors.filter((other) => other !== acceptor)
    const settings = {
      publicUrl,
      trustedProxies,
      cellsFolder,
      acceptor,
      furtherAcceptors,
      ...(at === 1 && second),
    }
    const network = oneNetwork && cells[0] ? { network: cells[0] } : {}
    cells.push(await startPlatform(settings, { at: serverOf(at), ...network }))
  }
  const [a] = cells as [Platform]
  const db = openDatabase(database.url, 2, () => undefined)
  const addressOf = ({ config }: Platform) => `http://127.0.0.1:${config.apiPort}`
  const add = (name: string, cell: Platform, apiUrl = addressOf(cell)) =>
    addCell(db, name, apiUrl, cell.config.vaultPublicUrl)
  const readerOf = (name: string) => `reader_${name}_${process.pid}`
  const cellDatabases = new Map<string, string>()
  for (const [at, name] of names.entries()) {
    await add(name, cells[at]!)
    const { databaseUrl: url } = cells[at]!.config
    cellDatabases.set(name, await asked(await makeReader(serverOf(at), url!, readerOf(name))))
  }
  const lines: string[] = []
  const directory = await startDirectory(
    {
      ...a.config,
      trustedProxies: [],
      directoryPort,
      directoryMetricsPort: 0,
      directoryDatabaseUrl: await asked(database.url),
      cellDatabases,
    },
    { write: (line) => void lines.push(line) },
  )
  return {
    cells,
    db,
    database,
    url: publicUrl,
    addressOf,
    add,
    lines,
    /** The settings of a command on this directory. */
    environment(): Record<string, string> {
      const file = `${mkdtempSync(`${a.config.dataFolder}/cells-`)}/databases`
      const own = names.map((name, at) => `${name}=${cells[at]!.config.databaseUrl}`)
      writeFileSync(file, `${own.join(' ')}\n`, { mode: 0o600 })
      return { DIRECTORY_DATABASE_URL: database.url, JETPAY_CELL_DATABASES_FILE: file }
    },
    /** A folder with the settings of each, for `jetpay company move`. */
    settings(): string {
      const folder = mkdtempSync(`${a.config.dataFolder}/settings-`)
      for (const [at, name] of names.entries())
        writeFileSync(`${folder}/${name}.env`, settingsText(serverOf(at), cells[at]!.config), { mode: 0o600 })
      return folder
    },
    async close() {
      await directory.close()
      await db.close()
      await Promise.all(cells.map((cell) => cell.close()))
      await database.drop()
      for (const [at, name] of names.entries()) await dropRole(serverOf(at), readerOf(name))
    },
  }
}
