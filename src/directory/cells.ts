import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'

/** A whole installation that the directory knows of. */
export type Cell = { cell_id: string; api_url: string; card_page_url: string; state: 'open' | 'draining' }

/** All cells, in the order of their names. */
export const listCells = (db: Db) =>
  db.many<Cell>(sql`select cell_id, api_url, card_page_url, state from cells order by cell_id`)

/** A cell with how many companies are known to be in it. */
export type ListedCell = Cell & { companies: number; added_at: Date }

export const showCells = (db: Db) =>
  db.many<ListedCell>(sql`
    select cell_id, api_url, card_page_url, state, added_at,
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
