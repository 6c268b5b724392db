import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'

/** A whole installation that the directory knows of. */
export type Cell = { cell_id: string; api_url: string; card_page_url: string; state: 'open' | 'draining' }
/** `heldUntil`: until when its requests wait, by `performance.now()`; in the past where they do not. */
export type KnownCell = Cell & { heldUntil: number }

/** All cells, in the order of their names. */
export async function listCells(db: Db): Promise<KnownCell[]> {
  const cells = await db.many<Cell & { held_ms: number }>(sql`
    select cell_id, api_url, card_page_url, state,
      coalesce(extract(epoch from held_until - now()) * 1000, 0)::float8 as held_ms
    from cells order by cell_id`)
  return cells.map(({ held_ms, ...cell }) => ({ ...cell, heldUntil: performance.now() + held_ms }))
}

/** A cell with how many companies are known to be in it. */
export type ListedCell = Cell & { companies: number; held_until: Date | null; added_at: Date }

export const showCells = (db: Db) =>
  db.many<ListedCell>(sql`
    select cell_id, api_url, card_page_url, state, case when held_until > now() then held_until end as held_until, added_at,
      (select count(*)::integer from placements p where p.cell_id = cells.cell_id) as companies
    from cells order by cell_id`)

/** Adds a cell, or gives one that is there other addresses; it is open then. */
export async function addCell(db: Db, cellId: string, apiUrl: string, cardPageUrl: string): Promise<void> {
  const taken = await db.first(sql`
    select from cells where cell_id <> ${cellId} and (api_url = ${apiUrl} or card_page_url = ${cardPageUrl})`)
  if (taken) throw new OperatorError('Another cell has one of these addresses; see `jetpay cell list`.')
  await db.run(sql`
    insert into cells (cell_id, api_url, card_page_url) values (${cellId}, ${apiUrl}, ${cardPageUrl})
    on conflict (cell_id) do update
      set api_url = excluded.api_url, card_page_url = excluded.card_page_url, state = 'open'`)
}

/** Sends what names no company elsewhere. Throws an OperatorError where no other cell would take it. */
export async function drainCell(db: Db, cellId: string): Promise<void> {
  const drained = await db.run(sql`
    update cells set state = 'draining' where cell_id = ${cellId}
      and exists (select from cells other where other.cell_id <> ${cellId} and other.state = 'open')`)
  if (drained === 1) return
  const known = await db.first(sql`select from cells where cell_id = ${cellId}`)
  throw known
    ? new OperatorError(
        'No other cell is open to take its place: `jetpay cell add` one first.',
        'wrong_state',
      )
    : new OperatorError(`There is no cell ${cellId}; see \`jetpay cell list\`.`, 'not_found')
}

/** Longer than a switch-over that was meant takes, and shorter than clients wait. */
export const HELD_SECONDS_MAX = 60

/**
 * Has a cell's requests wait in the routers for so long, or no more (0). Throws an OperatorError where there
 * is no such cell.
 */
export async function holdCell(db: Db, cellId: string, seconds: number): Promise<void> {
  const held = await db.run(sql`
    update cells set held_until = now() + make_interval(secs => ${seconds}) where cell_id = ${cellId}`)
  if (held === 0)
    throw new OperatorError(`There is no cell ${cellId}; see \`jetpay cell list\`.`, 'not_found')
}
