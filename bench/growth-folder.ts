/** An installation with a large company, made without whoever else would use its database meanwhile. */
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { postgresFolder } from '../src/supervisor/database.ts'
import { openLogFile } from '../src/supervisor/log-file.ts'
import { startSystem } from '../test/system.ts'
import { deriveAll } from './growth-derived.ts'
import { fillCompany } from './growth-fill.ts'
import { adminOf } from './machine.ts'

/**
 * What is filled is made up and nobody's: a crash while filling starts anew. A server that ends in order has
 * written everything, so the measured one finds a whole database.
 */
const forTheFill = [
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=16GB',
  'checkpoint_timeout=30min',
  'shared_buffers=2GB',
  'maintenance_work_mem=1GB',
]

/** The data of an installation whose demo company has so many debits. */
export async function fillFolder(dataFolder: string, debits: number): Promise<void> {
  const made = await startSystem(dataFolder)
  const { demo, databaseUrl } = made
  const at = adminOf(made)
  await made.stop()
  const { host, port, password } = at as { host: string; port: number; password: string }
  const log = openLogFile(`${dataFolder}/logs/postgres.log`, console.error)
  const folder = postgresFolder(dataFolder)
  const server = await startEmbeddedPostgres({
    folder,
    host,
    port,
    adminPassword: password,
    log,
    flags: forTheFill,
  })
  const from = performance.now()
  try {
    await fillCompany(at, demo, debits)
    console.log(`${debits} debits filled in ${((performance.now() - from) / 1000).toFixed(0)} s`)
    await deriveAll(databaseUrl)
  } finally {
    await server.stop()
  }
}
