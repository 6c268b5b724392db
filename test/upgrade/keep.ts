/**
 * `node test/upgrade/keep.ts <database URL> <version>`: keeps what a release has written, for the test that
 * upgrades it. Run it with the release's own code checked out before, on a demo that has had some weeks of
 * everything (`test/month/`, stopped in the middle): the URL is in its `run.json`.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { projectFolder } from '../../src/ground/config.ts'

/**
 * What migrations write themselves, what a process writes of itself, and what is large and says nothing of
 * money.
 */
const LEFT_OUT = [
  'api_load',
  'currencies',
  'deliveries',
  'key_checks',
  'lifecycle_moves',
  'lifecycle_postings',
  'mails',
  'migrations',
  'sealing_key_holders',
  'sealing_keys',
  'shared_counts',
  'signing_keys',
]

const [url, version] = process.argv.slice(2)
if (!url || !version) throw new Error('Usage: node test/upgrade/keep.ts <database URL> <version>')
const client = new pg.Client({ connectionString: url })
await client.connect()
const { rows: names } = await client.query<{ name: string }>(
  `select relname as name from pg_class
   where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> all ($1) order by 1`,
  [LEFT_OUT],
)
const tables: Record<string, string> = {}
for (const { name } of names) {
  const { rows } = await client.query<{ rows: string | null }>(
    `select jsonb_agg(to_jsonb(t))::text as rows from ${name} t`,
  )
  if (rows[0]!.rows !== null) tables[name] = rows[0]!.rows
}
const { rows: times } = await client.query<{ now: string }>(
  `select to_jsonb(max(moved_at)) #>> '{}' as now from transaction_moves`,
)
await client.end()
const last_migration = readdirSync(`${projectFolder}/migrations/main`).sort().at(-1)!.slice(0, 4)
const kept = JSON.stringify({ last_migration, now: times[0]!.now, tables })
writeFileSync(`${import.meta.dirname}/${version}.json.gz`, gzipSync(kept, { level: 9 }))
