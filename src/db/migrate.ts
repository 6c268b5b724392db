import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { projectFolder } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'

/** So that two processes that start at once migrate one after the other. Any fixed number serves. */
const MIGRATION_LOCK = 7_305_217

/**
 * Brings a database up to date: runs `migrations/<which>/NNNN_name.sql`, each once, in order, each in its own
 * transaction. Forward only. Returns the names it ran. Refuses a database that is newer than this program.
 */
export async function migrate(databaseUrl: string, which: 'main' | 'vault'): Promise<string[]> {
  const folder = `${projectFolder}/migrations/${which}`
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  await client.connect().catch((error: Error & { code?: string }) => {
    // The operator's to mend. Neither the address, which has a password in it, nor a stack.
    const setting = which === 'main' ? 'DATABASE_URL' : 'VAULT_DATABASE_URL'
    throw new OperatorError(
      `The ${which} database cannot be reached (${error.code ?? error.message}): see that it runs, and that ${setting} is right.`,
    )
  })
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(
      'create table if not exists migrations (name text primary key, migrated_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string }>('select name from migrations')
    const done = new Set(rows.map((row) => row.name))
    const unknown = [...done].filter((name) => !files.includes(name))
    if (unknown.length > 0) {
      throw new OperatorError(
        `The ${which} database was migrated by a newer Jetpay (${unknown[0]}); start that version or restore a backup.`,
      )
    }
    const pending = files.filter((name) => !done.has(name))
    for (const name of pending) {
      const text = await readFile(`${folder}/${name}`, 'utf8')
      await client.query('begin')
      await client.query(text)
      await client.query('insert into migrations (name) values ($1)', [name])
      await client.query('commit')
    }
    return pending
  } finally {
    await client.end()
  }
}
