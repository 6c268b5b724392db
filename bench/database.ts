import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Installation, mainUrl, provision, vaultUrl } from '../src/db/provision.ts'
import { freePort } from '../src/ground/free-port.ts'
import { newSecret } from '../src/ground/ids.ts'
import { openLogFile } from '../src/supervisor/log-file.ts'

/** A database server of a bench's own with both databases migrated, and nothing else that uses it. */
export async function startDatabase(): Promise<{ at: Installation; stop(): Promise<void> }> {
  const folder = mkdtempSync(`${tmpdir()}/jetpay-bench-`)
  // The database's own user must be able to enter it.
  chmodSync(folder, 0o711)
  const at: Installation = {
    host: '127.0.0.1',
    port: await freePort('127.0.0.1'),
    adminPassword: newSecret(),
    mainPassword: newSecret(),
    vaultPassword: newSecret(),
  }
  const { host, port, adminPassword } = at
  const server = await startEmbeddedPostgres({
    folder: `${folder}/postgres`,
    host,
    port,
    adminPassword,
    log: openLogFile(`${folder}/postgres.log`, console.error),
  })
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await provision(at)
    await migrate(mainUrl(at), 'main')
    await migrate(vaultUrl(at), 'vault')
  } catch (error) {
    await stop()
    throw error
  }
  return { at, stop }
}
