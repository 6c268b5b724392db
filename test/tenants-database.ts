/** What the main database holds, as tests of tenants compare it. */
import { sql } from '../src/db/sql.ts'
import type { Platform } from './platform.ts'

export const UUIDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/**
 * All that the main database holds, as a hash of each table, without how busy each api is (`api_load`) and
 * what was asked of it (`request_log`).
 */
export async function everything({ db }: Platform): Promise<Record<string, string>> {
  const tables = await db.many<{ name: string }>(sql`
    select quote_ident(relname) as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname not in ('api_load', 'request_log')`)
  const hashes = await db.many<{ name: string; hash: string }>(sql`
    select name, (xpath('//hash/text()', query_to_xml(
      format('select coalesce(md5(string_agg(t::text, '''' order by t::text)), ''none'') as hash from %s t', name),
      false, false, '')))[1]::text as hash
    from unnest(${tables.map(({ name }) => name)}::text[]) as name`)
  return Object.fromEntries(hashes.map(({ name, hash }) => [name, hash]))
}

/** Every id in rows of this company, of whatever table. */
export async function idsOf({ db }: Platform, companyId: string): Promise<Set<string>> {
  const tables = await db.many<{ name: string }>(sql`
    select quote_ident(table_name) as name from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'company_id' and table_type = 'BASE TABLE'`)
  const rows = await db.many<{ text: string }>(sql`
    select query_to_xml(format('select * from %s where company_id = %L', name, ${companyId}::uuid), false, false, '')::text as text
    from unnest(${tables.map(({ name }) => name)}::text[]) as name`)
  return new Set(rows.flatMap(({ text }) => text.match(UUIDS) ?? []))
}
