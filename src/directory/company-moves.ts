/** Moves of companies as the directory has them: what a move has done, and what the routers have. */
import { type Database, type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'

type MoveStep = 'copying' | 'switched'
export type Move = { company_id: string; move_id: string; from_cell: string; to_cell: string; step: MoveStep }

/** Where routers hear of moves at once; who misses it looks by the clock. */
export const CHANNEL = 'company_moves'
const tell = (db: Db) => db.run(sql`select pg_notify(${CHANNEL}, '')`)

export const findMove = (db: Db, companyId: string) =>
  db.first<Move>(sql`
    select company_id, move_id, from_cell, to_cell, step from moves where company_id = ${companyId}`)

export const listMoves = (db: Db) =>
  db.many<Move & { held_ms: number }>(sql`
    select company_id, move_id, from_cell, to_cell, step,
      coalesce(extract(epoch from held_until - now()) * 1000, 0)::float8 as held_ms
    from moves`)

/** Begins one, or finds the one that is under way. Throws an OperatorError where that goes elsewhere. */
export async function beginMove(db: Db, companyId: string, fromCell: string, toCell: string): Promise<Move> {
  await db.run(sql`
    insert into moves (company_id, move_id, from_cell, to_cell)
    values (${companyId}, ${crypto.randomUUID()}, ${fromCell}, ${toCell}) on conflict (company_id) do nothing`)
  const move = await findMove(db, companyId)
  if (!move) throw new Error('the move that was begun is gone')
  if (move.to_cell !== toCell)
    throw new OperatorError(
      `It is moving to cell ${move.to_cell}: have that come to its end first, or give it up with --cancel.`,
      'wrong_state',
    )
  return move
}

/** Where it is, as the directory says. */
export const placementOf = async (db: Db, companyId: string): Promise<string | undefined> =>
  (await db.first<{ cell_id: string }>(sql`select cell_id from placements where company_id = ${companyId}`))
    ?.cell_id

/** It is over, or was given up. */
export const forgetMove = (db: Database, { move_id }: Move) =>
  db.transaction(async (db) => {
    await db.run(sql`delete from router_words where move_id = ${move_id}`)
    await db.run(sql`delete from moves where move_id = ${move_id}`)
    await tell(db)
  })

/** Has the company's requests wait in the routers for so long, at most; 0 lets them go on. */
export const holdCompany = (db: Database, { move_id }: Move, ms: number) =>
  db.transaction(async (db) => {
    await db.run(sql`
      update moves set held_until = now() + make_interval(secs => ${ms / 1_000}) where move_id = ${move_id}`)
    await db.run(sql`delete from router_words where move_id = ${move_id}`)
    await tell(db)
  })

/** The one update: from here on its requests go to the new cell, and what waits in the routers goes on. */
export const switchCompany = (db: Database, { move_id, company_id, from_cell, to_cell }: Move) =>
  db.transaction(async (db) => {
    await db.run(sql`
      insert into placements (company_id, cell_id) values (${company_id}, ${to_cell})
      on conflict (company_id) do update set cell_id = excluded.cell_id, found_at = now()`)
    await db.run(sql`
      insert into left_cells (company_id, cell_id) values (${company_id}, ${from_cell}) on conflict do nothing`)
    await db.run(sql`delete from left_cells where company_id = ${company_id} and cell_id = ${to_cell}`)
    await db.run(sql`
      update moves set step = 'switched', stepped_at = now(), held_until = null where move_id = ${move_id}`)
    await db.run(sql`delete from router_words where move_id = ${move_id}`)
    await tell(db)
  })

/** A router that has said nothing for so long hears of nothing, or has ended. */
const SILENT_SECONDS = 6
const lives = sql`seen_at > now() - make_interval(secs => ${SILENT_SECONDS})`

/**
 * Routers that have not done it yet: that hold with nothing under way in the old cell, or send to the new.
 */
export async function routersWithout(db: Db, { move_id }: Move, word: 'holds' | 'sends'): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`
    select count(*)::integer as count from routers r where ${lives} and not exists (
      select from router_words w
      where w.router_id = r.router_id and w.move_id = ${move_id} and w.word = ${word} and w.under_way = 0)`)
  return count
}

/** Whether a router has lately gone silent that may still send to the old cell. */
export const silentSince = async (db: Db, seconds: number): Promise<boolean> =>
  (await db.first(sql`
    select from routers where not ${lives} and seen_at > now() - make_interval(secs => ${seconds}) limit 1`)) !==
  undefined

export type RouterWord = { moveId: string; word: 'holds' | 'sends'; underWay: number }

/** What a router has done of moves, and that it lives. Those that are long gone are forgotten. */
export async function sayRouter(db: Db, routerId: string, words: readonly RouterWord[]): Promise<void> {
  await db.run(sql`
    with gone as (delete from routers where seen_at < now() - interval '1 hour')
    insert into routers (router_id) values (${routerId}) on conflict (router_id) do update set seen_at = now()`)
  await db.run(sql`
    insert into router_words (router_id, move_id, word, under_way)
    select ${routerId}, move_id, word, under_way from unnest(
      ${words.map(({ moveId }) => moveId)}::uuid[], ${words.map(({ word }) => word)}::text[],
      ${words.map(({ underWay }) => underWay)}::integer[]) as said (move_id, word, under_way)
    on conflict (router_id, move_id) do update set word = excluded.word, under_way = excluded.under_way`)
}

export const forgetRouter = (db: Db, routerId: string) =>
  db.run(sql`delete from routers where router_id = ${routerId}`)
