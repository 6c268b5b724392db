import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../db/embedded.ts'
import { type Installation, mainUrl, provision, vaultUrl } from '../db/provision.ts'
import { OperatorError } from '../errors.ts'

const RESTART_MS = 200

export type SupervisedDatabase = { config: Config; stop(): Promise<void> }

/** The databases of this installation: those that the settings name, or an embedded PostgreSQL that is kept running. */
export async function startDatabases(
  config: Config,
  say: (line: string) => void,
): Promise<SupervisedDatabase> {
  if (config.databaseUrl && config.vaultDatabaseUrl) return { config, stop: async () => undefined }
  if (config.databaseUrl || config.vaultDatabaseUrl) {
    throw new OperatorError(
      'Set both DATABASE_URL and VAULT_DATABASE_URL, or neither for an embedded PostgreSQL.',
    )
  }
  const { dataFolder, databasePort: port } = config
  const passwords = readPasswords(`${dataFolder}/database.json`)
  const installation: Installation = { host: '127.0.0.1', port, ...passwords }
  const settings = {
    folder: `${dataFolder}/postgres`,
    port,
    adminPassword: passwords.adminPassword,
    logFile: `${dataFolder}/logs/postgres.log`,
  }

  let stopping = false
  let server: EmbeddedPostgres = await startEmbeddedPostgres(settings)
  const watch = () =>
    void server.exited.then(async () => {
      if (stopping) return
      say(`database ended; starting it again. Its log: ${settings.logFile}`)
      await new Promise((resolve) => setTimeout(resolve, RESTART_MS))
      try {
        if (!stopping) server = await startEmbeddedPostgres(settings)
      } catch (error) {
        say((error as Error).message)
      }
      if (!stopping) watch()
    })
  watch()
  await provision(installation)
  return {
    config: { ...config, databaseUrl: mainUrl(installation), vaultDatabaseUrl: vaultUrl(installation) },
    async stop() {
      stopping = true
      await server.stop()
    },
  }
}

type Passwords = Pick<Installation, 'adminPassword' | 'mainPassword' | 'vaultPassword'>

function readPasswords(path: string): Passwords {
  if (!existsSync(path)) {
    const password = () => randomBytes(24).toString('base64url')
    const passwords = { adminPassword: password(), mainPassword: password(), vaultPassword: password() }
    writeFileSync(path, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600, flush: true })
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Passwords
}
