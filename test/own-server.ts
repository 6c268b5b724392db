/** A PostgreSQL of a test's own, with its settings as they are, which may be killed. */
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Installation, mainUrl, provision, vaultUrl } from '../src/db/provision.ts'
import { readConfig } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'

/** `stop` when nobody is connected any more. */
export async function startOwnServer(): Promise<{ at: Installation; pid: number; stop(): Promise<void> }> {
  const host = '127.0.0.1'
  const secret = () => crypto.randomUUID()
  const at = {
    host,
    port: await freePort(host),
    adminPassword: secret(),
    mainPassword: secret(),
    vaultPassword: secret(),
  }
  const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/server-`)
  // The database's own user must be able to enter it.
  chmodSync(folder, 0o711)
  const server = await startEmbeddedPostgres({
    folder: `${folder}/postgres`,
    host,
    port: at.port,
    adminPassword: at.adminPassword,
    log: { take: (output) => void output.resume() },
    flags: ['max_connections=200'],
    programs: readConfig().postgresPrograms,
  })
  await provision(at)
  await migrate(mainUrl(at), 'main')
  await migrate(vaultUrl(at), 'vault')
  return { at, pid: server.pid, stop: () => server.stop() }
}
