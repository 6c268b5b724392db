/**
 * Where a company's rows wait in the cell that it comes to, out of sight of every job there, until all of
 * them become its own in one transaction.
 */
import { type Database, type Db, join, sql } from '../db/sql.ts'
import { type MovedTable, named } from './moved-tables.ts'

export const waiting = (name: string) => sql`arriving.${named(name)}`

/**
 * Makes the tables. Those of another move, which was given up, are thrown away. Returns whether it goes on.
 */
export const makeStaging = (db: Database, moveId: string, tables: readonly MovedTable[]): Promise<boolean> =>
  db.transaction(async (db) => {
    if ((await stagedMove(db)) === moveId) return true
    await db.run(sql`drop schema if exists arriving cascade`)
    await db.run(sql`create schema arriving`)
    await db.run(sql`create table arriving.move (move_id uuid primary key)`)
    await db.run(sql`insert into arriving.move (move_id) values (${moveId})`)
    await db.run(
      sql`create table arriving.progress (table_name text primary key, last_key text[], done boolean not null)`,
    )
    await db.run(sql`create table arriving.people (theirs uuid primary key, ours uuid not null)`)
    await db.run(
      sql`create table arriving.acceptor_numbers (theirs smallint primary key, ours smallint not null)`,
    )
    for (const { name, key } of tables) {
      await db.run(
        sql`create table ${waiting(name)} (like public.${named(name)}, sealed_anew boolean not null default false)`,
      )
      if (key.length > 0)
        await db.run(
          sql`alter table ${waiting(name)} add primary key (${join(key.map((part) => named(part.name)))})`,
        )
      await db.run(sql`create index on ${waiting(name)} (sealed_anew) where not sealed_anew`)
    }
    return false
  })

async function stagedMove(db: Db): Promise<string | undefined> {
  const there = await db.first(
    sql`select from pg_tables where schemaname = 'arriving' and tablename = 'move'`,
  )
  if (!there) return undefined
  return (await db.first<{ move_id: string }>(sql`select move_id from arriving.move`))?.move_id
}

export async function dropStaging(db: Db): Promise<void> {
  await db.run(sql`drop schema if exists arriving cascade`)
  await db.run(sql`delete from arriving_transactions`)
}
