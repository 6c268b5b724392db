/** An installation with a large company, made without whoever else would use its database meanwhile. */
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { postgresFolder } from '../src/supervisor/database.ts'
import { openLogFile } from '../src/supervisor/log-file.ts'
import { startSystem } from '../test/system.ts'
import { deriveAll } from './growth-derived.ts'
import { fillCompany } from './growth-fill.ts'
import { adminOf } from './machine.ts'

/** The data of an installation whose demo company has so many debits. */
export async function fillFolder(dataFolder: string, debits: number): Promise<void> {
  const made = await startSystem(dataFolder)
  const { demo, databaseUrl } = made
  const at = adminOf(made)
  await made.stop()
  const { host, port, password } = at as { host: string; port: number; password: string }
  const log = openLogFile(`${dataFolder}/logs/postgres.log`, console.error)
  const folder = postgresFolder(dataFolder)
  const server = await startEmbeddedPostgres({ folder, host, port, adminPassword: password, log })
  const from = performance.now()
  try {
    await fillCompany(at, demo, debits)
    console.log(`${debits} debits filled in ${((performance.now() - from) / 1000).toFixed(0)} s`)
    await deriveAll(databaseUrl)
  } finally {
    await server.stop()
  }
}
