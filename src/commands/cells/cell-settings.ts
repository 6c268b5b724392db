import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ensureMainKeys } from '../../db/seal-checks.ts'
import { openSealOf } from '../../db/sealing/sealing-key.ts'
import { type Database, openDatabase } from '../../db/sql.ts'
import { type Config, readConfig } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import type { CellSide } from '../../moving/cell-side.ts'
import { readRunFile } from '../../supervisor/run-file.ts'
import { runningAdministrator } from '../../supervisor/running-administrator.ts'
import { openVaultKeys } from '../../vault/data-keys.ts'
import { ensureVaultKeys } from '../../vault/ensure-keys.ts'
import { openKeks } from '../../vault/kek/open-keks.ts'
import type { VaultSide } from '../../vault/transfer/carry-cards.ts'
import { aboutDatabase } from '../about-database.ts'
import { mainDatabaseOf } from '../main-database.ts'

/** Rows of a large company, sorted, take longer than a request's may. */
const STATEMENT_MS = 600_000
/** One shuts the door, one reads as of a moment, one asks. */
const CONNECTIONS = 3

export type OpenCell = { side: CellSide; vault: VaultSide; close(): Promise<void> }

export type CellSettings = {
  config: Config
  /** Where its archived events are, where that is said: of another host's cell no folder here is meant. */
  archiveFolder: string | null
}

/** The settings of a cell: `<folder>/<cell>.env`, as its roles are given them. */
export function settingsOfCell(folder: string, cell: string): CellSettings {
  const file = `${folder}/${cell}.env`
  if (!existsSync(file))
    throw new OperatorError(
      `There is no ${file}: write the settings of cell ${cell} into it (docs/cells.md).`,
      'not_found',
    )
  const said = parseEnv(readFileSync(file, 'utf8'))
  const config = readConfig(said)
  const isSaid = said.JETPAY_EVENT_ARCHIVE_FOLDER ?? said.JETPAY_DATA
  return { config, archiveFolder: isSaid === undefined ? null : config.eventArchiveFolder }
}

/** Opens both databases of a cell with their keys. Throws an OperatorError that says what is missing. */
export async function openCell(cell: string, settings: CellSettings): Promise<OpenCell> {
  const { config } = settings
  const running = await readRunFile<{ DATABASE_URL?: string; VAULT_DATABASE_URL?: string }>(config)
  const url = mainDatabaseOf(config, running)
  const vaultUrl = config.vaultDatabaseUrl ?? running.VAULT_DATABASE_URL
  const adminUrl = await administratorOf(config, url)
  if (!vaultUrl || !adminUrl)
    throw new OperatorError(
      `The settings of cell ${cell} lack ${vaultUrl ? 'DATABASE_ADMIN_URL_FILE' : 'VAULT_DATABASE_URL_FILE'}: docs/cells.md.`,
      'service_unavailable',
    )
  const open = (address: string) =>
    openDatabase(address, CONNECTIONS, () => undefined, STATEMENT_MS + 1_000, STATEMENT_MS)
  const all = { main: open(url), admin: open(adminUrl), vault: open(vaultUrl) }
  const close = async () => void (await Promise.all(Object.values(all).map((db) => db.close())))
  try {
    const side = await sideOf(cell, settings, all)
    await ensureVaultKeys(all.vault, config)
    const keys = await openVaultKeys(all.vault, await openKeks(config))
    return { side, vault: { db: all.vault, keys, cell }, close }
  } catch (error) {
    await close()
    throw aboutDatabase(error, url, `DATABASE_URL of cell ${cell}`)
  }
}

async function sideOf(
  name: string,
  { config, archiveFolder }: CellSettings,
  { main, admin }: { main: Database; admin: Database },
): Promise<CellSide> {
  await ensureMainKeys(main, config)
  const seal = await openSealOf(main, config.mainKeyFile)
  const speaksFor = [config.acceptor, ...config.furtherAcceptors].map(
    ({ acquirerId, terminalId, merchantId }) => ({
      acquirer_id: acquirerId,
      terminal_id: terminalId,
      merchant_id: merchantId,
    }),
  )
  return { name, main, admin, seal, speaksFor, archiveFolder }
}

/** The administrator of the server, in the cell's main database. */
async function administratorOf(config: Config, mainUrl: string): Promise<string | undefined> {
  const admin = URL.parse(config.databaseAdminUrl ?? (await runningAdministrator(config)) ?? '')
  const main = URL.parse(mainUrl)
  if (!admin || !main) return undefined
  admin.pathname = main.pathname
  return admin.href
}
