/** Indexes of a table that grows, built while others go on writing to it. */
import type pg from 'pg'

/** What such a file is called: its name is what a database remembers, so what it is cannot change later. */
export const isConcurrent = (name: string): boolean => name.endsWith('.concurrently.sql')

/**
 * A build waits for transactions that began before it (a backup, say), and nobody queues behind it but
 * another change of the same table: so it may wait longer than a migration that locks.
 */
export const CONCURRENT_LOCK_MS = 600_000

const STATEMENT = /^(create (?:unique )?|drop )index concurrently (?:if exists )?(\w+)(?= |$)/

/**
 * Runs the file's statements one by one, each by itself, and again after a kill: an index that is whole is
 * left, one that a kill has left half built (PostgreSQL calls it invalid) is dropped and built anew. Throws
 * where the file has anything but `create [unique] index concurrently` and `drop index concurrently if
 * exists`, before it has run any of it.
 *
 * @param text - without comments, with one blank between words
 */
export async function runConcurrently(client: pg.Client, text: string): Promise<void> {
  const statements = text
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean)
    .map((statement) => {
      const [, verb, index] = STATEMENT.exec(statement) ?? []
      if (!index || (verb === 'drop ' && !statement.includes('concurrently if exists ')))
        throw new Error(
          `a file that ends with .concurrently.sql has "create [unique] index concurrently <name> …" and "drop index concurrently if exists <name>", and nothing else; not "${statement.slice(0, 80)}"`,
        )
      return { statement, index, makes: verb !== 'drop ' }
    })
  for (const { statement, index, makes } of statements) {
    if (makes) {
      const { rows } = await client.query<{ valid: boolean }>(
        'select indisvalid and indisready as valid from pg_index where indexrelid = to_regclass($1)',
        [index],
      )
      if (rows[0]?.valid) continue
      if (rows[0]) await client.query(`drop index concurrently if exists ${index}`)
    }
    await client.query(statement)
  }
}
